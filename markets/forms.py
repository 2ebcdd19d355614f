"""Forms of the register of markets, with their errors in Thai."""

from __future__ import annotations

from typing import Any

from django import forms

from accounts.models import District
from accounts.selectors import subdistricts_of
from core import clock
from core.days import Unusable
from core.forms import DayField, WorkbookForm
from core.thai import BUDDHIST_OFFSET, to_arabic_digits
from markets import values
from markets.models import WEEKDAYS, Frequency, Market, Origin, RegisterYear, Status
from markets.selectors import register as selectors

CHOOSE = [("", "เลือก")]
REASON_REQUIRED = {"required": "กรุณาระบุเหตุผล"}
NOT_STORED = ("same_name", "version", "means", "since")


class ReadField(forms.CharField):
    """Text brought to a value by a reader of `markets.values`; blank is `empty`."""

    def __init__(self, reader: Any, *, empty: Any = None, write: Any = str, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=120, **kwargs)
        self.reader, self.empty, self.write = reader, empty, write
        self.widget.attrs.update(autocomplete="off")

    def prepare_value(self, value: Any) -> Any:
        if value is None or value == self.empty:
            return ""
        return value if isinstance(value, str) else self.write(value)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return [] if self.empty == [] else self.empty
        try:
            return self.reader(text)
        except Unusable as error:
            raise forms.ValidationError(error.message) from error


class MarketForm(forms.Form):
    """A market of one district. What is not known yet may be left blank: the page says what is missing."""

    name = forms.CharField(label="ชื่อตลาด", max_length=255)
    subdistrict: forms.ModelChoiceField = forms.ModelChoiceField(
        None,
        label="ตำบล",
        empty_label="เลือก",
        error_messages={"invalid_choice": "ไม่มีตำบลนี้ในอำเภอ"},
    )
    sellers = ReadField(values.read_count, label="ผู้ประกอบการทั้งหมด (ราย)", help_text="ผู้ขายทุกรายในตลาด")
    origin = forms.ChoiceField(
        label="ตลาดเดิมหรือตลาดใหม่",
        choices=[("", "ยังไม่ระบุ"), *Origin.choices],
        required=False,
        help_text="ตลาดเดิม คือ อยู่ในฐานตลาดนัดของปีก่อน",
    )
    status = forms.ChoiceField(label="สถานะของตลาด", choices=Status.choices)
    since = DayField(label="สถานะนี้ตั้งแต่วันที่", help_text="ตลาดจะขึ้นในแบบยอดขายรายเดือนตั้งแต่เดือนของวันนี้ วัน/เดือน/ปี พ.ศ.")
    means = forms.MultipleChoiceField(
        label="รูปแบบการจัดตลาด",
        choices=list(selectors.FORMS.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="เลือกได้ทั้งสองอย่าง",
    )
    frequency = forms.ChoiceField(
        label="ลักษณะการจัดตลาด",
        choices=[("", "ยังไม่ระบุ"), *Frequency.choices],
        required=False,
        help_text="รายวัน เปิดทุกวัน · รายสัปดาห์ อย่างน้อยสัปดาห์ละ 1 ครั้ง · รายเดือน อย่างน้อยเดือนละ 1 ครั้ง",
    )
    weekdays = forms.TypedMultipleChoiceField(
        label="วันในสัปดาห์ที่เปิด",
        choices=list(enumerate(WEEKDAYS)),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="สำหรับตลาดรายสัปดาห์",
    )
    month_days = ReadField(
        values.read_month_days,
        empty=[],
        write=lambda days: ", ".join(map(str, days)),
        label="วันที่ของเดือนที่เปิด",
        help_text="สำหรับตลาดรายเดือน เช่น 1, 16",
    )
    frequency_note = forms.CharField(
        label="อื่น ๆ ระบุ", max_length=255, required=False, help_text="สำหรับลักษณะอื่น ๆ เช่น เฉพาะเทศกาล"
    )
    expected_days = ReadField(
        values.read_days_a_month, label="จำนวนวันที่เปิดต่อเดือน", help_text="สำหรับลักษณะอื่น ๆ เว้นว่างได้ถ้าไม่แน่นอน"
    )
    same_name = forms.BooleanField(label="ตรวจแล้ว เป็นคนละตลาดกับชื่อเดียวกันที่มีอยู่", required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, district: District, data: Any = None, *, market: Market | None = None) -> None:
        super().__init__(data, initial=_initial(market))
        self.district = district
        self.market = market
        self.fields["subdistrict"].queryset = subdistricts_of(district)
        for name in ("sellers", "expected_days"):
            self.fields[name].widget.attrs.update(inputmode="numeric")
        if market:
            del self.fields["status"], self.fields["since"]
        if not self._asks_same_name():
            self.fields["same_name"].widget = forms.HiddenInput()

    def _asks_same_name(self) -> bool:
        """Whether the name in the sent form is another market's as well."""
        name = (self.data.get("name") or "").strip()
        renamed = not self.market or name != self.market.name
        return bool(name) and renamed and selectors.same_name(self.district, name, but=self.market).exists()

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())

    def clean_frequency_note(self) -> str:
        return " ".join(self.cleaned_data["frequency_note"].split())

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self._asks_same_name() and not data.get("same_name"):
            self.add_error("same_name", "มีตลาดชื่อนี้ในอำเภอนี้แล้ว ถ้าเป็นคนละตลาด ให้ทำเครื่องหมายช่องนี้ แล้วบันทึกอีกครั้ง")
        return data

    def values(self) -> dict[str, Any]:
        """What the services take."""
        given = {name: value for name, value in self.cleaned_data.items() if name not in NOT_STORED}
        means = self.cleaned_data["means"]
        given |= {"offline": "offline" in means, "online": "online" in means}
        if "since" in self.cleaned_data:
            given["since"] = self.cleaned_data["since"]
        return given


