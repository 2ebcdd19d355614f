"""A panel: one question answered by a table, a chart drawn from that table's very cells, and a sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple

from django.utils.safestring import SafeString, mark_safe

from reports.asking import Ask
from reports.dashboard.facts import Facts, Part
from reports.document import Document, Value, head_paths
from reports.renderers.html import heads_html


@dataclass(frozen=True)
class Chart:
    """Which columns of the table are drawn: `label` names the points, `series` are the lines or bars."""

    shape: str  # line, bar, stack, across (bars that lie)
    series: tuple[int, ...]
    label: int = 0
    unit: str = "บาท"
    most: int = 0  # rows drawn; 0: all
    goal: Any = None  # a level to reach, drawn as a line of its own
    goal_name: str = ""


class Cell(NamedTuple):
    """One cell as the page prints it."""

    text: str
    kind: str
    label: str
    tone: str = ""
    link: str = ""


class OnMap(NamedTuple):
    """A province's figure, None where none may be shown, and how it is said."""

    part: Part
    value: Decimal | None
    text: str


class Row(NamedTuple):
    kind: str
    label: str
    cells: list[Cell]


@dataclass(frozen=True)
class Panel:
    """`links` are addresses by the text of a row's first cell; `tones` give a text cell its mark."""

    heading: str
    sentence: str
    document: Document
    chart: Chart | None = None
    links: Mapping[str, str] = field(default_factory=dict)
    tones: Mapping[str, str] = field(default_factory=dict)
    name_at: int = 0  # the column that names a row
    help: tuple[str, ...] = ()
    on_map: tuple[OnMap, ...] = ()
    map_words: str = ""  # what the tones say
    code: str = ""  # of its file in the downloads

    @property
    def data_id(self) -> str:
        return f"{self.code}-data"

    @property
    def heads(self) -> SafeString:
        """The table's heads, which its PDF has."""
        return mark_safe(heads_html(self.document))  # noqa: S308  (the renderer escapes)

    @property
    def width(self) -> int:
        return len(self.document.leaves)

    @property
    def rows(self) -> list[Row]:
        heads = [" ".join(path) for path in head_paths(self.document.columns)]
        return [Row(line.kind, line.label, self._cells(line.cells, heads)) for line in self.document.lines()]

    def _cells(self, values: tuple[Value, ...], heads: list[str]) -> list[Cell]:
        cells = []
        for at, (column, value) in enumerate(zip(self.document.leaves, values, strict=False)):
            text = "–" if value is None else self.document.show(column, value)
            link = self.links.get(text, "") if at == self.name_at else ""
            cells.append(Cell(text, "name" if at == self.name_at else column.kind, heads[at], self._tone(text), link))
        return cells

    def _tone(self, text: str) -> str:
        return next((tone for start, tone in self.tones.items() if text.startswith(start)), "")

    @property
    def is_empty(self) -> bool:
        return not any(line.kind == "row" for line in self.document.lines())

    @property
    def data(self) -> dict[str, Any]:
        """What the chart's script draws: amounts as text, exact."""
        chart = self.chart
        if chart is None:
            return {}
        rows = [line.cells for line in self.document.lines() if line.kind == "row"]
        rows = rows[: chart.most or len(rows)]
        return {
            "shape": chart.shape,
            "unit": chart.unit,
            "labels": [str(row[chart.label]) for row in rows],
            "series": [
                {"name": self._head(at), "values": [None if row[at] is None else str(row[at]) for row in rows]}
                for at in chart.series
            ],
            "goal": None if chart.goal is None else {"name": chart.goal_name, "value": str(chart.goal)},
        }

    def _head(self, at: int) -> str:
        """The column's own head; with the heads above it where another that is drawn has the same."""
        heads = [self.document.leaves[other].head for other in self.chart.series] if self.chart else []
        own = self.document.leaves[at].head
        return own if heads.count(own) == 1 else " ".join(list(head_paths(self.document.columns))[at])


Maker = Callable[[Ask, Facts], Panel]
