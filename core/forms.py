"""Fields of forms that several apps have, and how a view binds a form and shows a refusal in it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.http import HttpRequest, QueryDict

from core import clock
from core.days import Unusable, read_day, write_day
from core.money import AmountError, parse_baht
from core.month import Month
from core.records import Refused

REQUIRED = {"required": "กรุณากรอกช่องนี้"}


class DayField(forms.CharField):
    """A day as people here write it, 13/3/2567; not one to come, unless the form says so."""

    def __init__(self, *, may_come: bool = False, **kwargs: Any) -> None:
        self.may_come = may_come
        super().__init__(max_length=30, **kwargs)
        self.widget.attrs.update(placeholder="วัน/เดือน/ปี พ.ศ.", autocomplete="off")

    def prepare_value(self, value: Any) -> Any:
        return write_day(value) if isinstance(value, date) else value

    def clean(self, value: Any) -> date | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            day = read_day(text)
        except Unusable as error:
            raise forms.ValidationError(error.message) from error
        if day > clock.today() and not self.may_come:
            raise forms.ValidationError("ต้องไม่เป็นวันในอนาคต")
        return day


class MonthChoiceField(forms.TypedChoiceField):
    """One of the given months, shown in Thai; cleans to a Month."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(coerce=Month.parse, **kwargs)

    def offer(self, months: list[Month], chosen: Month | None = None) -> None:
        self.choices = [(str(month), month.thai) for month in months]
        self.initial = str(chosen) if chosen else None


class WorkbookForm(forms.Form):
    """One file of a register to be read; `label` says which."""

    label = ""
    file = forms.FileField(
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv", "class": "control wide"}),
        error_messages={"required": "กรุณาเลือกไฟล์", "empty": "ไฟล์ว่างเปล่า", "missing": "กรุณาเลือกไฟล์"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].label = self.label


class BahtTextField(forms.CharField):
    """Baht as people write it: 1,234.50 or ๑,๒๓๔. `whole`: no satang, and an int comes back."""

    def __init__(self, *, whole: bool = False, **kwargs: Any) -> None:
        super().__init__(max_length=40, **kwargs)
        self.whole = whole
        self.widget.attrs.update(inputmode="decimal", autocomplete="off")

    def prepare_value(self, value: Any) -> Any:
        return f"{value:,}" if isinstance(value, int | Decimal) else value

    def clean(self, value: Any) -> Any:
        try:
            amount = parse_baht(super().clean(value))
        except AmountError as error:
            raise forms.ValidationError(error.message) from error
        if amount is None or not self.whole:
            return amount
        if amount != amount.to_integral_value():
            raise forms.ValidationError("ต้องเป็นบาทเต็ม ไม่มีสตางค์")
        return int(amount)


def sent(request: HttpRequest) -> QueryDict | None:
    """What was posted, however little; None when nothing was."""
    return request.POST if request.method == "POST" else None


def refuse(form: forms.Form, refused: Refused) -> None:
    """Put a service's refusal where the person looks: at its field, else above the form."""
    form.add_error(refused.field if refused.field in form.fields else None, refused.message)
