"""Telling a page's script that the form it sent came, so that it may forget what it kept of it.

The script (static/js/forms/main.js) numbers a form as it is sent. Only an answer of the portal itself to the person who
was signed in names the number, in a cookie: not a gateway's page, nor the way to the login page, nor a refusal that is
told on another page than the form's.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.contrib import messages
from django.contrib.messages.storage.base import BaseStorage
from django.http import HttpRequest, HttpResponse

FIELD = "_sent"
COOKIE = "otop-came"
SECONDS = 3600  # a form that made a file leaves its page open
NUMBER = re.compile("[0-9a-z]{8,40}")
SHOWN_AGAIN = (HTTPStatus.CONFLICT, HTTPStatus.UNPROCESSABLE_ENTITY)  # with what was typed in it


class SentFormsMiddleware:
    """Stands below the login: what an anonymous person sends never comes here."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method != "POST" or not request.user.is_authenticated:
            return response
        number = request.POST.get(FIELD, "")
        answered = response.status_code < HTTPStatus.BAD_REQUEST or response.status_code in SHOWN_AGAIN
        if NUMBER.fullmatch(number) and answered and not _refused(request):
            secure = settings.SESSION_COOKIE_SECURE
            response.set_cookie(COOKIE, number, max_age=SECONDS, secure=secure, samesite="Lax")
        return response


def _refused(request: HttpRequest) -> bool:
    """Is an error waiting to be told on the next page? Looking takes no message away."""
    waiting = messages.get_messages(request)
    refused = any(message.level >= messages.ERROR for message in waiting)
    if isinstance(waiting, BaseStorage):
        waiting.used = False
    return refused
