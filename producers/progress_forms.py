"""The table of officers of a province's districts, and the figures that registrations are measured by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from accounts.models import District
from core.thai import to_arabic_digits
from producers.models import ProgressRule

MOST_OFFICERS = 200
FIRST_YEAR = 2545  # OTOP began in 2544
MOST_ASKED = 99
ERROR = {"invalid": "พิมพ์จำนวนเต็ม", "min_value": "ต้องไม่ติดลบ", "max_value": f"มากเกินไป (ไม่เกิน {MOST_OFFICERS} คน)"}


NUMBER = {"inputmode": "numeric", "autocomplete": "off", "class": "control short"}


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
                widget=forms.TextInput(attrs=NUMBER),
            )
        self.districts = districts

    @property
    def officers(self) -> dict[int, int]:
        given = {district.pk: self.cleaned_data[f"d-{district.code}"] for district in self.districts}
        return {pk: number for pk, number in given.items() if number is not None}


class RuleForm(forms.ModelForm):
    """What is asked from a budget year on."""

    year = CountField(
        label="ตั้งแต่ปีงบประมาณ",
        min_value=FIRST_YEAR,
        max_value=2643,
        help_text="ใช้กับปีต่อ ๆ ไปด้วย จนถึงปีที่กำหนดใหม่",
        error_messages={**dict.fromkeys(("invalid", "min_value", "max_value"), "พิมพ์ปี พ.ศ. เช่น 2567")},
        widget=forms.TextInput(attrs=NUMBER),
    )

    class Meta:
        model = ProgressRule
        fields = ["year", "groups", "products"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("groups", "products"):
            self.fields[name] = CountField(
                label=self.fields[name].label,
                min_value=1,
                max_value=MOST_ASKED,
                initial=self.initial.get(name, 1),
                error_messages={**dict.fromkeys(ERROR, f"พิมพ์จำนวนเต็ม 1–{MOST_ASKED}")},
                widget=forms.TextInput(attrs=NUMBER),
            )

    def validate_unique(self) -> None:
        """The service says so, for whoever comes second too."""
