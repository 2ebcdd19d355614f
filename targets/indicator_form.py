"""The form of an indicator, with its errors in Thai. Digits may be Thai or Arabic."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms

from core.thai import to_arabic_digits
from targets import periods
from targets.models import Indicator, IndicatorKind, Measured, Period
from targets.scoring import GRADES, TOP

YEARS = range(2544, 2700)
STEPS = {IndicatorKind.GROWTH: 4, IndicatorKind.ONLINE: 4, IndicatorKind.GRADE: 4}  # scores above the lowest
ONE_BASE = (IndicatorKind.GROWTH, IndicatorKind.GRADE)
OF_KIND = {
    "base_years": (IndicatorKind.TIER, IndicatorKind.GROWTH, IndicatorKind.GRADE),
    "thresholds": tuple(STEPS),
    "first": (IndicatorKind.GROWTH, IndicatorKind.ONLINE),
    "needs_survey": (IndicatorKind.ONLINE,),
    "new_products": (IndicatorKind.GRADE,),
    "revenue_percent": (IndicatorKind.GRADE,),
    "points": (IndicatorKind.GRADE,),
}
CONDITIONS = ("first", "needs_survey", "new_products", "revenue_percent", "points")
ORDER = ("kind", "name", "year", "period", "measured", "base_years", "thresholds", *CONDITIONS, "weight")
WHOLE = {"invalid": "พิมพ์เป็นจำนวนเต็ม เช่น 1", "min_value": "ต้องไม่ติดลบ", "max_value": "มากเกินไป"}


def _digits(inputmode: str) -> forms.TextInput:
    """A box that takes Thai digits too, which a number input of the browser refuses to show."""
    return forms.TextInput(attrs={"inputmode": inputmode, "autocomplete": "off"})


class PercentField(forms.CharField):
    """A per cent of 0 to 1000 as people write it; blank is None: as in the letters."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=10, required=False, **kwargs)
        self.widget.attrs.update(inputmode="decimal", autocomplete="off")

    def clean(self, value: Any) -> Any:
        text = to_arabic_digits(super().clean(value)).strip()
        try:
            percent = Decimal(text) if text else None
        except InvalidOperation as error:
            raise forms.ValidationError("พิมพ์เป็นตัวเลข เช่น 6") from error
        if percent is not None and not (percent.is_finite() and 0 <= percent <= 1000):
            raise forms.ValidationError("ต้องอยู่ระหว่าง 0 ถึง 1000")
        return percent


