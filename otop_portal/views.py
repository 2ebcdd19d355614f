"""Pages that belong to no app: home, health, errors."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from accounts.middleware import wants_json
from accounts.models import Role
from api.problems import problem
from core.answers import came_from

START_PAGES: dict[str, str] = {
    Role.DISTRICT: "sales:current",
    Role.PROVINCE: "workflow:current-board",
    Role.DEPARTMENT: "reports:national",
    Role.ADMIN: "reports:national",
}


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Everyone lands where their month's work is."""
    return redirect(START_PAGES[request.user.role])


@login_not_required
@require_GET
def healthz(request: HttpRequest) -> JsonResponse:
    """200 when the process serves and its database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})


def _error(request: HttpRequest, status: int, title: str, sentence: str, back: str = "") -> HttpResponse:
    """`back`: the page to go back to, when it is known; else the start page."""
    if request.path.startswith("/api/v1/"):
        return problem(status)
    if wants_json(request):
        return JsonResponse({"code": f"http-{status}", "message": sentence}, status=status)
    context = {"title": title, "sentence": sentence, "status": status, "back": back}
    return render(request, "error.html", context, status=status)


@login_not_required
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    sentence = "หน้านี้เปิดค้างไว้นานหรือเข้าสู่ระบบใหม่ในหน้าต่างอื่น ยังไม่มีการบันทึก กรุณากลับไปหน้าเดิมแล้วทำรายการอีกครั้ง"
    return _error(request, 403, "แบบฟอร์มหมดอายุ", sentence, came_from(request))


@login_not_required
def not_a_page(request: HttpRequest) -> HttpResponse:
    """Where a button leads to, asked for as if it were a page: typed, kept as a bookmark, loaded anew."""
    sentence = "ที่อยู่นี้เป็นของปุ่ม ไม่ใช่ของหน้า และยังไม่มีการบันทึกใด ๆ กรุณาเปิดหน้านั้นแล้วกดปุ่มอีกครั้ง"
    return _error(request, 405, "เปิดที่อยู่นี้โดยตรงไม่ได้", sentence, came_from(request))


@login_not_required
def not_found(request: HttpRequest, exception: Any) -> HttpResponse:
    return _error(request, 404, "ไม่พบหน้านี้", "ไม่พบหน้าที่ต้องการ หรืออยู่นอกพื้นที่ที่ท่านรับผิดชอบ")


@login_not_required
def forbidden(request: HttpRequest, exception: Any) -> HttpResponse:
    return _error(request, 403, "ไม่มีสิทธิ์", "หน้านี้หรือรายการนี้ไม่ได้เป็นหน้าที่ของบทบาทท่าน หากจำเป็นให้ติดต่อผู้ดูแลระบบของกรมฯ")


@login_not_required
def bad_request(request: HttpRequest, exception: Any) -> HttpResponse:
    return _error(request, 400, "คำขอไม่ถูกต้อง", "ข้อมูลที่ส่งมาไม่ถูกต้องหรือใหญ่เกินไป ยังไม่มีการบันทึกใด ๆ")


@login_not_required
def server_error(request: HttpRequest) -> HttpResponse:
    sentence = "ระบบขัดข้องชั่วคราว รายการล่าสุดยังไม่ถูกบันทึก กรุณาลองใหม่อีกครั้ง"
    return _error(request, 500, "ระบบขัดข้อง", sentence)
