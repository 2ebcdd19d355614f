"""Nouns of the markets: the register (`market`) and what is sold in them each month."""

from markets.models.market import (
    Frequency,
    Market,
    MarketImport,
    MarketStatus,
    Origin,
    RegisterYear,
    Status,
)

__all__ = ["Frequency", "Market", "MarketImport", "MarketStatus", "Origin", "RegisterYear", "Status"]
