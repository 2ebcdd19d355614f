"""The department's lists: platforms, and what each round asks."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from core.forms import sent
from core.records import Refused
from online import selectors
from online.forms import PlatformForm, RoundForm
from online.models import Platform, Round
from online.services import report as services
from workflow.views.common import administrator_or_403


@require_GET
def platform_list(request: HttpRequest) -> HttpResponse:
    administrator_or_403(request)
    return render(request, "online/platforms.html", {"platforms": Platform.objects.visible_to(request.user)})


@require_http_methods(["GET", "POST"])
def platform_edit(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    administrator_or_403(request)
    record = get_object_or_404(Platform.objects.visible_to(request.user), pk=pk) if pk else Platform()
    return _edit(request, record, PlatformForm, "online:platforms", "ช่องทาง")


@require_GET
def round_list(request: HttpRequest) -> HttpResponse:
    administrator_or_403(request)
    return render(request, "online/rounds.html", {"rounds": selectors.rounds(request.user)})


@require_http_methods(["GET", "POST"])
def round_edit(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    administrator_or_403(request)
    record = get_object_or_404(Round.objects.visible_to(request.user), pk=pk) if pk else Round()
    return _edit(request, record, RoundForm, "online:rounds", "รอบรายงาน")


def _edit(request: HttpRequest, record: Any, kind: type[forms.ModelForm], back: str, noun: str) -> HttpResponse:
    form = kind(sent(request), instance=record)
    title = f"แก้ไข{noun} {record}" if record.pk else f"เพิ่ม{noun}"
    if request.method == "POST" and form.is_valid():
        try:
            services.save_reference(record, form.cleaned_data, actor=request.user)
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, "บันทึกแล้ว")
            return redirect(back)
    return render(request, "online/reference_form.html", {"form": form, "title": title, "back": back, "noun": noun})
