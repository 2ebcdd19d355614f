"""A producer's history of months."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from producers.selectors import known_or_404
from sales.selectors.producer_history import producer_history


@require_GET
def history(request: HttpRequest, pk: int) -> HttpResponse:
    producer = known_or_404(request.user, pk)
    return render(request, "sales/producer_history.html", {"history": producer_history(request.user, producer)})
