"""Forms of requests, transfers and merges."""

from __future__ import annotations

from typing import Any

from django import forms

from accounts.models import District, Province
from producers import selectors
from producers.forms import EffectField, ProducerForm, ReasonedForm
from producers.models import Category, Producer


class AskForm(ProducerForm):
    """A new producer that a district asks for, with what it makes. Corrected, it keeps the phone given before."""

    categories = forms.MultipleChoiceField(
        label="ประเภทผลิตภัณฑ์",
        choices=Category.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text="เลือกได้หลายประเภท กำหนดว่ามีแถวใดในแบบ รต.๑",
        error_messages={"required": "เลือกอย่างน้อยหนึ่งประเภท", "invalid_choice": "ไม่มีประเภทนี้"},
    )
    product = forms.CharField(label="ชื่อผลิตภัณฑ์หลัก", max_length=255, required=False)
    reason = forms.CharField(label="ข้อความถึงจังหวัด", max_length=255, required=False)
    field_order = (
        *("name", "type", "categories", "product", "subdistrict", "address", "no_address"),
        *("phone", "no_phone", "registered_on", "same_name", "reason", "version"),
    )

    def __init__(self, district: District, data: Any = None, *, asked: Producer | None = None, **also: Any) -> None:
        super().__init__(district, data, producer=asked)
        for name in ("code", "trades_from"):
            self.fields.pop(name, None)
        self.initial.update(also)


class ChangeForm(ProducerForm):
    """A district's form of a producer it keeps: contacts are saved at once, who it is is asked of the province."""

    reason = forms.CharField(
        label="เหตุผลที่ขอแก้ไข",
        max_length=255,
        required=False,
        help_text="เมื่อแก้ชื่อ ประเภท หรือวันที่ลงทะเบียน จังหวัดจะพิจารณาก่อนจึงมีผล ที่อยู่และโทรศัพท์บันทึกทันที",
    )


class AnswerForm(forms.Form):
    """The province's yes: from which month, and for one that arrives from elsewhere where in the province."""

    from_month = EffectField()
    subdistrict: Any = forms.ModelChoiceField(None, label="ย้ายมาอยู่ตำบล", empty_label="เลือก")

    def __init__(self, *args: Any, arrives_in: Province | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["from_month"].offer_open()  # type: ignore[attr-defined]
        self.fields["from_month"].widget.attrs["class"] = "control"  # it also stands in a toolbar
        if arrives_in is None:
            del self.fields["subdistrict"]
        else:
            offer_places(self.fields["subdistrict"], arrives_in)


class RefuseForm(forms.Form):
    answer = forms.CharField(
        label="เหตุผลที่ไม่อนุมัติ",
        max_length=255,
        help_text="ผู้ขอจะเห็นเหตุผลนี้ และแก้ไขแล้วขออีกครั้งได้",
        error_messages={"required": "กรุณาระบุเหตุผล"},
    )


class TransferForm(ReasonedForm):
    """To another district of the same province."""

    subdistrict: Any = forms.ModelChoiceField(None, label="ย้ายไปตำบล", empty_label="เลือก")
    from_month = EffectField("อำเภอใหม่รายงานยอดตั้งแต่เดือน")
    field_order = ("subdistrict", "from_month", "reason")

    def __init__(self, producer: Producer, data: Any = None) -> None:
        super().__init__(data)
        offer_places(self.fields["subdistrict"], producer.district.province, but=producer.district)


class OtherProvinceForm(ReasonedForm):
    """To another province, which is asked."""

    province: Any = forms.ModelChoiceField(None, label="จังหวัดปลายทาง", empty_label="เลือก")
    from_month = EffectField("ย้ายตั้งแต่เดือน")
    field_order = ("province", "from_month", "reason")

    def __init__(self, producer: Producer, data: Any = None) -> None:
        super().__init__(data, prefix="out")
        self.fields["province"].queryset = selectors.other_provinces(producer)  # type: ignore[attr-defined]


class MergeForm(ReasonedForm):
    from_month = EffectField("รายงานยอดรายการเดียวตั้งแต่เดือน")
    field_order = ("from_month", "reason")


def offer_places(field: Any, province: Province, *, but: District | None = None) -> None:
    """The subdistricts of a province, under the names of their districts."""
    field.queryset = selectors.subdistricts_of_province(province, but=but)
    groups: dict[str, list[tuple[int, str]]] = {}
    for place in field.queryset:
        groups.setdefault(f"อำเภอ{place.district.name}", []).append((place.pk, f"ตำบล{place.name}"))
    field.choices = [("", "เลือก"), *groups.items()]
