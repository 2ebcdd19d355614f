"""Deny by default: every URL needs a login unless its view says otherwise."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth import middleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse

from core.answers import came_from

GetResponse = Callable[[HttpRequest], HttpResponse]


def wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")


class LoginRequiredMiddleware(middleware.LoginRequiredMiddleware):
    """As Django's, but tells a script in JSON, so that typed figures stay on the page instead of being redirected."""

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> Any:
        if wants_json(request):
            message = "หมดเวลาเข้าใช้งาน กรุณาเข้าสู่ระบบใหม่ในหน้าต่างอื่น ตัวเลขที่พิมพ์ไว้ยังอยู่ในหน้านี้"
            return JsonResponse({"code": "login", "message": message, "login": reverse("accounts:login")}, status=401)
        if request.method not in ("GET", "HEAD"):
            return self._undone(request)
        return super().handle_no_permission(request, view_func)

    def _undone(self, request: HttpRequest) -> HttpResponse:
        """What was sent is not done, which is told; an act has no page, so login leads back to where its button was."""
        messages.error(request, "หมดเวลาเข้าใช้งาน รายการที่เพิ่งส่งยังไม่ถูกบันทึก กรุณาเข้าสู่ระบบ แล้วทำรายการนั้นอีกครั้ง")
        return redirect_to_login(came_from(request) or reverse("home"))


class PasswordChangeMiddleware:
    """A first password is somebody else's: it must be changed before anything else."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        must_change = getattr(request.user, "must_change_password", False)
        allowed = (reverse("accounts:password_change"), reverse("accounts:logout"))
        if must_change and request.path not in allowed:
            return redirect(allowed[0])
        return self.get_response(request)


class PrivatePagesMiddleware:
    """Pages with people's figures are kept in no shared cache, nor shown by Back after logging out."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "no-store, private")
        return response
