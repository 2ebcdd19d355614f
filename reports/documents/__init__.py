"""The documents by the code in their address. A new one is a file here and a line below."""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain
from typing import Protocol

from reports.asking import Download
from reports.document import Digits, Document
from reports.documents import (
    dashboard,
    detail,
    forecast,
    market_month,
    market_register,
    market_summary,
    months_categories,
    months_channels,
    national_markets,
    national_otop,
    national_overview,
    national_types,
    online,
    registration,
    rt1,
    rt2,
    rt3,
    rt4,
    scales,
    targets,
)
from reports.documents.district_month import DistrictMonth


class Maker(Protocol):
    def __call__(self, source: DistrictMonth, *, digits: Digits = "thai", form: str = "") -> Document: ...


DOCUMENTS: dict[str, Maker] = {"rt1": rt1.make, "rt2": rt2.make, "market-month": market_month.make}
# What ส่งออกข้อมูล offers, by subject; panels are had where their figures are shown.
SUBJECTS: dict[str, tuple[Download, ...]] = {
    "แบบ รต.": (rt1.DOWNLOAD, rt2.DOWNLOAD, rt3.DOWNLOAD, rt4.DOWNLOAD),
    "ยอดจำหน่าย OTOP": (
        national_overview.DOWNLOAD,
        months_categories.DOWNLOAD,
        months_channels.DOWNLOAD,
        national_types.DOWNLOAD,
        national_markets.DOWNLOAD,
        national_otop.DOWNLOAD,
        detail.DOWNLOAD,
    ),
    "เป้าหมาย คะแนน และประมาณการ": (*targets.DOWNLOADS, *scales.DOWNLOADS, forecast.DOWNLOAD),
    "ตลาดนัดคนไทยยิ้มได้": (market_summary.DOWNLOAD, market_month.DOWNLOAD, market_register.DOWNLOAD),
    "ตลาดออนไลน์": online.DOWNLOADS,
    "ทะเบียนผู้ผลิต": (registration.DOWNLOAD,),
}
_ALL = chain(*SUBJECTS.values(), dashboard.DOWNLOADS)
DOWNLOADS: dict[str, Download] = {download.code: download for download in _ALL}
VerifyUrl = Callable[[str], str]
