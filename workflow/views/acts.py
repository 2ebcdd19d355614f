"""Acts of the province's office: the four buttons, and the return of one district's month. All by workflow.services."""

from __future__ import annotations

import re
from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import District, Province
from core.month import Month
from workflow import services
from workflow.forms import REASON_LENGTH, ReasonForm
from workflow.models import Kind, Submission
from workflow.selectors.board import Board, submissions_of
from workflow.selectors.board import board as read_board
from workflow.selectors.review import Review
from workflow.selectors.review import review as read_review
from workflow.views.common import board_url, district_of, each, named, office_or_403, refuse, review_url

ROW_PREFIX = "row-"


def _back(request: HttpRequest, kind: str, province: Province, month: Month) -> HttpResponse:
    """To where the button was: the page of the one district that was chosen there, else the board."""
    chosen = request.POST.getlist("district")
    if request.POST.get("back") == "review" and len(chosen) == 1 and re.fullmatch("[0-9]{4}", chosen[0]):
        return redirect(review_url(kind, province.code, month, chosen[0]))
    return redirect(board_url(kind, province, month))


def _chosen(request: HttpRequest, kind: str, province: Province, month: Month) -> list[Submission]:
    """The begun submissions of the ticked districts; for the others it is said that nothing has begun."""
    codes = set(request.POST.getlist("district"))
    begun = submissions_of(request.user, province, month, kind)
    not_begun = [d for d in province.districts.filter(code__in=codes) if d.pk not in begun]
    if not_begun:
        messages.error(request, f"{named(not_begun)}: อำเภอยังไม่เริ่มบันทึกเดือนนี้")
    elif not codes:
        messages.error(request, "ยังไม่ได้เลือกอำเภอ ทำเครื่องหมายหน้าชื่ออำเภอก่อน")
    return [submission for submission in begun.values() if submission.district.code in codes]


def _seen(request: HttpRequest) -> dict[str, int]:
    """The revision of each district that the page showed, by district code: fields `seen` such as 2401:3."""
    pairs = (text.partition(":") for text in request.POST.getlist("seen"))
    return {code: int(number) for code, _, number in pairs if number.isdecimal() and len(number) < 10}


@require_POST
def lock_chosen(request: HttpRequest, kind: str, province: str, month: Month) -> HttpResponse:
    """Button 1: lock the ticked districts."""
    office = office_or_403(request, province)
    seen = _seen(request)

    def lock(submission: Submission) -> None:
        services.lock(submission, actor=request.user, seen=seen.get(submission.district.code))

    done = each(request, _chosen(request, kind, office, month), lock)
    if done:
        messages.success(request, f"ล็อกแล้ว {len(done)} อำเภอ: {named(done)} กรมฯ เห็นตัวเลขแล้ว")
    return _back(request, kind, office, month)


@require_POST
def unlock_chosen(request: HttpRequest, kind: str, province: str, month: Month) -> HttpResponse:
    """Button 2: unlock the ticked districts. Without a reason yet, the page that asks for it."""
    office = office_or_403(request, province)
    chosen = _chosen(request, kind, office, month)
    if not chosen:
        return _back(request, kind, office, month)
    form = ReasonForm(request.POST if "reason" in request.POST else None)
    if not form.is_valid():
        return _ask_reason(request, kind, office, month, form, [s.district for s in chosen], whole=False)
    unlock = partial(services.unlock, actor=request.user, reason=form.cleaned_data["reason"])
    _tell_unlocked(request, each(request, chosen, unlock))
    return _back(request, kind, office, month)


@require_POST
def lock_all(request: HttpRequest, kind: str, province: str, month: Month) -> HttpResponse:
    """Button 3: lock the province. While districts are unconfirmed, the page that names them and asks."""
    office = office_or_403(request, province)
    board = read_board(request.user, office, month, kind)
    if board.unconfirmed_rows and board.lockable_rows and "sure" not in request.POST:
        return render(request, "workflow/lock_all.html", {"board": board})
    try:
        locked = services.lock_province(office, month, actor=request.user, seen=_seen(request) or None, kind=kind)
    except services.Refused as refused:
        refuse(request, refused, _first_confirmed(board))
        return _back(request, kind, office, month)
    _tell_locked(request, board, len(locked))
    _tell_newer(request, board, {submission.pk for submission in locked})
    return _back(request, kind, office, month)


