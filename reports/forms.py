"""Forms of the reports' pages: the code of a paper, and ส่งออกข้อมูล."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django import forms

from accounts.models import District, Province
from core import clock
from core.month import BudgetYear, Month
from core.period import Period
from reports.asking import EVERY_PERIOD, FORMATS, LEVELS, NATION, Download
from reports.documents import DOWNLOADS, SUBJECTS
from reports.selectors import clean_code
from targets.forms import TableForm
from workflow.models import Kind

YEARS_BACK = 4  # budget years offered, this one and those before it
RECONCILED_YEARS = 6
ROLE_LEVELS = {"district": ("district",), "province": ("province", "district")}
Choices = list[tuple[str, Any]]


class CodeForm(forms.Form):
    """The code of a paper, as people type it."""

    code = forms.CharField(
        label="รหัสตรวจสอบ",
        max_length=40,
        help_text="อยู่ท้ายเอกสาร รต.๒ และข้าง QR code พิมพ์เลขไทยหรืออารบิกก็ได้ ไม่ต้องใส่ขีด",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "class": "control"}),
    )

    def clean_code(self) -> str:
        if not (code := clean_code(self.cleaned_data["code"])):
            raise forms.ValidationError("กรุณาพิมพ์รหัสตรวจสอบ")
        return code


def downloads_for(user: Any) -> list[tuple[str, list[Download]]]:
    """The documents that a role may ask for, by subject."""
    levels = set(ROLE_LEVELS.get(user.role, LEVELS))
    offered = {subject: [d for d in found if levels & set(d.levels)] for subject, found in SUBJECTS.items()}
    return [(subject, found) for subject, found in offered.items() if found]


class DownloadForm(forms.Form):
    """Words of a `Spec`; whether they fit each other is `exports.resolve`'s to say, in a sentence."""

    document = forms.ChoiceField(label="เอกสาร")
    area = forms.ChoiceField(label="พื้นที่", error_messages={"required": "กรุณาเลือกพื้นที่"})
    period = forms.ChoiceField(label="ช่วงเวลา", required=False, help_text="เดือน ไตรมาส รอบ หรือปีงบประมาณ")
    first = forms.ChoiceField(label="ตั้งแต่เดือน", required=False)
    last = forms.ChoiceField(label="ถึงเดือน", required=False)
    digits = forms.ChoiceField(label="ตัวเลข", choices=[("thai", "เลขไทย (๑๒๓)"), ("arabic", "เลขอารบิก (123)")])

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        months = _months()
        self.fields["document"].choices = [
            (subject, [(d.code, d.label) for d in found]) for subject, found in downloads_for(user)
        ]
        self.fields["area"].choices = _areas_for(user, self["document"].value())
        self.fields["period"].choices = _periods()
        for name in ("first", "last"):
            self.fields[name].choices = [("", "–"), *((str(month), month.thai) for month in months)]
            self.fields[name].help_text = "กรอกเมื่อต้องการช่วงที่กำหนดเอง" if name == "first" else ""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("first"), data.get("last")
        if bool(first) != bool(last):
            self.add_error("last" if first else "first", "เลือกทั้งเดือนแรกและเดือนสุดท้าย หรือเว้นว่างทั้งสองช่อง")
        elif first and last:
            data["period"] = self._range(first, last)
        elif not data.get("period") and "period" not in self.errors:
            self.add_error("period", "กรุณาเลือกช่วงเวลา")
        return data

    def _range(self, first: str, last: str) -> str:
        try:
            return str(Period(Month.parse(first), Month.parse(last)))
        except ValueError:
            self.add_error("last", "เดือนสุดท้ายต้องไม่ก่อนเดือนแรก")
            return ""