def _initial(market: Market | None) -> dict[str, Any]:
    if market is None:
        began = selectors.present_year().first_month.first_day
        return {"status": Status.ACTIVE, "since": began}
    names = ("name", "subdistrict", "sellers", "origin", "frequency", "weekdays", "month_days", "frequency_note")
    means = [value for value in selectors.FORMS if getattr(market, value)]
    return {name: getattr(market, name) for name in (*names, "expected_days", "version")} | {"means": means}


class StatusForm(forms.Form):
    """A new line of a market's history."""

    status = forms.ChoiceField(label="สถานะใหม่", error_messages={"invalid_choice": "เลือกสถานะในรายการ"})
    since = DayField(label="ตั้งแต่วันที่", help_text="วัน/เดือน/ปี พ.ศ. ไม่เกินวันนี้")
    reason = forms.CharField(
        label="เหตุผล",
        max_length=255,
        help_text="เช่น ปรับปรุงพื้นที่ตลาด น้ำท่วม กลับมาเปิดตามปกติ",
        error_messages=REASON_REQUIRED,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, market: Market, data: Any = None) -> None:
        super().__init__(data, initial={"since": clock.today(), "version": market.version})
        self.fields["status"].choices = [*CHOOSE, *Status.choices]


class DeadlineForm(forms.Form):
    """By when the registers of a budget year are to be complete."""

    due = DayField(may_come=True, label="บันทึกข้อมูลตลาดให้ครบภายในวันที่", help_text="วัน/เดือน/ปี พ.ศ. เช่น 20/9/2567")
    base_year = forms.CharField(
        label="ปีของฐานตลาดเดิม (พ.ศ.)",
        max_length=4,
        help_text="ตลาดเดิมคือตลาดที่อยู่ในฐานตลาดนัดของปีนี้ ขึ้นในหัวตารางของแบบข้อมูลตลาด",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def __init__(self, year: RegisterYear, data: Any = None) -> None:
        super().__init__(data, initial={"due": year.due, "base_year": str(year.base_year)})
        self.year = year

    def clean_due(self) -> Any:
        due = self.cleaned_data["due"]
        number = due.year + BUDDHIST_OFFSET
        if number not in (self.year.year - 1, self.year.year, self.year.year + 1):
            raise forms.ValidationError(f"ต้องอยู่ใกล้ปีงบประมาณ {self.year.year}")
        return due

    def clean_base_year(self) -> int:
        text = to_arabic_digits(self.cleaned_data["base_year"])
        if not (text.isascii() and text.isdigit() and 2540 <= int(text) <= self.year.year):
            raise forms.ValidationError(f"พิมพ์ปี พ.ศ. ไม่เกิน {self.year.year}")
        return int(text)


class ImportForm(WorkbookForm):
    label = "ไฟล์ข้อมูลตลาด (.xlsx หรือ .csv)"
