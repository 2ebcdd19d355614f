"""Files as answers, and the way back from what is none."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header, url_has_allowed_host_and_scheme

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def attachment(content: bytes, name: str, content_type: str = XLSX) -> HttpResponse:
    """A file to be saved under this name, Thai letters and all."""
    disposition = str(content_disposition_header(True, name))
    return HttpResponse(content, content_type=content_type, headers={"Content-Disposition": disposition})


def came_from(request: HttpRequest) -> str:
    """The portal's own page that this request was sent from, as a path; '' when that is not known or elsewhere."""
    page = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(page, {request.get_host()}):
        return ""
    parts = urlsplit(page)
    path = "/" + parts.path.lstrip("/")  # “//” would lead to another host
    return path + (f"?{parts.query}" if parts.query else "")
