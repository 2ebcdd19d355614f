"""What the tests of the round trip share: the downloaded form, filled by openpyxl, sent back."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from core.month import Month
from entry.models import Upload
from sales.models import CHANNELS, SalesRow

MARCH = Month.parse("2567-03")
URL = "/entry/2401/2567-03/"
EMPTY = [(None,) * 4] * 3  # the figures of a month just begun
FIRST = 7  # the first producer's row, as Excel counts
AMOUNTS = dict(zip(CHANNELS, "FGHI", strict=True))


def download(client: Client, url: str = URL) -> Workbook:
    response = client.get(url + "workbook.xlsx")
    assert response.status_code == 200
    return load_workbook(BytesIO(response.content))


def form(book: Workbook) -> Worksheet:
    return book["รต.๑"]


def bytes_of(book: Workbook) -> bytes:
    stored = BytesIO()
    book.save(stored)
    return stored.getvalue()


def send(client: Client, data: Workbook | bytes, *, name: str = "รต1.xlsx", url: str = URL) -> Any:
    """Send a file; the answer is its review, or the redirect to the entry page that tells why not."""
    content = data if isinstance(data, bytes) else bytes_of(data)
    response = client.post(url + "upload", {"file": SimpleUploadedFile(name, content)})
    return client.get(response.url) if response.status_code == 302 and "/upload/" in response.url else response


def told(response: Any) -> str:
    """All messages that the next page will show."""
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


def problems() -> list[tuple[str, str]]:
    return [(problem["ref"], problem["text"]) for problem in Upload.objects.latest("pk").problems]


def changed() -> dict[str, str]:
    """By cell of the file: what the last upload would write there."""
    return {cell["ref"]: cell["after"] for cell in Upload.objects.latest("pk").cells}


def accept(client: Client, *cells: int, url: str = URL) -> Any:
    """Accept the last upload: these cells, or all that the review has ticked."""
    upload = Upload.objects.latest("pk")
    review = client.get(f"{url}upload/{upload.pk}/").context["review"]
    ticked = cells or [difference.number for difference in review.differences if difference.ticked]
    return client.post(f"{url}upload/{upload.pk}/accept", {"cell": ticked})


def figures() -> list[tuple[Any, ...]]:
    """Every row's amounts as they stand, in the order of the form of the tests' cast."""
    return [row.amounts for row in SalesRow.objects.order_by("submission_id", "producer__code", "category")]


def sent(officer, book: Workbook) -> Upload:
    """The upload of a form in which one cell holds 500 baht."""
    form(book)[f"F{FIRST}"] = 500
    send(officer, book)
    return Upload.objects.latest("pk")
