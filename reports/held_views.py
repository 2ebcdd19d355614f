"""What is held on a producer: shown masked to the office, given whole, on paper, to the one who asks."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from core.answers import attachment
from core.forms import sent
from producers.models import Producer
from producers.views.common import kept_producer
from reports import held
from reports.documents import held as paper
from reports.exports import TYPES
from reports.renderers.pdf import pdf_of


class GiveForm(forms.Form):
    """On which request the paper is given: a number or a day, which stays on record, and names nobody."""

    reference = forms.CharField(
        label="เลขที่หรือวันที่ของคำขอ",
        max_length=80,
        help_text="เช่น รับที่ 12/2567 ลงวันที่ 13 มีนาคม 2567 ไม่ต้องใส่ชื่อ ระบบบันทึกไว้ถาวร",
    )


@require_http_methods(["GET", "POST"])
def show(request: HttpRequest, pk: int) -> HttpResponse:
    producer = kept_producer(request, pk)
    form = GiveForm(sent(request))
    if request.method == "POST" and form.is_valid():
        return _give(request, producer, form.cleaned_data["reference"])
    context = {"producer": producer, "sections": held.sections(request.user, producer), "form": form}
    return render(request, "reports/held.html", context)


def _give(request: HttpRequest, producer: Producer, reference: str) -> HttpResponse:
    """On record first: what was given is in it as well."""
    held.record_given(actor=request.user, producer=producer, reference=reference)
    whole = held.sections(request.user, producer, whole=True)
    content = pdf_of([paper.make(producer, whole, reference=reference)])
    return attachment(content, f"ข้อมูลที่เก็บไว้_{producer.code}.pdf", TYPES["pdf"])
