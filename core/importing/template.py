"""The workbook people fill to bring a register in: heads, choices, explanations. Read back by `sheet`."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import xlsxwriter

from core.importing.sheet import HELP_SHEET, Column, Columns

FONT = {"font_name": "TH Sarabun New", "font_size": 14}
ROWS = 1_000  # as far as the lists of choices reach
TEXT = "@"  # cells of text: codes keep their zeros, days stay as typed


@dataclass(frozen=True)
class Template:
    """What a template says: its sheet's name, columns, hints, and {field: choices} that a cell may hold.

    `rows` are what stands in it already, {field: text} each, as in the register taken out to be corrected.
    """

    sheet: str
    columns: Columns
    hints: tuple[str, ...]
    choices: dict[str, list[str]] = field(default_factory=dict)
    rows: Sequence[dict[str, str]] = ()


def template_workbook(template: Template) -> bytes:
    """An .xlsx with the heads, the rows if any, and, where Excel can offer them, the choices."""
    stored = io.BytesIO()
    with xlsxwriter.Workbook(stored, {"in_memory": True}) as book:
        _form(book, template)
        _help(book, template.hints)
    return stored.getvalue()


def _form(book: xlsxwriter.Workbook, template: Template) -> None:
    sheet = book.add_worksheet(template.sheet)
    text = book.add_format({**FONT, "num_format": TEXT})
    look = {**FONT, "bold": True, "text_wrap": True, "valign": "top", "border": 1}
    must, may = book.add_format({**look, "bg_color": "#E6EEF4"}), book.add_format({**look, "bg_color": "#F5F6F8"})
    for at, column in enumerate(template.columns):
        sheet.write_string(0, at, column.head, must if column.required else may)
        sheet.set_column(at, at, column.width, text)
        if rule := _rule(column, template.choices.get(column.field, [])):
            sheet.data_validation(1, at, ROWS, at, rule)
        for number, row in enumerate(template.rows, 1):
            if value := row.get(column.field):
                sheet.write_string(number, at, value, text)
    sheet.freeze_panes(1, 2)


def _rule(column: Column, choices: list[str]) -> dict[str, Any]:
    """The choices of a cell, where they fit Excel's 255 characters; else its hint."""
    if choices and len(",".join(choices)) <= 255:
        return {"validate": "list", "source": choices, "error_type": "warning"}
    if column.hint:
        return {"validate": "any", "input_title": column.head[:32], "input_message": column.hint}
    return {}


def _help(book: xlsxwriter.Workbook, hints: Sequence[str]) -> None:
    sheet = book.add_worksheet(HELP_SHEET)
    sheet.set_column(0, 0, 110, book.add_format({**FONT, "text_wrap": True}))
    for at, hint in enumerate(hints):
        sheet.write_string(at, 0, hint)
