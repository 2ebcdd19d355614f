"""A person's notices: the list, following one to where one acts, and what they want to be told."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.forms import sent
from notices import selectors, services
from notices.forms import WaysForm

PER_PAGE = 30


@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    only_unread = request.GET.get("show") == "unread"
    found = selectors.notices_of(request.user, unread=only_unread)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "notices/list.html", {"page": page, "only_unread": only_unread})


@require_GET
def follow(request: HttpRequest, pk: int) -> HttpResponse:
    """To where one acts; by then it has been read."""
    notice = selectors.notice_or_404(request.user, pk)
    services.mark_read(notice, actor=request.user)
    return redirect(notice.url)


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    newest = request.POST.get("up_to", "")
    if newest.isdecimal() and len(newest) < 18:
        services.mark_all_read(actor=request.user, up_to=int(newest))
    return redirect("notices:list")


@require_http_methods(["GET", "POST"])
def ways(request: HttpRequest) -> HttpResponse:
    form = WaysForm(sent(request), user=request.user)
    if form.is_bound and form.is_valid():
        services.choose_ways(form.cleaned_data, actor=request.user)
        messages.success(request, "บันทึกวิธีรับการแจ้งเตือนแล้ว")
        return redirect("notices:settings")
    return render(request, "notices/settings.html", {"form": form}, status=422 if form.is_bound else 200)
