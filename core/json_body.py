"""What a script of ours posts: a JSON object."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest


class Malformed(ValueError):
    """A request that no page of ours sends."""


def json_body(request: HttpRequest) -> dict[str, Any]:
    """The posted object. Raises Malformed."""
    try:
        body = json.loads(request.body)
    except (ValueError, RecursionError) as error:  # nested too deep
        raise Malformed from error
    if not isinstance(body, dict):
        raise Malformed
    return body
