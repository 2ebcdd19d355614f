"""Importing a registry: the file, every row's fate, acceptance; and the template to fill."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import District
from core import jobs
from core.answers import attachment
from core.importing.receiving import received
from producers import selectors
from producers.forms import ImportForm
from producers.importing.plan import make_plan
from producers.importing.template import template_workbook
from producers.models import RegistryImport
from producers.services import imports
from producers.views.common import keeper_only


@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    keeper_only(request)
    form, draft = received(request, ImportForm, imports.receive)
    if draft:
        return redirect("producers:import-review", pk=draft.pk)
    return render(request, "producers/import.html", {"form": form})


def _draft(request: HttpRequest, pk: int) -> RegistryImport:
    keeper_only(request)
    return get_object_or_404(RegistryImport.objects.visible_to(request.user).waiting(), pk=pk)


@require_GET
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """What would become of every row. Nothing has been written."""
    draft = _draft(request, pk)
    if draft.accepted_at:
        return render(request, "producers/import_done.html", {"draft": draft, "result": draft.result})
    job = draft.last_job
    if job and job.is_unfinished:
        return render(request, "producers/import_running.html", {"draft": draft, "job": job})
    plan = make_plan(request.user, draft.entries)
    context = {"draft": draft, "job": job, **plan.shown(request.GET)}
    return render(request, "producers/import_review.html", context)


@require_POST
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand the file to a worker; the page then shows how far it is."""
    imports.request_acceptance(_draft(request, pk), request.POST.get("plan", ""), actor=request.user)
    return redirect("producers:import-review", pk=pk)


@require_GET
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """How far the last attempt is, for the page that waits."""
    job = _draft(request, pk).last_job
    return JsonResponse(job.as_dict() if job else {"unfinished": False})


@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    job = _draft(request, pk).last_job
    if job:
        jobs.ask_cancel(job)
    return redirect("producers:import-review", pk=pk)


@require_GET
def template(request: HttpRequest) -> HttpResponse:
    """The workbook to fill: empty, or (?filled=1) with the products of the person's area to complete."""
    keeper_only(request)
    districts = list(District.objects.visible_to(request.user).in_thai_order())
    filled = request.GET.get("filled") == "1"
    name = "otop-registry.xlsx" if filled else "otop-registry-template.xlsx"
    products = selectors.products_to_complete(request.user) if filled else []
    return attachment(template_workbook(districts, products), name)
