"""Files as answers."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.http import content_disposition_header

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def attachment(content: bytes, name: str, content_type: str = XLSX) -> HttpResponse:
    """A file to be saved under this name, Thai letters and all."""
    disposition = str(content_disposition_header(True, name))
    return HttpResponse(content, content_type=content_type, headers={"Content-Disposition": disposition})
