"""Forms of indicators and targets, with their errors in Thai. Digits may be Thai or Arabic."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from django import forms

from core.forms import BahtTextField
from core.thai import to_arabic_digits

WITHDRAW, REOPEN, RETIRE = "ถอนประกาศ", "เปิดแก้ไข", "เลิกใช้"  # what a ReasonForm asks the reason of


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


class ReasonForm(forms.Form):
    """Why something is undone: `act` is WITHDRAW, REOPEN or RETIRE."""

    reason = forms.CharField(
        max_length=500,
        error_messages={"required": "กรุณาระบุเหตุผล", "max_length": "เหตุผลยาวเกิน 500 ตัวอักษร"},
    )

    def __init__(self, act: str, data: Any = None) -> None:
        super().__init__(data)
        self.fields["reason"].label = f"เหตุผลที่{act}"


class PercentForm(forms.Form):
    """How much more than last year: per cent, Thai or Arabic digits."""

    percent = forms.CharField(label="เพิ่มขึ้นร้อยละ", max_length=10, required=False)
    replace = forms.BooleanField(label="แทนที่ช่องที่กรอกแล้ว", required=False)

    def clean_percent(self) -> Decimal:
        text = to_arabic_digits(self.cleaned_data["percent"]).strip().removesuffix("%").strip() or "0"
        if not re.fullmatch(r"-?[0-9]{1,3}(\.[0-9]{1,2})?", text) or Decimal(text) < -100:
            raise forms.ValidationError("พิมพ์ร้อยละเป็นตัวเลข -100 ถึง 999 เช่น 5 หรือ 2.5")
        return Decimal(text)


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
        strip=False,  # a head that begins with a blank cell, a last row that ends with one
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
