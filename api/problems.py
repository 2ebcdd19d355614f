"""Errors as RFC 9457 problems: a stable `code` for programs, a Thai sentence for people."""

from __future__ import annotations

import logging
import math
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import translation
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, Throttled, ValidationError

logger = logging.getLogger(__name__)
CONTENT_TYPE = "application/problem+json"
CHALLENGE = 'Bearer realm="otop", Basic realm="otop", charset="UTF-8"'
UNKNOWN_CALLER = "ไม่มีโทเค็น หรือโทเค็นหมดอายุ ถูกเพิกถอน หรือเจ้าของถูกระงับหรือเปลี่ยนรหัสผ่านแล้ว ส่งโทเค็นใน Authorization เท่านั้น"
TITLES = {
    400: ("bad-request", "คำขอไม่ถูกต้อง", "อ่านที่อยู่ที่ขอมาไม่ได้"),
    401: ("token", "ต้องใช้โทเค็น", UNKNOWN_CALLER),
    403: ("forbidden", "ไม่มีสิทธิ์", "บทบาทของเจ้าของโทเค็นไม่มีสิทธิ์นี้"),
    404: ("not-found", "ไม่พบ", "ไม่มีที่อยู่นี้ หรืออยู่นอกพื้นที่ของโทเค็น"),
    405: ("read-only", "อ่านได้อย่างเดียว", "ใช้ได้เฉพาะ GET, HEAD และ OPTIONS"),
    422: ("parameters", "พารามิเตอร์ไม่ถูกต้อง", "แก้พารามิเตอร์ที่ระบุแล้วลองใหม่"),
    429: ("throttled", "เรียกถี่เกินไป", "รอตามจำนวนวินาทีใน Retry-After แล้วลองใหม่"),
    500: ("server", "ระบบขัดข้อง", "ระบบขัดข้องชั่วคราว กรุณาลองใหม่"),
}


class Unprocessable(HttpError):
    """Parameters that cannot be answered together; the message is a Thai sentence."""

    def __init__(self, message: str) -> None:
        super().__init__(422, message)


def problem(status: int, detail: str = "", headers: dict[str, str] | None = None, **more: Any) -> HttpResponse:
    """An error's answer; never kept by a cache."""
    code, title, sentence = TITLES[status]
    body = {"type": "about:blank", "status": status, "code": code, "title": title, "detail": detail or sentence, **more}
    response = JsonResponse(body, status=status, content_type=CONTENT_TYPE, json_dumps_params={"ensure_ascii": False})
    response["Cache-Control"] = "no-store, private"
    for name, value in (headers or {}).items():
        response[name] = value
    return response


def register(api: NinjaAPI) -> None:
    """Let every error of an API be a problem."""

    @api.exception_handler(AuthenticationError)
    def unknown(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
        return problem(401, headers={"WWW-Authenticate": CHALLENGE})

    @api.exception_handler(Throttled)
    def throttled(request: HttpRequest, error: Throttled) -> HttpResponse:
        return problem(429, headers={"Retry-After": str(math.ceil(error.wait or 1))})

    @api.exception_handler(ValidationError)
    def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
        with translation.override("en"):
            errors = [{"parameter": str(e["loc"][-1]), "message": str(e["msg"])} for e in error.errors]
        return problem(422, f"พารามิเตอร์ {', '.join(e['parameter'] for e in errors)} ไม่ถูกต้อง", errors=errors)

    @api.exception_handler(HttpError)
    def refused(request: HttpRequest, error: HttpError) -> HttpResponse:
        return problem(error.status_code, error.message)

    @api.exception_handler(Exception)
    def broken(request: HttpRequest, error: Exception) -> HttpResponse:
        """What nobody thought of: told without a word of what it was, which the log has."""
        logger.exception("%s", request.path)
        return problem(500)

    @api.exception_handler(Http404)
    def missing(request: HttpRequest, error: Http404) -> HttpResponse:
        return problem(404)
