"""What is asked for when a document is downloaded, and what a document says of itself to be offered.

A `Spec` is words only, so that it can be kept in a job or an address; `reports.exports.resolve` turns it into an
`Ask` within what the person may see.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from typing import Any, Self

from accounts.models import District, Province
from core.period import Period
from reports.document import Digits, Document
from reports.figures import Area

NATION = "nation"
LEVELS = {"district": "อำเภอ", "province": "จังหวัด", NATION: "ทั้งประเทศ"}
FORMATS = {"pdf": "PDF", "xlsx": "Excel", "csv": "CSV"}
PERIOD_KINDS = {"month": "เดือน", "quarter": "ไตรมาส", "round": "รอบ", "year": "ปีงบประมาณ", "range": "ช่วงเดือนที่กำหนดเอง"}
EVERY_PERIOD = frozenset(PERIOD_KINDS)


class Refused(Exception):
    """What was asked for cannot be had; the sentence says why and what to do."""


@dataclass(frozen=True)
class Spec:
    """One file: document, area (a DOPA code or 'nation'), period, and how it is to look. Serialisable."""

    document: str
    area: str
    period: str
    format: str = "pdf"
    digits: Digits = "thai"
    form: str = ""  # of รต.๑
    archive: bool = False  # PDF/A-3u and PDF/UA-1

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def of_dict(cls, values: dict[str, Any]) -> Self:
        return cls(**values)


@dataclass(frozen=True)
class Ask:
    """A `Spec` with its words looked up: an area that `user` may see (None: the nation), and months."""

    user: Any
    area: Area
    period: Period
    digits: Digits = "thai"
    form: str = ""
    verify_url: Callable[[str], str] = field(default=lambda code: code)
    on_rows: Callable[[int], None] = field(default=lambda rows: None)  # hears how many rows a stream has written

    @property
    def province(self) -> Province:
        if isinstance(self.area, District):
            return self.area.province
        if self.area is None:
            raise Refused("เอกสารนี้เป็นของจังหวัด กรุณาเลือกจังหวัด")
        return self.area

    @property
    def district(self) -> District:
        if not isinstance(self.area, District):
            raise Refused("เอกสารนี้เป็นของอำเภอ กรุณาเลือกอำเภอ")
        return self.area

    @property
    def place(self) -> str:
        """'อำเภอบางคล้า จังหวัดฉะเชิงเทรา', 'จังหวัดฉะเชิงเทรา', 'ทั้งประเทศ'"""
        if isinstance(self.area, District):
            return self.area.full_name
        return f"จังหวัด{self.area.name}" if self.area else LEVELS[NATION]


@dataclass(frozen=True)
class Download:
    """A document that people may ask for: what it is called, of which areas and periods, and what makes it.

    `make` returns the document, or for `streams` (100,000 rows and more) an iterator of a file's pieces, by format.
    """

    code: str
    label: str
    levels: tuple[str, ...]
    make: Callable[[Ask], Document] | None = None
    streams: dict[str, Callable[[Ask], Iterator[bytes]]] = field(default_factory=dict)
    periods: frozenset[str] = EVERY_PERIOD
    hint: str = ""
    forms: tuple[str, ...] = ("",)
    reads_frozen: bool = True  # sums of frozen reports, which may have to be made first

    @property
    def formats(self) -> tuple[str, ...]:
        return tuple(FORMATS) if self.make else tuple(self.streams)
