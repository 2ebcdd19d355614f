"""Forms of what is known of a product: selections, quadrants, standards; and the administrator's list of standards."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from core import clock
from core.days import Unusable, read_day, write_day
from core.forms import DayField
from core.thai import BUDDHIST_OFFSET
from producers.models import ProductStandard, Quadrant, Standard
from producers.models.facts import FIRST_YEAR
from producers.services.facts import Certificates, version_of

NUMBER = {"inputmode": "numeric", "autocomplete": "off"}
YEAR_ERRORS = {"invalid": "พิมพ์ปี พ.ศ. เช่น 2567", "min_value": "พิมพ์ปี พ.ศ. เช่น 2567"}


class YearField(forms.IntegerField):
    """A Buddhist year that has begun."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            min_value=FIRST_YEAR, error_messages=YEAR_ERRORS, widget=forms.TextInput(attrs=NUMBER), **kwargs
        )

    def clean(self, value: Any) -> int | None:
        year = super().clean(value)
        if year and year > clock.today().year + BUDDHIST_OFFSET:
            raise forms.ValidationError("ต้องไม่เป็นปีในอนาคต")
        return year


class SelectionForm(forms.Form):
    """One year's result; “ลบผลของปีนี้” takes a wrong entry away."""

    GONE = "0"
    year = YearField(label="ปีที่คัดสรร (พ.ศ.)")
    stars = forms.ChoiceField(
        label="ผลการคัดสรร",
        choices=[("", "เลือก"), *((str(n), f"{n} ดาว") for n in range(5, 0, -1)), (GONE, "ลบผลของปีนี้ (บันทึกผิด)")],
    )

    @property
    def result(self) -> dict[str, int | None]:
        return {"year": self.cleaned_data["year"], "stars": int(self.cleaned_data["stars"]) or None}


class QuadrantForm(forms.Form):
    GONE = "-"
    on = DayField(label="วันที่จัดกลุ่ม")
    quadrant = forms.ChoiceField(
        label="กลุ่ม (Quadrant)",
        choices=[("", "เลือก"), *Quadrant.choices, (GONE, "ลบการจัดกลุ่มของวันนี้ (บันทึกผิด)")],
    )

    @property
    def result(self) -> dict[str, Any]:
        quadrant = self.cleaned_data["quadrant"]
        return {"quadrant": "" if quadrant == self.GONE else quadrant, "on": self.cleaned_data["on"]}


class FirstFactsForm(forms.Form):
    """What a new product brings along, all of it optional; numbers and last days of certificates come afterwards."""

    stars = forms.TypedChoiceField(
        label="ระดับดาว",
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", "ยังไม่คัดสรร"), *((n, f"{n} ดาว") for n in range(5, 0, -1))],
    )
    stars_year = YearField(label="ปีที่คัดสรร (พ.ศ.)", required=False)
    quadrant = forms.ChoiceField(label="กลุ่ม (Quadrant)", required=False, choices=[("", "ยังไม่จัดกลุ่ม"), *Quadrant.choices])
    quadrant_on = DayField(label="วันที่จัดกลุ่ม", required=False)
    held = forms.MultipleChoiceField(
        label="มาตรฐานที่ได้รับ",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="ใส่เลขที่และวันหมดอายุได้หลังบันทึก",
    )

    def __init__(self, standards: Iterable[Standard], data: Any = None) -> None:
        super().__init__(data)
        held: Any = self.fields["held"]
        held.choices = [(str(standard.pk), standard.name) for standard in standards]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for one, other, sentence in (
            ("stars", "stars_year", "ระบุปีที่คัดสรรด้วย"),
            ("stars_year", "stars", "ระบุระดับดาวด้วย หรือลบปีที่คัดสรร"),
            ("quadrant", "quadrant_on", "ระบุวันที่จัดกลุ่มด้วย"),
            ("quadrant_on", "quadrant", "ระบุกลุ่มด้วย หรือลบวันที่จัดกลุ่ม"),
        ):
            if data.get(one) and not data.get(other) and other not in self.errors:
                self.add_error(other, sentence)
        return data

    @property
    def facts(self) -> dict[str, Any]:
        """As `services.facts.add_product` takes them."""
        data = self.cleaned_data
        return {
            "selection": (data["stars_year"], data["stars"]) if data["stars"] else None,
            "quadrant": (data["quadrant"], data["quadrant_on"]) if data["quadrant"] else None,
            "certificates": {int(key): ("", None) for key in data["held"]},
        }


class CertificateLine:
    """One standard in the table of a product: held or not, number, last day, as typed, with what is wrong."""

    def __init__(self, standard: Standard, held: ProductStandard | None, data: Any) -> None:
        self.standard = standard
        self.error = ""
        if data is None:
            self.held = held is not None
            self.number = held.number if held else ""
            self.until = write_day(held.expires_on) if held and held.expires_on else ""
        else:
            self.held = f"held-{standard.pk}" in data
            self.number = " ".join(data.get(f"number-{standard.pk}", "").replace("\0", "").split())
            self.until = data.get(f"until-{standard.pk}", "").replace("\0", "").strip()

    def read(self) -> tuple[str, date | None]:
        """The certificate; sets `error` where it cannot be taken."""
        if len(self.number) > 60:
            self.error = "เลขที่ยาวเกิน 60 ตัวอักษร"
        try:
            return self.number, read_day(self.until) if self.until else None
        except Unusable as error:
            self.error = error.message
            return self.number, None


class CertificatesForm:
    """The table of standards of one product: a tick, a number and a last day for each."""

    def __init__(self, standards: Iterable[Standard], held: Iterable[ProductStandard], data: Any = None) -> None:
        rows = {row.standard_id: row for row in held}
        self.version = version_of(rows.values()) if data is None else data.get("version", "")
        self.refusal = ""
        offered = [s for s in standards if not s.retired or s.pk in rows]
        self.lines = [CertificateLine(s, rows.get(s.pk), data) for s in offered]
        self.certificates: Certificates = {line.standard.pk: line.read() for line in self.lines if line.held}
        for line in self.lines:
            if not line.held and (line.number or line.until):
                line.error = "ทำเครื่องหมายว่าได้รับ หรือลบเลขที่และวันหมดอายุ"

    def is_valid(self) -> bool:
        return not any(line.error for line in self.lines)


class StandardForm(forms.ModelForm):
    class Meta:
        model = Standard
        fields = ["name", "position", "retired"]
        help_texts = {"position": "เลขน้อยอยู่ก่อน", "retired": "ไม่แสดงให้เลือกอีก ผลิตภัณฑ์ที่มีอยู่เดิมยังแสดง"}
        error_messages = {"name": {"unique": "มีมาตรฐานชื่อนี้แล้ว"}}
