"""Nouns of the markets: the register (`market`) and what is sold in them each month."""

from markets.models.market import (
    INCOMPLETE,
    KEPT_UP,
    WEEKDAYS,
    Frequency,
    Market,
    MarketImport,
    MarketStatus,
    Origin,
    RegisterYear,
    Status,
)
from markets.models.rows import IncomeLine, MarketRow, MarketTotal

__all__ = [
    "INCOMPLETE",
    "KEPT_UP",
    "WEEKDAYS",
    "Frequency",
    "IncomeLine",
    "Market",
    "MarketImport",
    "MarketRow",
    "MarketStatus",
    "MarketTotal",
    "Origin",
    "RegisterYear",
    "Status",
]
