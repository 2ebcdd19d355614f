"""What the register's views share."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from markets.models import Market
from markets.selectors import register as selectors


def keeper_only(request: HttpRequest) -> None:
    """403 for those who may only read the register. What they keep is what `visible_to` gives them."""
    if not (request.user.is_district or request.user.is_province):
        raise PermissionDenied


def kept_market(request: HttpRequest, code: str) -> Market:
    """A market that the person may change: 404 outside the area, 403 without the right."""
    market = selectors.market_or_404(request.user, code)
    keeper_only(request)
    return market
