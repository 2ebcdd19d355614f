"""A producer's history of months."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from producers.models import Producer
from sales.selectors.producer_history import producer_history


@require_GET
def history(request: HttpRequest, pk: int) -> HttpResponse:
    producers = Producer.objects.visible_to(request.user).select_related("district__province")
    producer = get_object_or_404(producers, pk=pk)
    return render(request, "sales/producer_history.html", {"history": producer_history(request.user, producer)})
