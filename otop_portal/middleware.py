"""At the door: who knocks, and what no page sends and no table can hold is refused."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from ipaddress import ip_address
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse

from otop_portal.views import not_a_page

NUL = "\x00"
LARGEST_ID = 2**63 - 1  # what a column of a table can hold


class ClientAddressMiddleware:
    """REMOTE_ADDR as the outermost of our own proxies saw it (settings.PROXY_COUNT; 0: nobody stands before us).

    Counted from the right of X-Forwarded-For: what stands further left the client itself may have written.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
        count = settings.PROXY_COUNT
        if count and len(hops) >= count and _is_address(hops[-count]):
            request.META["REMOTE_ADDR"] = hops[-count]
        return self.get_response(request)


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


class NoNullCharactersMiddleware:
    """400 for a NUL in the path, the query or a form: PostgreSQL cannot store or compare one, and nobody types it.

    404 for an id in the address that is larger than any column can hold.

    Form fields refuse it themselves; searches, ids and codes that a view reads by hand do not. JSON is the view's.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]) -> None:
        """After CSRF's own look at the form, so that nothing is parsed twice or too early."""
        if any(isinstance(part, int) and part > LARGEST_ID for part in kwargs.values()):
            raise Http404
        if NUL in request.path or any(NUL in text for data in (request.GET, request.POST) for text in _texts(data)):
            raise BadRequest("NUL")


class NotAPageMiddleware:
    """405 in words: the empty answer that Django gives shows as the browser's own error."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED or response.content:
            return response
        said = not_a_page(request)
        said.headers["Allow"] = response.headers["Allow"]
        return said


def _texts(data: Any) -> list[str]:
    return [text for name, values in data.lists() for text in (name, *values)]
