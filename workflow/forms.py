"""Forms of the board and of the calendar, with their errors in Thai."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from typing import Any

from django import forms

from accounts.models import District, Province, User
from core import clock
from core.clock import thai_datetime
from core.forms import MonthChoiceField
from core.month import Month
from workflow.calendar import Window
from workflow.fields import ThaiMomentField
from workflow.models import Kind
from workflow.selectors import calendar as selectors

MONTHS_BACK = 36
MONTHS_AHEAD = 12
REASON_LENGTH = 500


def _reason(label: str, help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "กรุณาระบุเหตุผล", "max_length": "เหตุผลยาวเกิน 500 ตัวอักษร"},
    )


class KindForm(forms.Form):
    """What concerns one kind of report; sales where none is named."""

    kind = forms.ChoiceField(
        label="รายงาน",
        choices=Kind.choices,
        initial=Kind.SALES,
        required=False,
        error_messages={"invalid_choice": "ไม่มีรายงานนี้"},
    )

    def clean_kind(self) -> str:
        return self.cleaned_data["kind"] or Kind.SALES


class ReasonForm(forms.Form):
    """Why a month is unlocked or returned."""

    reason = _reason("เหตุผล", "อำเภอจะเห็นเหตุผลนี้ และเหตุผลจะอยู่ในประวัติ")


class ExtensionForm(KindForm):
    """A month of one kind of report kept open, or reopened, for one province or one of its districts."""

    month = MonthChoiceField(label="เดือนที่เปิดให้แก้ไข")
    province = forms.ModelChoiceField(
        Province.objects.none(),
        label="จังหวัด",
        empty_label="เลือกจังหวัด",
        error_messages={"required": "กรุณาเลือกจังหวัด", "invalid_choice": "ไม่มีจังหวัดนี้"},
    )
    district = forms.ChoiceField(label="อำเภอ", required=False, help_text="ไม่เลือก = ทุกอำเภอของจังหวัด")
    until = ThaiMomentField(
        label="เปิดถึง",
        end_of_day=True,
        help_text="เช่น 15/3/2567 (ถึงสิ้นวัน) หรือ 15/3/2567 16:30",
        error_messages={"required": "กรุณาระบุวันที่สิ้นสุด"},
    )
    reason = _reason("เหตุผล", "จังหวัดและอำเภอจะเห็นเหตุผลนี้")

    def __init__(self, data: Any = None, *, user: User) -> None:
        super().__init__(data)
        current = Month.of(clock.today())
        self.fields["month"].offer([current - back for back in range(MONTHS_BACK)], current - 1)
        self.fields["province"].queryset = selectors.reporting_provinces(user)
        self.districts = {str(d.pk): d for d in selectors.reporting_districts(user)}
        self.fields["district"].choices = [("", "ทั้งจังหวัด"), *_by_province(list(self.districts.values()))]

    def clean_until(self) -> Any:
        until = self.cleaned_data["until"]
        if until <= clock.now():
            raise forms.ValidationError(f"ต้องเป็นเวลาหลังจากนี้ (ขณะนี้ {thai_datetime(clock.now())})")
        return until

    def clean_district(self) -> District | None:
        return self.districts.get(self.cleaned_data["district"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        district, province = data.get("district"), data.get("province")
        if district and province and district.province_id != province.pk:
            self.add_error("district", f"อำเภอ{district.name} ไม่ได้อยู่ในจังหวัด{province.name}")
        return data


def _by_province(districts: list[District]) -> list[tuple[str, list[tuple[str, str]]]]:
    return [
        (name, [(str(district.pk), district.name) for district in of_province])
        for name, of_province in groupby(districts, key=lambda district: district.province.name)
    ]


class WindowForm(forms.Form):
    """Other dates than day 10 – day 6 for one month."""

    opens_at = ThaiMomentField(
        label="เปิดให้บันทึก",
        help_text="เช่น 10/9/2564 (ตั้งแต่ 00:00 น.)",
        error_messages={"required": "กรุณาระบุวันเปิด"},
    )
    closes_at = ThaiMomentField(
        label="ปิดรับข้อมูล",
        end_of_day=True,
        help_text="เช่น 27/9/2564 (ถึงสิ้นวัน) หรือ 27/9/2564 16:30",
        error_messages={"required": "กรุณาระบุวันปิด"},
    )
    reason = _reason("เหตุผล", "ทุกจังหวัดและอำเภอจะเห็นเหตุผลนี้")

    def __init__(self, data: Any = None, *, window: Window) -> None:
        initial = {"opens_at": window.opens_at, "closes_at": window.closes_at, "reason": window.reason}
        super().__init__(data, initial=initial)
        self.window = window

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        opens, closes = data.get("opens_at"), data.get("closes_at")
        if opens and closes and closes <= opens:
            self.add_error("closes_at", "วันปิดต้องอยู่หลังวันเปิด")
        if opens and opens < clock.midnight(self.window.month, 1):
            self.add_error("opens_at", f"เปิดก่อนวันที่ 1 {self.window.month.thai} ไม่ได้ เพราะเดือนยังไม่เริ่ม")
        return data


class DeadlineForm(KindForm):
    """The province's own day for its districts to confirm by, from a month on."""

    from_month = MonthChoiceField(label="ใช้ตั้งแต่เดือน")
    day = forms.IntegerField(
        label="อำเภอต้องยืนยันภายในวันที่",
        min_value=10,
        max_value=31,
        help_text="วันที่ 10–31 ของเดือน ถ้าเดือนนั้นสั้นกว่า ใช้วันสุดท้ายของเดือน",
        error_messages={
            "required": "กรุณาระบุวันที่",
            "invalid": "พิมพ์เป็นตัวเลข เช่น 20",
            "min_value": "ต้องเป็นวันที่ 10 ถึง 31",
            "max_value": "ต้องเป็นวันที่ 10 ถึง 31",
        },
    )

    def __init__(self, data: Any = None, *, working: Month, days: Mapping[Kind, int]) -> None:
        super().__init__(data, initial={"day": days[Kind.SALES]})
        said = " · ".join(f"{kind.label} วันที่ {day}" for kind, day in days.items())
        self.fields["kind"].help_text = f"ขณะนี้: {said}"
        self.fields["from_month"].offer([working + ahead for ahead in range(MONTHS_AHEAD)], working)
