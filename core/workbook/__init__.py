"""Reading an uploaded .xlsx or .csv that nobody vouches for.

    sheets = read_workbook(upload, name=upload.name)

Whatever is wrong with the file raises WorkbookError, whose message is a Thai sentence naming sheet and cell.
What comes back holds only text, Decimal and date: no float, no formula, no error value.
"""

from __future__ import annotations

from typing import BinaryIO

from core.workbook.delimited import read_delimited
from core.workbook.model import Cell, Limits, Sheet, WorkbookError
from core.workbook.sniff import Kind, sniff
from core.workbook.xlsx import read_xlsx

__all__ = ["Cell", "Limits", "Sheet", "WorkbookError", "read_workbook"]

DEFAULT = Limits()


def read_workbook(
    file: BinaryIO, *, name: str, limits: Limits = DEFAULT, keep_formulas: bool = False, as_shown: bool = False
) -> list[Sheet]:
    """Every sheet of a workbook, or the one sheet of a .csv, hidden ones included and marked.

    `file` is read once, no further than the size limit. Its kind is told by content; `name` is for messages.
    With `keep_formulas` a formula becomes a cell marked `formula` without a value, for sheets of ours that
    hold sums; with `as_shown` it is read as the value that Excel last showed, for comparing what was published;
    otherwise the first one is refused.
    """
    data = file.read(limits.file_bytes + 1)
    if len(data) > limits.file_bytes:
        raise WorkbookError(
            f"ไฟล์ {name} ใหญ่เกินไป รับได้ไม่เกิน {limits.file_bytes // 1024**2} MB ให้ลบรูปภาพและแผ่นงานที่ไม่เกี่ยวข้องออก แล้วส่งใหม่"
        )
    if sniff(data, name) is Kind.XLSX:
        return read_xlsx(data, limits, keep_formulas=keep_formulas, as_shown=as_shown)
    return [read_delimited(data, name, limits, keep_formulas=keep_formulas)]
