"""The documents by the code in their address. A new one is a file here and a line below."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from reports.document import Digits, Document
from reports.documents import rt1, rt2
from reports.documents.district_month import DistrictMonth


class Maker(Protocol):
    def __call__(self, source: DistrictMonth, *, digits: Digits = "thai", form: str = "") -> Document: ...


DOCUMENTS: dict[str, Maker] = {"rt1": rt1.make, "rt2": rt2.make}
VerifyUrl = Callable[[str], str]
