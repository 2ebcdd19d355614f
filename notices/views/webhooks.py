"""The administrator's pages of outgoing webhooks."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import audit
from core.forms import sent
from notices import selectors, webhooks
from notices.forms import WebhookForm
from notices.models import Webhook
from workflow.views.common import administrator_or_403


def _hook(request: HttpRequest, pk: int) -> Webhook:
    administrator_or_403(request)
    return selectors.webhook_or_404(request.user, pk)


@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    administrator_or_403(request)
    return render(request, "notices/webhooks.html", {"hooks": selectors.webhooks_of(request.user)})


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """A new one, whose secret is shown once, or a change of one that is there."""
    administrator_or_403(request)
    hook = _hook(request, pk) if pk else None
    form = WebhookForm(sent(request), user=request.user, initial=_initial(hook))
    if form.is_bound and form.is_valid():
        saved = webhooks.save_hook(hook, actor=request.user, **form.cleaned_data)
        if hook is None:
            return _secret(request, saved, webhooks.secret_of(saved))
        messages.success(request, "บันทึกแล้ว")
        return redirect("notices:webhook", pk=saved.pk)
    context: dict[str, Any] = {"form": form, "hook": hook}
    if hook:
        sent_last = selectors.deliveries_of(hook, webhooks.SHOWN)
        named = [(delivery, webhooks.label_of(delivery)) for delivery in sent_last]
        context |= {"deliveries": named, "trail": audit.trail(hook)[:20]}
    return render(request, "notices/webhook.html", context, status=422 if form.is_bound else 200)


def _initial(hook: Webhook | None) -> dict[str, object]:
    if hook is None:
        return {"events": list(webhooks.EVENTS)}
    code = hook.province.code if hook.province else ""
    return {"name": hook.name, "url": hook.url, "province": code, "events": hook.events}


def _secret(request: HttpRequest, hook: Webhook, secret: str) -> HttpResponse:
    return render(request, "notices/webhook_secret.html", {"hook": hook, "secret": secret})


@require_POST
def test(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a test event now, and say what was answered."""
    hook = _hook(request, pk)
    delivery = webhooks.send_test(hook, actor=request.user)
    if delivery.error:
        messages.error(request, f"ทดสอบไม่สำเร็จ {delivery.error}")
    else:
        messages.success(request, f"ทดสอบสำเร็จ ปลายทางตอบ {delivery.code}")
    return redirect("notices:webhook", pk=pk)


@require_POST
def rotate(request: HttpRequest, pk: int) -> HttpResponse:
    hook = _hook(request, pk)
    return _secret(request, hook, webhooks.rotate(hook, actor=request.user))


@require_POST
def active(request: HttpRequest, pk: int) -> HttpResponse:
    webhooks.set_active(_hook(request, pk), actor=request.user, active=request.POST.get("active") == "1")
    return redirect("notices:webhook", pk=pk)
