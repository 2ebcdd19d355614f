"""From documents to files: the formats, their names and types. Nothing here knows who asks."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.conf import settings
from django.urls import reverse

from reports.document import Document
from reports.renderers.csv import csv_of
from reports.renderers.pdf import pdf_of
from reports.renderers.xlsx import xlsx_of

TYPES = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
DISTRICT_HEAD = "อำเภอ"


def render(documents: Iterable[Document], format_: str, names: Iterable[str] = ()) -> bytes:
    """One file. Several documents become pages, sheets, or rows led by the name of each (a district's)."""
    if format_ == "pdf":
        return pdf_of(documents)
    if format_ == "xlsx":
        return xlsx_of(documents)
    return csv_of(documents, DISTRICT_HEAD if names else "", names)


def verify_url(absolute: Callable[[str], str] | None = None) -> Callable[[str], str]:
    """The address printed for a code: on the portal's public address, or the one that a browser asked for."""
    public = settings.PORTAL_URL.rstrip("/")

    def url(code: str) -> str:
        path = reverse("reports:verify-code", args=[code])
        if absolute and not public:
            return absolute(path)
        return (public or f"https://{settings.ALLOWED_HOSTS[0]}") + path

    return url
