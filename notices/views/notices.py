"""A person's notices: the list, following one to where one acts, and what they want to be told."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.forms import refuse, sent
from core.records import Refused
from notices import mail, selectors, services
from notices.forms import AddressForm, WaysForm

PER_PAGE = 30


@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    only_unread = request.GET.get("show") == "unread"
    found = selectors.notices_of(request.user, unread=only_unread)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "notices/list.html", {"page": page, "only_unread": only_unread})


@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: HttpRequest, pk: int) -> HttpResponse:
    """One notice, to which letters lead; posted, it has been read, and one comes to where one acts."""
    notice = selectors.notice_or_404(request.user, pk)
    if request.method == "POST":
        services.mark_read(notice, actor=request.user)
        return redirect(notice.url)
    return render(request, "notices/one.html", {"notice": notice})


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
    return _settings(request, form, AddressForm())


def _settings(request: HttpRequest, form: WaysForm, address_form: AddressForm) -> HttpResponse:
    context = {
        "form": form,
        "address_form": address_form,
        "address": selectors.address_of(request.user),
        "failed": selectors.failed_letter(request.user),
    }
    status = 422 if form.is_bound or address_form.is_bound else 200
    return render(request, "notices/settings.html", context, status=status)


@require_POST
def address(request: HttpRequest) -> HttpResponse:
    """Ask an address whether it is the person's; an empty one: no letters any more."""
    if "forget" in request.POST:
        mail.forget_address(actor=request.user)
        messages.success(request, "เลิกส่งอีเมลแล้ว การแจ้งเตือนอยู่ในระบบอย่างเดียว")
        return redirect("notices:settings")
    form = AddressForm(request.POST)
    if form.is_valid():
        try:
            mail.ask_address(form.cleaned_data["address"], actor=request.user)
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, "ส่งลิงก์ยืนยันไปที่อีเมลแล้ว เปิดลิงก์นั้นภายใน 3 วัน")
            return redirect("notices:settings")
    return _settings(request, WaysForm(user=request.user), form)


@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The link of a letter: whoever says so there, signed in as the person who asked, has that address."""
    address = mail.asked_address(token, actor=request.user)
    if address is None:
        raise Http404
    if request.method != "POST":
        return render(request, "notices/confirm.html", {"address": address, "token": token})
    mail.confirm_address(token, actor=request.user)
    messages.success(request, "ยืนยันอีเมลแล้ว เลือกเรื่องที่จะรับทางอีเมลได้")
    return redirect("notices:settings")