def _first_confirmed(board: Board) -> District:
    return next(row.district for row in board.rows if row.is_done and not row.is_locked)


def _tell_locked(request: HttpRequest, board: Board, locked: int) -> None:
    if locked:
        messages.success(request, f"ล็อกเพิ่ม {locked} อำเภอ รวมล็อกแล้ว {board.locked + locked}/{len(board.rows)} อำเภอ")
    else:
        messages.info(request, "ไม่มีอำเภอที่ยืนยันแล้วและรอล็อก")


def _tell_newer(request: HttpRequest, board: Board, locked: set[int]) -> None:
    """Districts that were left because they have confirmed anew since the page was opened."""
    for row in board.lockable_rows:
        if row.submission and row.submission.pk not in locked:
            verdict = services.newer_revision(row.submission)
            messages.warning(request, f"อำเภอ{row.district.name}: {verdict.sentence} {verdict.remedy}")


@require_POST
def unlock_all(request: HttpRequest, kind: str, province: str, month: Month) -> HttpResponse:
    """Button 4: unlock the province, with a reason."""
    office = office_or_403(request, province)
    locked = [row for row in read_board(request.user, office, month, kind).rows if row.is_locked]
    if not locked:
        messages.info(request, "ไม่มีอำเภอที่ล็อกอยู่")
        return _back(request, kind, office, month)
    form = ReasonForm(request.POST if "reason" in request.POST else None)
    if not form.is_valid():
        return _ask_reason(request, kind, office, month, form, [row.district for row in locked], whole=True)
    try:
        done = services.unlock_province(
            office, month, actor=request.user, reason=form.cleaned_data["reason"], kind=kind
        )
    except services.Refused as refused:
        refuse(request, refused, locked[0].district)
        return _back(request, kind, office, month)
    _tell_unlocked(request, [submission.district for submission in done])
    return _back(request, kind, office, month)


def _tell_unlocked(request: HttpRequest, done: list[District]) -> None:
    if done:
        messages.success(request, f"ปลดล็อกแล้ว {len(done)} อำเภอ: {named(done)} อำเภอแก้ไขได้และต้องยืนยันใหม่")


def _ask_reason(
    request: HttpRequest,
    kind: str,
    province: Province,
    month: Month,
    form: ReasonForm,
    districts: list[District],
    *,
    whole: bool,
) -> HttpResponse:
    context = {
        "kind": kind,
        "kind_label": Kind(kind).label,
        "province": province,
        "month": month,
        "form": form,
        "districts": districts,
        "whole": whole,
        "back": request.POST.get("back", ""),
    }
    return render(request, "workflow/unlock.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def return_month(request: HttpRequest, kind: str, province: str, month: Month, district: str) -> HttpResponse:
    """Return a confirmed month with a reason, and reasons on single rows. A refusal keeps what was written."""
    office_or_403(request, province)
    of_district = district_of(request, province, district)
    review = read_review(request.user, of_district, month, kind)
    form = ReasonForm(request.POST or None)
    if not review.verdicts["return"].allowed:
        verdict = review.verdicts["return"]
        messages.error(request, f"ส่งคืนไม่ได้ {verdict.sentence} {verdict.remedy}")
        return redirect(review_url(kind, province, month, district))
    if request.method == "POST" and form.is_valid():
        return _return(request, review, form.cleaned_data["reason"])
    status = 422 if form.is_bound else 200
    return render(
        request, "workflow/return.html", {"review": review, "form": form, "typed": _row_reasons(request)}, status=status
    )


def _row_reasons(request: HttpRequest) -> dict[str, str]:
    """Reasons typed beside rows, by the row's key."""
    return {
        name.removeprefix(ROW_PREFIX): str(text)[:REASON_LENGTH]
        for name, text in request.POST.items()
        if name.startswith(ROW_PREFIX) and str(text).strip()
    }


def _return(request: HttpRequest, review: Review, reason: str) -> HttpResponse:
    district, month = review.district, review.month
    try:
        services.return_to_district(
            review.submission, actor=request.user, reason=reason, row_reasons=_row_reasons(request)
        )
        messages.success(request, f"ส่งคืนเดือน{month.thai} ให้อำเภอ{district.name} แล้ว อำเภอเห็นเหตุผลในหน้าบันทึก")
    except services.Refused as refused:
        refuse(request, refused, district)
    return redirect(review_url(review.kind, district.province.code, month, district.code))
