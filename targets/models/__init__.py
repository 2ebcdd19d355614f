"""Nouns of the app, one file a subject."""

from targets.models.bases import BaseRevenue, Source
from targets.models.forecasts import Forecast, ForecastMonth, ForecastStatus
from targets.models.imports import TargetImport
from targets.models.indicators import Indicator, IndicatorKind, Measured, Period
from targets.models.scales import ScaleClosing, ScaleInput
from targets.models.sets import SetState, Target, TargetSet

__all__ = [
    "BaseRevenue",
    "Forecast",
    "ForecastMonth",
    "ForecastStatus",
    "Indicator",
    "IndicatorKind",
    "Measured",
    "Period",
    "ScaleClosing",
    "ScaleInput",
    "SetState",
    "Source",
    "Target",
    "TargetImport",
    "TargetSet",
]
