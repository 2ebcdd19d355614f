"""Forms of the registry, with their errors in Thai."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms

from accounts.models import District
from accounts.selectors import subdistricts_of
from core import clock
from core.days import Unusable
from core.forms import DayField, MonthChoiceField, WorkbookForm
from core.thai import search_key
from producers import selectors, values
from producers.models import Category, Producer, ProducerType, Product
from producers.services import months

CHOOSE = [("", "เลือก")]
NOT_STORED = ("same_name", "no_phone", "no_address", "version")
PERSONAL: dict[str, Callable[[str], str]] = {"phone": values.mask_phone, "address": values.mask_address}


class PlaceField(forms.ModelChoiceField):
    """A subdistrict of the form's district."""

    def __init__(self) -> None:
        super().__init__(
            None,
            label="ตำบล",
            empty_label="เลือก",
            error_messages={"invalid_choice": "ไม่มีตำบลนี้ในอำเภอ"},
        )


class EffectField(MonthChoiceField):
    """From which month an act on the registry takes effect: of those still recorded, and a few to come."""

    def __init__(self, label: str = "มีผลตั้งแต่เดือน", **kwargs: Any) -> None:
        super().__init__(label=label, error_messages={"invalid_choice": "เลือกเดือนนี้ไม่ได้"}, **kwargs)

    def offer_open(self) -> None:
        self.offer(offered := months.offered(), months.present(offered))


class ProducerForm(forms.Form):
    """A producer of one district. A new one may bring its own code; an old one keeps its.

    Phone number and address are never in the page: left blank they stay. Revealing them is an act of its own, audited.
    """

    code = forms.CharField(
        label="รหัส", max_length=20, required=False, help_text="เว้นว่างไว้ ระบบจะออกรหัสให้ รหัสแก้ไขภายหลังไม่ได้"
    )
    name = forms.CharField(label="ชื่อกลุ่ม/ผู้ผลิต ผู้ประกอบการ", max_length=255)
    type = forms.ChoiceField(label="ประเภทผู้ผลิต", choices=CHOOSE + ProducerType.choices)
    subdistrict = PlaceField()
    address = forms.CharField(label="ที่อยู่ (เลขที่ หมู่ ถนน)", max_length=255, required=False)
    no_address = forms.BooleanField(label="ลบที่อยู่เดิม", required=False)
    phone = forms.CharField(
        label="โทรศัพท์",
        max_length=30,
        required=False,
        help_text="ไม่บังคับ · 9 หรือ 10 หลัก หมายเลขเดียว ในหน้าทะเบียนแสดงเฉพาะ 4 ตัวท้าย",
    )
    no_phone = forms.BooleanField(label="ลบหมายเลขโทรศัพท์เดิม", required=False)
    registered_on = DayField(label="วันที่ลงทะเบียน")
    trades_from = EffectField("รายงานยอดตั้งแต่เดือน", help_text="เดือนแรกที่ผู้ผลิตรายนี้มีแถวในแบบ รต.๑ เดือนที่ปิดแล้วไม่เปลี่ยน")
    same_name = forms.BooleanField(label="ตรวจแล้ว เป็นคนละรายกับชื่อเดียวกันที่มีอยู่", required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, district: District, data: Any = None, *, producer: Producer | None = None) -> None:
        super().__init__(data, initial=_initial(producer))
        self.district = district
        self.producer = producer
        self.fields["subdistrict"].queryset = subdistricts_of(district)
        self.fields["phone"].widget.attrs.update(inputmode="tel", autocomplete="off")
        self.fields["trades_from"].offer_open()
        if producer:
            del self.fields["code"], self.fields["trades_from"]
        for name, mask in PERSONAL.items():
            self._keep(name, mask(getattr(producer, name)) if producer else "")
        if not self._asks_same_name():
            self.fields["same_name"].widget = forms.HiddenInput()

    def _keep(self, name: str, masked: str) -> None:
        """Say that there is one, which a blank field leaves as it is; without one there is nothing to take away."""
        if masked:
            self.fields[name].help_text = f"เดิม {masked} เว้นว่างไว้ถ้าไม่เปลี่ยน"
        else:
            del self.fields[f"no_{name}"]

    def _asks_same_name(self) -> bool:
        """Whether the name in the sent form is another producer's as well, or one's that waits for approval."""
        name = (self.data.get("name") or "").strip()
        renamed = not self.producer or search_key(name) != search_key(self.producer.name)
        return bool(name) and renamed and selectors.is_taken(self.district, name)

    def clean_code(self) -> str:
        return _read(values.read_code, self.cleaned_data["code"])

    def clean_phone(self) -> str:
        return _read(values.read_phone, self.cleaned_data["phone"])

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self._asks_same_name() and not data.get("same_name"):
            self.add_error(
                "same_name", "อำเภอนี้มีชื่อนี้ในทะเบียนหรือในคำขอที่รอพิจารณาแล้ว ถ้าเป็นคนละราย ให้ทำเครื่องหมายช่องนี้ แล้วบันทึกอีกครั้ง"
            )
        return data

    def values(self) -> dict[str, Any]:
        """What the services take."""
        given = {name: value for name, value in self.cleaned_data.items() if name not in NOT_STORED}
        for name in PERSONAL:
            if self.producer and not given[name]:
                given[name] = "" if self.cleaned_data.get(f"no_{name}") else getattr(self.producer, name)
        return given


