"""Pages about the API, a person's tokens, and the door of version 1."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import condition, require_GET, require_http_methods, require_POST, require_safe

from api import services
from api.forms import TokenForm
from api.models import Token
from api.problems import problem
from api.selectors import callers
from api.v1 import TABLES, api

READING = ("GET", "HEAD", "OPTIONS")
ALLOWED = ", ".join(READING)


def door(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Reading only, whoever asks; who may read what is the token's to say, so no session and no CSRF."""

    @login_not_required
    @csrf_exempt
    def passing(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        asked = request.method
        if asked not in READING:
            return problem(405, headers={"Allow": ALLOWED})
        if asked == "OPTIONS":
            return HttpResponse(status=204, headers={"Allow": ALLOWED})
        request.method = "GET"
        try:
            return view(request, *args, **kwargs)
        finally:
            request.method = asked  # the server sends no body for HEAD

    return passing


@door
def nowhere(request: HttpRequest, rest: str) -> HttpResponse:
    return problem(404)


@cache
def _document() -> dict[str, Any]:
    return dict(api.get_openapi_schema(path_prefix="/api/v1/"))


@login_not_required
@require_safe
@condition(etag_func=lambda request: f'"{sha256(str(_document()).encode()).hexdigest()[:32]}"')
def openapi(request: HttpRequest) -> JsonResponse:
    """The OpenAPI 3.1 document; it holds no figures, so programs may read it without a token."""
    return JsonResponse(_document(), json_dumps_params={"ensure_ascii": False})


@require_GET
def about(request: HttpRequest) -> HttpResponse:
    """What the API gives and how Excel reads it."""
    tables = [
        {
            "path": f"/api/v1/{name}",
            "label": label,
            "parameters": [(key, field.description) for key, field in query.model_fields.items()],
            "columns": [(key, field.title) for key, field in row.model_fields.items()],
        }
        for name, label, query, row, _ in TABLES
    ]
    base = request.build_absolute_uri("/api/v1/")
    context = {"tables": tables, "base": base, "limit": settings.API_REQUESTS_PER_MINUTE}
    return render(request, "api/about.html", context)


@require_http_methods(["GET", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """One's own tokens and the form of a new one, whose text is shown once; the administrator sees everyone's."""
    form = TokenForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            token, text = services.issue(actor=request.user, **form.wanted)
            base = request.build_absolute_uri("/api/v1/")
            return render(request, "api/token_once.html", {"token": token, "text": text, "base": base})
        except services.Refused as refused:
            form.add_error(None, str(refused))
    others = callers.tokens_of_others(request.user) if request.user.is_admin else []
    context = {"form": form, "tokens": callers.tokens_of(request.user), "others": others}
    return render(request, "api/tokens.html", context, status=422 if form.errors else 200)


@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    token = get_object_or_404(Token.objects.visible_to(request.user), pk=pk)
    services.revoke(token, actor=request.user)
    messages.success(request, f"เพิกถอน “{token.name}” แล้ว ใช้ไม่ได้ตั้งแต่ขณะนี้")
    return redirect("api:tokens")