class ReconcileForm(TableForm):
    """A published table and, where it does not say so itself, whose and of which budget year it is."""

    area = forms.ChoiceField(label="ตารางของ", required=False, error_messages={"invalid_choice": "เลือกพื้นที่จากรายการ"})
    year = forms.TypedChoiceField(
        label="ปีงบประมาณของเดือนที่ไม่มีปี",
        coerce=int,
        empty_value=None,
        required=False,
        error_messages={"invalid_choice": "เลือกปีจากรายการ"},
    )
    columns = forms.ChoiceField(
        label="ส่วนที่จะเทียบ",
        required=False,
        choices=[("", "ตามหัวตาราง"), ("month", "เดือน"), ("channel", "ช่องทาง"), ("category", "ประเภทผลิตภัณฑ์")],
    )
    format = forms.ChoiceField(choices=[("", ""), *FORMATS.items()], required=False, widget=forms.HiddenInput)
    digits = forms.ChoiceField(choices=[("thai", ""), ("arabic", "")], required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        newest = Month.of(clock.today()).budget_year.number
        years = range(newest, newest - RECONCILED_YEARS, -1)
        self.fields["year"].choices = [("", "ตามตาราง"), *((year, str(year)) for year in years)]
        self.fields["text"].help_text = "รวมหัวตารางและแถวรวมด้วย ใช้เลขไทยหรืออารบิกก็ได้"
        if user.is_national:
            self.fields["area"].choices = [("", LEVELS[NATION]), *areas_of(user)[1:]]
        else:
            del self.fields["area"]
        self.order_fields(["area", "file", "text", "year", "columns"])

    def clean_digits(self) -> str:
        return self.cleaned_data["digits"] or "thai"

    def ask(self, field: str, sentence: str, text: str) -> None:
        """Show the form again with a question, and the table in it: a file cannot be kept."""
        self.add_error(field, sentence)
        data = self.data.copy()  # a QueryDict
        data["text"] = text
        self.data = data


def initial(user: Any, document: str = "") -> dict[str, str]:
    """The newest period, of one's own area, and the first document that there is of such an area.

    A `document` that there is not of such an area leaves the area to be chosen.
    """
    first = next(d.code for _, found in downloads_for(user) for d in found if _is_of_own_area(user, d.code))
    chosen = document or first
    area = areas_of(user)[0][0] if _is_of_own_area(user, chosen) else ""
    return {"document": chosen, "period": _newest_period(chosen), "area": area}


def _newest_period(document: str) -> str:
    """The last whole month; of a document that is of no month the present year, round or quarter."""
    kinds = DOWNLOADS[document].periods if document in DOWNLOADS else EVERY_PERIOD
    longer = [value for _, group in reversed(_periods()) for value, _ in group]
    month = str(Month.of(clock.today()) - 1)
    return month if "month" in kinds else next(value for value in longer if Period.parse(value).kind in kinds)


def _is_of_own_area(user: Any, document: str) -> bool:
    """Also of a document that there is not: whoever asks for it is told so."""
    own = ROLE_LEVELS.get(user.role, (NATION,))[0]
    return document not in DOWNLOADS or own in DOWNLOADS[document].levels


def _areas_for(user: Any, document: str) -> Choices:
    """The person's areas; for the department also districts by province, where the document is of districts."""
    blank = [] if _is_of_own_area(user, document) else [("", "เลือกพื้นที่")]
    of_districts = document in DOWNLOADS and "district" in DOWNLOADS[document].levels
    return [*blank, *areas_of(user), *(_districts_by_province(user) if user.is_national and of_districts else [])]


def _districts_by_province(user: Any) -> Choices:
    districts = District.objects.visible_to(user).filter(province__reports=True).select_related("province")
    found = districts.order_by("province__sort_key", "province_id", "sort_key", "code")
    return [
        (f"จังหวัด{province.name}", [(district.code, f"อำเภอ{district.name}") for district in group])
        for province, group in groupby(found, lambda district: district.province)
    ]


def _years() -> list[BudgetYear]:
    newest = Month.of(clock.today()).budget_year.number
    return [BudgetYear(newest - back) for back in range(YEARS_BACK)]


def _months() -> list[Month]:
    """Newest first, up to the present one."""
    now = Month.of(clock.today())
    return [month for year in _years() for month in reversed(year.months) if month <= now]


def _periods() -> Choices:
    years = _years()
    now = Month.of(clock.today())
    numbers = [year.number for year in years]
    rounds = [Period.round(year, part) for year in numbers for part in (2, 1)]
    quarters = [Period.quarter(year, part) for year in numbers for part in (4, 3, 2, 1)]
    return [
        ("เดือน", [(str(month), month.thai) for month in _months()]),
        ("ไตรมาส", _begun(quarters, now)),
        ("รอบ", _begun(rounds, now)),
        ("ปีงบประมาณ", _begun([Period.year(year) for year in numbers], now)),
    ]


def _begun(periods: list[Period], now: Month) -> list[tuple[str, str]]:
    return [(str(period), period.name) for period in periods if period.first <= now]


def areas_of(user: Any) -> Choices:
    provinces = Province.objects.visible_to(user).filter(reports=True).in_thai_order()
    if user.is_national:
        return [(NATION, LEVELS[NATION]), *((p.code, f"จังหวัด{p.name}") for p in provinces)]
    districts = District.objects.visible_to(user).in_thai_order()
    own = [(d.code, f"อำเภอ{d.name}") for d in districts]
    return own if user.is_district else [*((p.code, f"จังหวัด{p.name}") for p in provinces), *own]


class OverviewForm(forms.Form):
    """Year, area and kind of the overview. Only offered here: what may be seen the page itself decides."""

    year = forms.ChoiceField(label="ปีงบประมาณ")
    area = forms.ChoiceField(label="พื้นที่")
    kind = forms.ChoiceField(label="รายงาน", choices=Kind.choices)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [(year.number, str(year)) for year in _years()]
        self.fields["area"].choices = areas_of(user)