class IndicatorForm(forms.ModelForm):
    """Everything of an indicator; lists are written with commas."""

    base_years = forms.CharField(
        label="ปีฐาน (ปีงบประมาณ)", max_length=100, required=False, help_text="คั่นด้วยจุลภาค เช่น 2564, 2565, 2566"
    )
    thresholds = forms.CharField(
        label="เกณฑ์ (ร้อยละ)",
        max_length=100,
        required=False,
        help_text="สี่ค่าจากน้อยไปมาก เช่น รายได้ที่เพิ่ม 7, 8, 9, 10 · ขายออนไลน์ 8, 9, 10, 11 · เกรด 25, 50, 75, 100",
    )
    first = PercentField(
        label="เป้าหมายของระดับ 1 (ร้อยละ)", help_text="คอลัมน์แรกของตารางเป้าหมาย เช่น 6 ของรายได้ที่เพิ่ม 7 ของขายออนไลน์"
    )
    needs_survey = forms.BooleanField(label="ระดับสูงสุดต้องมีรายงานการสำรวจความพร้อม", required=False, initial=True)
    new_products = forms.IntegerField(
        label="ผลิตภัณฑ์ใหม่ในรอบอย่างน้อย",
        required=False,
        min_value=0,
        max_value=1000,
        initial=1,
        error_messages=WHOLE,
        widget=_digits("numeric"),
    )
    revenue_percent = PercentField(label="ยอดจำหน่ายเพิ่มจากปีฐานอย่างน้อย (ร้อยละ)", initial="2")
    points = forms.CharField(
        label="คะแนนของเกรด A, B, C, D",
        max_length=60,
        required=False,
        help_text="0 ถึง 5 จากมากไปน้อย เช่น 5, 4, 3, 2 เว้นว่าง = ไม่นับเกรดในคะแนนรวม",
    )

    class Meta:
        model = Indicator
        fields = ("kind", "name", "year", "period", "base_years", "thresholds", "weight", "measured")
        widgets = {"year": _digits("numeric"), "weight": _digits("decimal")}
        error_messages = {
            "name": {"max_length": "ยาวเกิน 255 ตัวอักษร"},
            "year": {"invalid": "พิมพ์ปี พ.ศ. เช่น 2567"},
            "weight": {"invalid": "พิมพ์เป็นตัวเลข เช่น 10"},
        }

    def __init__(self, data: Any = None, *, indicator: Indicator | None = None) -> None:
        super().__init__(data, instance=None, initial=_initial(indicator))
        self.fields["kind"].choices = IndicatorKind.choices
        self.fields["period"].choices = Period.choices
        self.fields["measured"].choices = Measured.choices
        self.order_fields(ORDER)
        for name, kinds in OF_KIND.items():
            self.fields[name].widget.attrs["data-kinds"] = " ".join(kinds)

    def clean_year(self) -> int:
        year = self.cleaned_data["year"]
        if year not in YEARS:
            raise forms.ValidationError("พิมพ์ปี พ.ศ. เช่น 2567")
        return year

    def clean_weight(self) -> Decimal:
        weight = self.cleaned_data["weight"]
        if not 0 <= weight <= 100:
            raise forms.ValidationError("น้ำหนักต้องอยู่ระหว่าง 0 ถึง 100")
        return weight

    def clean_base_years(self) -> list[int]:
        parts = _parts(self.cleaned_data["base_years"])
        if not all(re.fullmatch("[0-9]{4}", part) and int(part) in YEARS for part in parts):
            raise forms.ValidationError("พิมพ์ปี พ.ศ. คั่นด้วยจุลภาค เช่น 2564, 2565, 2566")
        if len(set(parts)) != len(parts):
            raise forms.ValidationError("ปีฐานซ้ำกัน")
        return sorted(int(part) for part in parts)

    def clean_thresholds(self) -> list[str]:
        try:
            steps = [Decimal(part) for part in _parts(self.cleaned_data["thresholds"])]
        except InvalidOperation as error:
            raise forms.ValidationError("พิมพ์ตัวเลขคั่นด้วยจุลภาค เช่น 7, 8, 9, 10") from error
        if not all(step.is_finite() and 0 <= step <= 1000 for step in steps) or steps != sorted(set(steps)):
            raise forms.ValidationError("เกณฑ์ต้องเรียงจากน้อยไปมากและไม่ซ้ำกัน")
        return [f"{step:f}" for step in steps]

    def clean_points(self) -> list[str]:
        try:
            points = [Decimal(part) for part in _parts(self.cleaned_data["points"])]
        except InvalidOperation as error:
            raise forms.ValidationError("พิมพ์ตัวเลขคั่นด้วยจุลภาค เช่น 5, 4, 3, 2") from error
        if points and (len(points) != len(GRADES) or not all(p.is_finite() and 0 <= p <= TOP for p in points)):
            raise forms.ValidationError("ต้องมีสี่ค่า แต่ละค่า 0 ถึง 5")
        if points != sorted(points, reverse=True):
            raise forms.ValidationError("ต้องเรียงจากมากไปน้อย")
        return [f"{point:f}" for point in points]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        kind, year = data.get("kind"), data.get("year")
        if kind == IndicatorKind.TIER and data.get("base_years") == []:
            self.add_error("base_years", "ระบุปีฐานอย่างน้อยหนึ่งปี")
        if kind in ONE_BASE and len(data.get("base_years", [0])) != 1:
            self.add_error("base_years", "ระบุปีฐานปีเดียว")
        if year and any(base >= year for base in data.get("base_years") or []):
            self.add_error("base_years", "ปีฐานต้องก่อนปีของตัวชี้วัด")
        if kind in STEPS and "thresholds" in data and len(data["thresholds"]) != STEPS[kind]:
            self.add_error("thresholds", f"ต้องมี {STEPS[kind]} เกณฑ์")
        self._check_first(data)
        if kind == IndicatorKind.GRADE and data.get("period") not in (*periods.QUARTERS, None):
            self.add_error("period", "เกรดคิดรายไตรมาส")
        return data

    def _check_first(self, data: dict[str, Any]) -> None:
        first, steps = data.get("first"), data.get("thresholds")
        if data.get("kind") in OF_KIND["first"] and first is not None and steps and first >= Decimal(steps[0]):
            self.add_error("first", "ต้องน้อยกว่าเกณฑ์แรก")

    def values(self) -> dict[str, Any]:
        """What the services take: the conditions of this kind together, those of other kinds left out."""
        data = dict(self.cleaned_data)
        given = {name: data.pop(name) for name in CONDITIONS}
        kept = {name: given[name] for name in CONDITIONS if data["kind"] in OF_KIND[name] and given[name] is not None}
        return data | {"conditions": {n: str(v) if isinstance(v, Decimal) else v for n, v in kept.items()}}

    def validate_unique(self) -> None:
        """The service asks, inside its transaction."""

    def validate_constraints(self) -> None:
        """The service asks, inside its transaction."""


def _initial(indicator: Indicator | None) -> dict[str, Any]:
    if indicator is None:
        return {}
    values = {name: getattr(indicator, name) for name in IndicatorForm.Meta.fields}
    rules = indicator.rules
    return values | {
        "first": f"{rules.first:f}",
        "needs_survey": rules.needs_survey,
        "new_products": rules.new_products,
        "revenue_percent": f"{rules.revenue_percent:f}",
        "points": ", ".join(f"{point:f}" for point in rules.points),
        "base_years": ", ".join(map(str, indicator.base_years)),
        "thresholds": ", ".join(indicator.thresholds or _shown(indicator)),
    }


def _parts(text: str) -> list[str]:
    return [part for part in re.split(r"[,\s]+", to_arabic_digits(text)) if part]


def _shown(indicator: Indicator) -> list[str]:
    """The thresholds that an old version without any is scored by."""
    return [f"{step:f}" for step in indicator.rules.steps]