def _initial(producer: Producer | None) -> dict[str, Any]:
    if producer is None:
        return {"registered_on": clock.today()}
    names = ("name", "type", "subdistrict", "registered_on", "version")
    return {name: getattr(producer, name) for name in names}


def _read(reader: Any, text: str) -> str:
    try:
        return reader(text) if text else ""
    except Unusable as error:
        raise forms.ValidationError(error.message) from error


class ProductForm(forms.Form):
    """One registered product."""

    name = forms.CharField(label="ชื่อผลิตภัณฑ์", max_length=255)
    category = forms.ChoiceField(
        label="ประเภทผลิตภัณฑ์",
        choices=CHOOSE + Category.choices,
        help_text="กำหนดว่าผู้ผลิตมีแถวประเภทใดในแบบ รต.๑",
    )
    registered_on = DayField(label="วันที่ลงทะเบียน")
    standards = forms.CharField(
        label="มาตรฐานอื่น ๆ", max_length=255, required=False, help_text="เฉพาะที่ไม่มีในรายการมาตรฐาน คั่นด้วยจุลภาค"
    )
    withdrawn_on = DayField(label="วันที่เลิกผลิต", required=False, help_text="กรอกเมื่อเลิกผลิตแล้วเท่านั้น")
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, producer: Producer, data: Any = None, *, product: Product | None = None) -> None:
        super().__init__(data, initial=_product_initial(producer, product))
        if product is None:
            del self.fields["withdrawn_on"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("withdrawn_on") and data.get("registered_on") and data["withdrawn_on"] < data["registered_on"]:
            self.add_error("withdrawn_on", "ต้องไม่ก่อนวันที่ลงทะเบียน")
        return data

    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


def _product_initial(producer: Producer, product: Product | None) -> dict[str, Any]:
    if product is None:
        return {"registered_on": clock.today()}
    names = ("name", "category", "registered_on", "standards", "withdrawn_on")
    return {name: getattr(product, name) for name in names} | {"version": producer.version}


class ReasonedForm(forms.Form):
    """An act with its reason; forms with a `from_month` offer the months that may be named."""

    reason = forms.CharField(
        label="เหตุผล", max_length=255, error_messages={"required": "กรุณาระบุเหตุผล"}, widget=forms.TextInput
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if isinstance(field := self.fields.get("from_month"), EffectField):
            field.offer_open()


class RequestReasonForm(ReasonedForm):
    """What is said with a request, to be said better."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class DeregisterForm(ReasonedForm):
    deregistered_on = DayField(label="วันที่ยกเลิกการลงทะเบียน")
    from_month = EffectField("ไม่ต้องรายงานยอดตั้งแต่เดือน", help_text="เดือนก่อนหน้านี้ยังรายงานตามปกติ")
    field_order = ("deregistered_on", "from_month", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = "เช่น เลิกกิจการ ย้ายออกนอกพื้นที่"


class RestoreForm(ReasonedForm):
    """By the province: at once, from a month on. A district asks, and the province names the month."""

    from_month = EffectField("กลับมารายงานยอดตั้งแต่เดือน")

    def __init__(self, *args: Any, asks: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if asks:
            del self.fields["from_month"]


class ImportForm(WorkbookForm):
    label = "ไฟล์ทะเบียน (.xlsx หรือ .csv)"
