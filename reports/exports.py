"""From what was asked for to a file, within what the person may see: `render` is the one way in, for page and job."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import reverse

from accounts.selectors import district_or_404, province_or_404
from core.answers import XLSX
from core.period import Period
from reports import cost
from reports.asking import FORMATS, LEVELS, NATION, PERIOD_KINDS, Ask, Download, Refused, Spec
from reports.document import Document
from reports.documents import DOWNLOADS
from reports.figures import Area
from reports.renderers.csv import csv_of
from reports.renderers.pdf import pdf_of
from reports.renderers.xlsx import xlsx_of
from workflow.converters import FIRST_MONTH, last_month

TYPES = {
    "pdf": "application/pdf",
    "xlsx": XLSX,
    "csv": "text/csv; charset=utf-8",
}
DISTRICT_HEAD = "อำเภอ"


@dataclass(frozen=True)
class File:
    """A finished file in pieces; `streams` when it is made while it is being sent."""

    name: str
    content_type: str
    pieces: Iterable[bytes]
    streams: bool = False


def render(spec: Spec, user: Any, absolute: Callable[[str], str] | None = None) -> File:
    """The file asked for. Raises Http404 and PermissionDenied outside the person's rights, Refused with a sentence."""
    download, ask = resolve(spec, user, absolute)
    document = None if spec.format in download.streams else document_of(download, ask)
    return file_of(spec, Work(download, ask, document))


@dataclass(frozen=True)
class Work:
    """What a file takes: its rows, and how many seconds so many took when it was measured (reports.cost).

    `document` is None for a stream, and where reading alone takes too long to be waited for.
    """

    download: Download
    ask: Ask
    document: Document | None
    rows: int = 0
    seconds: Decimal = Decimal(0)


def weigh(spec: Spec, user: Any, absolute: Callable[[str], str] | None = None) -> Work:
    """What the file would take. Nothing is written, but a document is made, being cheap. Raises as `render`."""
    download, ask = resolve(spec, user, absolute)
    if spec.format in download.streams:
        rows = cost.rows_to_stream(ask)
        return Work(download, ask, None, rows, cost.of_stream(rows, spec.format))
    unread = cost.unread_rows(ask) if download.reads_frozen else 0
    reading = cost.of_reading(unread)
    if reading > settings.EXPORT_AT_ONCE_SECONDS:
        return Work(download, ask, None, unread, reading)
    document = document_of(download, ask)
    rows, seconds = cost.of_document(document, spec.format, archive=spec.archive)
    return Work(download, ask, document, rows, reading + seconds)


def file_of(spec: Spec, work: Work, on_page: Callable[[int], None] | None = None) -> File:
    """The file; `on_page` hears of the pages of a PDF."""
    name = file_name(work.download, work.ask, spec.format)
    if stream := work.download.streams.get(spec.format):
        return File(name, TYPES[spec.format], stream(work.ask), streams=True)
    document = work.document or document_of(work.download, work.ask)
    content = write([document], spec.format, archive=spec.archive, on_page=on_page)
    return File(name, TYPES[spec.format], [content])


def resolve(spec: Spec, user: Any, absolute: Callable[[str], str] | None = None) -> tuple[Download, Ask]:
    """The document and what is asked of it, every word of the spec checked. Raises as `render`."""
    download = DOWNLOADS.get(spec.document)
    if download is None or spec.format not in TYPES or spec.digits not in ("thai", "arabic"):
        raise Http404
    if spec.form not in ("", *download.forms):
        raise Http404
    area = area_of(spec.area, user)
    _check_level(download, area)
    if spec.format not in download.formats:
        raise Refused(f"{download.label}: มีเฉพาะ {' และ '.join(FORMATS[f] for f in download.formats)}")
    return download, Ask(user, area, _period(spec.period, download), spec.digits, spec.form, verify_url(absolute))


def document_of(download: Download, ask: Ask) -> Document:
    """What pages and files show. Raises Refused for what is only ever streamed."""
    if download.make is None:
        raise Refused("ข้อมูลรายแถวดูบนหน้าเว็บไม่ได้ กรุณาดาวน์โหลดเป็น Excel หรือ CSV")
    return download.make(ask)


def write(
    documents: Iterable[Document],
    format_: str,
    names: Iterable[str] = (),
    *,
    archive: bool = False,
    on_page: Callable[[int], None] | None = None,
) -> bytes:
    """One file. Several documents become pages, sheets, or rows led by the name of each (a district's)."""
    if format_ == "pdf":
        return pdf_of(documents, for_archive=archive, on_page=on_page)
    if format_ == "xlsx":
        return xlsx_of(documents)
    return csv_of(documents, DISTRICT_HEAD if names else "", names)


def file_name(download: Download, ask: Ask, format_: str) -> str:
    """'รต.๔_จังหวัดฉะเชิงเทรา_2567-r1.pdf'; no stroke, which a file name cannot hold."""
    label = download.label.split(" ")[0] if download.label.startswith("รต.") else download.label
    return f"{label}_{ask.place}_{ask.period}.{format_}".replace("/", "-").replace(" ", "_")


def area_of(code: str, user: Any) -> Area:
    """The area that a code names, within what the person may see: elsewhere 404, the nation for others 403."""
    if code == NATION:
        if not user.is_national:
            raise PermissionDenied
        return None
    return district_or_404(user, code) if len(code) == 4 else province_or_404(user, code)


def level_of(area: Area) -> str:
    if area is None:
        return NATION
    return "district" if hasattr(area, "province_id") else "province"


def _check_level(download: Download, area: Area) -> None:
    if level_of(area) not in download.levels:
        wanted = "หรือ".join(LEVELS[level] for level in download.levels)
        raise Refused(f"“{download.label}” เป็นเอกสารระดับ{wanted} กรุณาเลือกพื้นที่ใหม่")


def _period(text: str, download: Download) -> Period:
    try:
        period = Period.parse(text)
    except ValueError as error:
        raise Http404 from error
    if not FIRST_MONTH <= period.first <= period.last <= last_month():
        raise Http404
    if period.kind not in download.periods:
        wanted = " หรือ ".join(PERIOD_KINDS[kind] for kind in PERIOD_KINDS if kind in download.periods)
        raise Refused(f"“{download.label}” ออกได้เป็นราย{wanted} กรุณาเลือกช่วงเวลาใหม่")
    return period


def verify_url(absolute: Callable[[str], str] | None = None) -> Callable[[str], str]:
    """The address printed for a code: on the portal's public address, or the one that a browser asked for."""
    public = settings.PORTAL_URL.rstrip("/")

    def url(code: str) -> str:
        path = reverse("reports:verify-code", args=[code])
        if absolute and not public:
            return absolute(path)
        return (public or f"https://{settings.ALLOWED_HOSTS[0]}") + path

    return url
