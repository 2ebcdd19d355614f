"""Forms of indicators and targets, with their errors in Thai. Digits may be Thai or Arabic."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms

from core.money import AmountError, parse_baht
from core.thai import to_arabic_digits
from targets.models import Indicator, IndicatorKind, Measured, Period

REQUIRED = {"required": "กรุณากรอกช่องนี้"}
YEARS = range(2544, 2700)
STEPS = {IndicatorKind.GROWTH: 4, IndicatorKind.ONLINE: 4, IndicatorKind.GRADE: 4}  # scores above the lowest


class BahtTextField(forms.CharField):
    """Baht as people write it: 1,234.50 or ๑,๒๓๔. `whole`: no satang, and an int comes back."""

    def __init__(self, *, whole: bool = False, **kwargs: Any) -> None:
        kwargs.setdefault("error_messages", REQUIRED)
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
            raise forms.ValidationError("เป้าหมายเป็นบาทเต็ม ไม่มีสตางค์")
        return int(amount)


class IndicatorForm(forms.ModelForm):
    """Everything of an indicator; lists are written with commas."""

    base_years = forms.CharField(
        label="ปีฐาน (ปีงบประมาณ)", max_length=100, required=False, help_text="คั่นด้วยจุลภาค เช่น 2564, 2565, 2566"
    )
    thresholds = forms.CharField(
        label="เกณฑ์", max_length=100, required=False, help_text="ร้อยละจากน้อยไปมาก เช่น 7, 8, 9, 10 (แบบสามขั้นไม่ต้องกรอก)"
    )

    class Meta:
        model = Indicator
        fields = ("kind", "name", "year", "period", "base_years", "thresholds", "weight", "measured")
        widgets = {"year": forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})}
        error_messages = {
            "name": {**REQUIRED, "max_length": "ยาวเกิน 255 ตัวอักษร"},
            "kind": REQUIRED,
            "period": REQUIRED,
            "measured": REQUIRED,
            "year": {**REQUIRED, "invalid": "พิมพ์ปี พ.ศ. เช่น 2567"},
            "weight": {**REQUIRED, "invalid": "พิมพ์เป็นตัวเลข เช่น 10"},
        }

    def __init__(self, data: Any = None, *, indicator: Indicator | None = None) -> None:
        super().__init__(data, instance=None, initial=_initial(indicator))
        self.fields["kind"].choices = IndicatorKind.choices
        self.fields["period"].choices = Period.choices
        self.fields["measured"].choices = Measured.choices

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

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        kind, year = data.get("kind"), data.get("year")
        if kind in (IndicatorKind.TIER, IndicatorKind.GROWTH) and data.get("base_years") == []:
            self.add_error("base_years", "ระบุปีฐานอย่างน้อยหนึ่งปี")
        if year and any(base >= year for base in data.get("base_years") or []):
            self.add_error("base_years", "ปีฐานต้องก่อนปีของตัวชี้วัด")
        if kind in STEPS and "thresholds" in data and len(data["thresholds"]) != STEPS[kind]:
            self.add_error("thresholds", f"ต้องมี {STEPS[kind]} เกณฑ์")
        return data

    def validate_unique(self) -> None:
        """The service asks, inside its transaction."""

    def validate_constraints(self) -> None:
        """The service asks, inside its transaction."""


def _initial(indicator: Indicator | None) -> dict[str, Any]:
    if indicator is None:
        return {}
    values = {name: getattr(indicator, name) for name in IndicatorForm.Meta.fields}
    return values | {
        "base_years": ", ".join(map(str, indicator.base_years)),
        "thresholds": ", ".join(indicator.thresholds),
    }


def _parts(text: str) -> list[str]:
    return [part for part in re.split(r"[,\s]+", to_arabic_digits(text)) if part]


class FiguresForm(forms.Form):
    """The province's own figures: both given by a letter, or neither and then from the base years."""

    basic = BahtTextField(label="ขั้นต้นของจังหวัด (บาท)", whole=True, required=False)
    advanced = BahtTextField(label="ขั้นสูงของจังหวัด (บาท)", whole=True, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        basic, advanced = data.get("basic"), data.get("advanced")
        if (basic is None) != (advanced is None) and not self.errors:
            self.add_error("basic" if basic is None else "advanced", "กรอกทั้งสองช่อง หรือเว้นว่างทั้งสองช่อง")
        if basic is not None and advanced is not None and basic > advanced:
            self.add_error("basic", "ขั้นต้นต้องไม่เกินขั้นสูง")
        return data

    @property
    def given(self) -> tuple[int, int] | None:
        basic, advanced = self.cleaned_data["basic"], self.cleaned_data["advanced"]
        return None if basic is None else (basic, advanced)


class AdjustForm(forms.Form):
    """One district's targets by hand."""

    basic = BahtTextField(label="ขั้นต้น (บาท)", whole=True)
    standard = BahtTextField(label="ขั้นมาตรฐาน (บาท)", whole=True, required=False, help_text="เว้นว่าง = ค่ากลางของอีกสองขั้น")
    advanced = BahtTextField(label="ขั้นสูง (บาท)", whole=True)
    reason = forms.CharField(
        label="เหตุผล",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="เหตุผลจะอยู่ในประวัติและแสดงข้างเป้าหมาย",
        error_messages={"required": "กรุณาระบุเหตุผล", "max_length": "เหตุผลยาวเกิน 500 ตัวอักษร"},
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        basic, advanced = data.get("basic"), data.get("advanced")
        for name in ("basic", "advanced"):
            if data.get(name, 0) is None:
                self.add_error(name, "กรุณากรอกช่องนี้")
        if basic is None or advanced is None:
            return data
        if data.get("standard") is None and "standard" not in self.errors:
            data["standard"] = (basic + advanced + 1) // 2
        if not basic <= data.get("standard", basic) <= advanced:
            self.add_error("advanced", "ต้องเรียง ขั้นต้น ≤ ขั้นมาตรฐาน ≤ ขั้นสูง")
        return data


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label="เหตุผลที่ถอนประกาศ",
        max_length=500,
        error_messages={"required": "กรุณาระบุเหตุผล", "max_length": "เหตุผลยาวเกิน 500 ตัวอักษร"},
    )


class TableForm(forms.Form):
    """A letter's table: a file, or cells pasted from one."""

    file = forms.FileField(
        label="ไฟล์ตาราง (.xlsx หรือ .csv)",
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv", "class": "control wide"}),
        error_messages={"empty": "ไฟล์ว่างเปล่า"},
    )
    text = forms.CharField(
        label="หรือวางตารางที่คัดลอกมา",
        required=False,
        max_length=100_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="รวมแถวหัวตารางด้วย: อำเภอ · ปีฐาน · ขั้นต้น · ขั้นมาตรฐาน · ขั้นสูง",
        error_messages={"max_length": "ข้อความยาวเกินไป"},
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not data.get("file") and not data.get("text", "").strip():
            self.add_error("file", "เลือกไฟล์ หรือวางตารางในช่องด้านล่าง")
        return data
