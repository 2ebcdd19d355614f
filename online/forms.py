"""Forms of the online report."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from core.days import Unusable
from core.forms import BahtTextField, DayField, WorkbookForm
from core.records import label_of
from online import channels
from online.models import Platform, Round, Survey
from online.selectors import Line
from online.services.report import Found

PRODUCER_FLAGS, PRODUCT_FLAGS = Survey.FLAGS[:2], Survey.FLAGS[2:]
BUDDHIST_YEAR = "พิมพ์ปี พ.ศ. เช่น 2567"
EXAMPLES = {
    channels.LINK: "https://…",
    channels.PAGE: "ชื่อเพจ หรือ https://…",
    channels.LINE: "ไอดี เช่น @otopbangkhla",
}


class LineForm(forms.Form):
    """One product: five ticks, a field for every platform, the sales of the round.

    A product not yet surveyed starts from what the registry and the producer's other products say.
    """

    sales = BahtTextField(
        label="ยอดจำหน่ายออนไลน์ของรอบนี้ (บาท)", required=False, help_text="เว้นว่างได้ถ้ายังไม่ทราบ ไม่มียอดพิมพ์ 0"
    )
    version = forms.CharField(widget=forms.HiddenInput, required=False, max_length=100)

    def __init__(
        self, line: Line, platforms: Sequence[Platform], data: Any = None, *, sibling: Survey | None = None
    ) -> None:
        sales = line.listing.sales if line.listing else None
        super().__init__(data, initial={"sales": sales, "version": line.version})
        self.line, self.platforms = line, [*platforms, *(row.platform for row in line.retired)]
        values = _flags(line, sibling)
        for name in Survey.FLAGS:
            label = label_of(Survey, name)
            self.fields[name] = forms.BooleanField(label=label, required=False, initial=values[name])
        known = {row.platform_id: row.value for row in line.listing.channels.all()} if line.listing else {}
        for platform in self.platforms:
            self.fields[_key(platform)] = forms.CharField(
                label=f"{platform.name} (เลิกใช้แล้ว ลบได้)" if platform.retired else platform.name,
                required=False,
                max_length=channels.LONGEST,
                initial=known.get(platform.pk, ""),
                error_messages={"max_length": f"ยาวเกิน {channels.LONGEST} ตัวอักษร"},
                widget=forms.TextInput(attrs={"autocomplete": "off", "placeholder": EXAMPLES[platform.kind]}),
            )

    @property
    def producer_fields(self) -> list[Any]:
        return [self[name] for name in PRODUCER_FLAGS]

    @property
    def product_fields(self) -> list[Any]:
        return [self[name] for name in PRODUCT_FLAGS]

    @property
    def channel_fields(self) -> list[Any]:
        return [self[_key(platform)] for platform in self.platforms]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for platform in self.platforms:
            if text := data.get(_key(platform)):
                try:
                    data[_key(platform)] = platform.clean_value(text)
                except Unusable as error:
                    self.add_error(_key(platform), error.message)
        named = any(data.get(_key(platform)) for platform in self.platforms)
        if data.get("sales") and not named and not self.errors:
            self.add_error("sales", "มียอดจำหน่ายแต่ไม่มีช่องทาง ระบุช่องทางอย่างน้อยหนึ่งช่องทาง")
        return data

    @property
    def found(self) -> Found:
        data = self.cleaned_data
        named = {platform.pk: data[_key(platform)] for platform in self.platforms if data.get(_key(platform))}
        return Found({name: data[name] for name in Survey.FLAGS}, named, data.get("sales") if named else None)


def _key(platform: Platform) -> str:
    return f"channel-{platform.pk}"


def _flags(line: Line, sibling: Survey | None) -> dict[str, bool]:
    """What is known already, else what the registry and a sibling suggest."""
    if line.survey:
        return {name: getattr(line.survey, name) for name in Survey.FLAGS}
    of_producer = {name: bool(sibling and getattr(sibling, name)) for name in PRODUCER_FLAGS}
    product = line.product
    holds = bool(product.standards) or product.held_standards.exists()
    return {**of_producer, "standard": holds, "starred": bool(product.stars), "developed": False}


class ReturnForm(forms.Form):
    reason = forms.CharField(
        label="เหตุผลที่ส่งคืน",
        max_length=500,
        error_messages={"required": "กรุณาระบุเหตุผล", "max_length": "เหตุผลยาวเกิน 500 ตัวอักษร"},
    )


class UploadForm(WorkbookForm):
    label = "ไฟล์แบบรายงานที่กรอกแล้ว (.xlsx)"


class PlatformForm(forms.ModelForm):
    class Meta:
        model = Platform
        fields = ["name", "kind", "hosts", "position", "retired"]
        help_texts = {
            "hosts": "คั่นด้วยช่องว่าง เช่น shopee.co.th shp.ee เว้นว่าง = เว็บไซต์ใดก็ได้",
            "position": "เลขน้อยอยู่ก่อน",
            "retired": "ไม่ให้กรอกอีก ของเดิมยังแสดง",
        }
        error_messages = {"name": {"unique": "มีช่องทางชื่อนี้แล้ว"}}

    def clean_hosts(self) -> str:
        hosts = self.cleaned_data["hosts"].replace(",", " ").lower().split()
        for host in hosts:
            try:
                channels.clean_link(host)
            except Unusable as error:
                raise forms.ValidationError(f"{host}: {error.message}") from error
        return " ".join(hosts)


class RoundForm(forms.ModelForm):
    class Meta:
        model = Round
        fields = ["year", "number", "registered_from", "registered_to", "due_on"]
        help_texts = {"registered_from": "เว้นว่าง = ทุกปี", "registered_to": "เว้นว่าง = ถึงสิ้นรอบ"}
        error_messages = {"year": {"invalid": BUDDHIST_YEAR}}
        error_messages |= {name: {"invalid": BUDDHIST_YEAR} for name in ("registered_from", "registered_to")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        number: Any = self.fields["number"]
        number.choices = [("", "เลือก"), *list(number.choices)[1:]]
        self.fields["due_on"] = DayField(may_come=True, label="อำเภอรายงานภายในวันที่", required=False)
        if self.instance.pk:
            self.initial["due_on"] = self.instance.due_on

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("registered_from"), data.get("registered_to")
        for name in ("year", "registered_from", "registered_to"):
            if data.get(name) and not 2540 <= data[name] <= 2640:
                self.add_error(name, BUDDHIST_YEAR)
        if first and last and first > last:
            self.add_error("registered_to", "ต้องไม่ก่อนปีแรก")
        return data
