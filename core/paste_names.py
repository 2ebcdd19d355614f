"""Which row of a table each pasted line names, when the lines stand in another order than the rows.

Rows are found by name or code alone, and by what they are of where one name has several rows. All or nothing: a block
of which one line names no row, or two the same, is placed by its order, and its names are compared for all to see.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from core.paste import Block
from core.thai import search_key

_NUMBER_BEFORE = re.compile(r"\s*[0-9๐-๙]+[.)]?\s+(?=\S)")  # '1 กลุ่ม', as a line of a PDF begins


@dataclass(frozen=True, slots=True)
class NamedRow:
    """A row of the table: `part` tells rows of one name apart, such as อาหาร ('' = none)."""

    row: int
    name: str
    code: str
    part: str = ""


def rows_by_name(block: Block, known: Iterable[NamedRow]) -> list[int] | None:
    """The row of each data line in pasted order; None unless every line names one and no two the same."""
    index = defaultdict(list)
    for one in known:
        for key in {search_key(one.name), search_key(one.code)}:
            index[key].append(one)
    found = [_row_of(labels, index) for labels in _filled_down([line.labels for line in block.data])]
    rows = [row for row in found if row is not None]
    return rows if rows and len(rows) == len(found) == len(set(rows)) else None


def _filled_down(lines: Sequence[tuple[str, ...]]) -> Iterable[tuple[str, ...]]:
    """Merged cells: a line whose first labels are blank has those of the line above."""
    above: tuple[str, ...] = ()
    for labels in lines:
        blank = next((at for at, label in enumerate(labels) if label.strip()), 0)
        above = (*above[:blank], *labels[blank:])
        yield above


def _row_of(labels: Iterable[str], index: Mapping[str, Sequence[NamedRow]]) -> int | None:
    keys = {search_key(text) for label in labels for text in (label, _NUMBER_BEFORE.sub("", label, count=1))}
    named = {one for key in keys for one in index.get(key, ())}
    if len(named) > 1:
        named = {one for one in named if search_key(one.part) in keys}
    return next(iter(named)).row if len(named) == 1 else None
