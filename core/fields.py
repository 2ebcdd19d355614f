"""Model fields shared by the apps."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.core.validators import MinValueValidator
from django.db import models

from core.month import Month

BAHT_DIGITS = 14
BAHT_PLACES = 2


class MonthField(models.DateField):
    """A `core.month.Month`, stored as the date of its first day."""

    if TYPE_CHECKING:  # what django-stubs reads of a field: what may be set, what is got, what is looked up
        _pyi_private_set_type: Any
        _pyi_private_get_type: Any
        _pyi_lookup_exact_type: Any

    def from_db_value(self, value: date | None, expression: Any, connection: Any) -> Month | None:
        return None if value is None else Month.of(value)

    def to_python(self, value: Any) -> Any:
        if value is None or isinstance(value, Month):
            return value
        return Month.of(super().to_python(value))

    def get_prep_value(self, value: Any) -> date | None:
        # Not DateField's: it would end in `to_python`, that is in a Month, which psycopg cannot send.
        month = self.to_python(value)
        return None if month is None else month.first_day

    def value_to_string(self, obj: models.Model) -> str:
        month: Month = self.value_from_object(obj)  # type: ignore[assignment]
        return month.first_day.isoformat()


class BahtField(models.DecimalField):
    """An amount of money in baht, 2 decimals, never negative (forms refuse it, a constraint makes sure)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_digits", BAHT_DIGITS)
        kwargs.setdefault("decimal_places", BAHT_PLACES)
        kwargs.setdefault("validators", [MinValueValidator(0)])
        super().__init__(*args, **kwargs)
