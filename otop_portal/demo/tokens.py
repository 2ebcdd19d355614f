"""A token of the demo's analyst and of a provincial office, for their pages to show; the texts are thrown away."""

from __future__ import annotations

from datetime import timedelta

from accounts.models import User
from api.models import Token
from api.services import issue

TOKENS = {"department": "Excel สรุปรายเดือนของกรมฯ", "chachoengsao": "Excel ติดตามรายอำเภอ"}


def ensure_tokens() -> None:
    for username, name in TOKENS.items():
        owner = User.objects.get(username=username)
        if not Token.objects.filter(owner=owner).exists():
            issue(actor=owner, name=name, lasting=timedelta(days=365))
