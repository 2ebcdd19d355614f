"""The table of officers of a province's districts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from accounts.models import District
from core.thai import to_arabic_digits

MOST_OFFICERS = 200
ERROR = {"invalid": "พิมพ์จำนวนเต็ม", "min_value": "ต้องไม่ติดลบ", "max_value": f"มากเกินไป (ไม่เกิน {MOST_OFFICERS} คน)"}


class CountField(forms.IntegerField):
    """A whole number, in Thai digits too."""

    def clean(self, value: Any) -> Any:
        return super().clean(to_arabic_digits(value) if isinstance(value, str) else value)


class OfficersForm(forms.Form):
    """One number a district; left blank it stays as it is."""

    def __init__(self, districts: Sequence[District], known: Mapping[int, int], data: Any = None) -> None:
        super().__init__(data)
        for district in districts:
            self.fields[f"d-{district.code}"] = CountField(
                label=district.name,
                required=False,
                min_value=0,
                max_value=MOST_OFFICERS,
                initial=known.get(district.pk),
                error_messages=ERROR,
                widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "control short"}),
            )
        self.districts = districts

    @property
    def officers(self) -> dict[int, int]:
        given = {district.pk: self.cleaned_data[f"d-{district.code}"] for district in self.districts}
        return {pk: number for pk, number in given.items() if number is not None}
