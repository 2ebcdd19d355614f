"""Who asks: a token in the Authorization header, as Bearer, or as the name or password of HTTP Basic (for Excel).

Session cookies are not looked at, so another site's page can make a browser ask nothing.
"""

from __future__ import annotations

import logging
import time

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest
from ninja.errors import Throttled
from ninja.security import HttpBasicAuth, HttpBearer
from redis import RedisError

from api.selectors.callers import Caller, caller_of
from api.services import used
from core import clock

WINDOW = 60  # seconds
logger = logging.getLogger(__name__)


def admit(text: str) -> Caller | None:
    """The caller, counted and noted; None where the token is no good. Raises Throttled."""
    at = clock.now()
    caller = caller_of(text, at)
    if caller:
        _count(caller)
        used(caller.token, at)
    return caller


def _count(caller: Caller) -> None:
    """So many requests a minute for each token, counted where all processes count together."""
    minute, passed = divmod(int(time.time()), WINDOW)
    key = f"api:{caller.token.pk}:{minute}"
    counter = caches["progress"]
    try:
        counter.add(key, 0, WINDOW * 2)
        asked = counter.incr(key)
    except (RedisError, ValueError):  # no counting is no reason to answer nobody
        logger.warning("api: requests cannot be counted", exc_info=True)
        return
    if asked > settings.API_REQUESTS_PER_MINUTE:
        raise Throttled(WINDOW - passed)


class Bearer(HttpBearer):
    def authenticate(self, request: HttpRequest, token: str) -> Caller | None:
        return admit(token)


class Basic(HttpBasicAuth):
    """`token` as the name and the token as the password; or the token as the name, whatever the password."""

    def authenticate(self, request: HttpRequest, username: str, password: str) -> Caller | None:
        return admit(password if username == "token" else username)
