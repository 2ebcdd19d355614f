"""Whether a person may change a district's month now; if not, why, and what they can do.

`may_change` is the one answer that page, service, job and API use. It follows from the clock and the records
(overrides, extensions, states) alone: no job opens or closes anything.

Source: Lampang, 31 July 2567 – open from day 10 of the month, closed from day 6 of the next; districts confirm by
day 25, provinces by day 5. Chachoengsao, 13 March 2567 – past months reopened until a set day.
"""

from __future__ import annotations

import calendar as days
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from accounts.models import District, Province, User
from core import clock
from core.clock import thai_datetime, thai_end
from core.month import Month
from workflow.models import ConfirmDeadline, Extension, ExtensionQuerySet, Kind, State, Submission, WindowOverride

OPENING_DAY = 10
CLOSING_DAY = 6
CONFIRM_DAYS = {Kind.SALES: 25, Kind.MARKETS: 31}  # market sales: the last day of the month (Lampang 2567)


class Act(StrEnum):
    EDIT = "edit"
    CONFIRM = "confirm"
    WITHDRAW = "withdraw"
    LOCK = "lock"
    UNLOCK = "unlock"
    RETURN = "return"


DISTRICT_ACTS = {Act.EDIT, Act.CONFIRM, Act.WITHDRAW}


@dataclass(frozen=True)
class Window:
    """When one district's month may change: [opens_at, closes_at), and the extension that prolongs it, if any.

    `reopened_until` is when the last extension that is over ended.
    """

    month: Month
    opens_at: datetime
    closes_at: datetime
    reason: str = ""
    extension: Extension | None = None
    reopened_until: datetime | None = None

    def is_open(self, at: datetime) -> bool:
        return self.opens_at <= at < self.ends_at

    @property
    def ends_at(self) -> datetime:
        """The last instant, extension included."""
        return max(self.closes_at, self.extension.until) if self.extension else self.closes_at

    @property
    def closed_at(self) -> datetime:
        """When it was last open, for a window that is over."""
        return max(self.closes_at, self.reopened_until) if self.reopened_until else self.closes_at

    def is_extended(self, at: datetime) -> bool:
        return self.extension is not None and at >= self.closes_at


@dataclass(frozen=True)
class Verdict:
    """Allowed or not; `sentence` says why, `remedy` what the person can do, `until` when the permission ends."""

    allowed: bool
    code: str
    sentence: str
    remedy: str = ""
    until: datetime | None = None

    def as_dict(self) -> dict[str, object]:
        return {
            "allowed": self.allowed,
            "code": self.code,
            "message": " ".join(filter(None, [self.sentence, self.remedy])),
            "until": self.until.isoformat() if self.until else None,
        }


def default_window(month: Month) -> Window:
    return Window(month, clock.midnight(month, OPENING_DAY), clock.midnight(month + 1, CLOSING_DAY))


def window_by(month: Month, override: WindowOverride | None) -> Window:
    """The month's window as an override gives it, or of the default days."""
    if override is None:
        return default_window(month)
    return Window(month, override.opens_at, override.closes_at, override.reason)


def national_window(month: Month, kind: str = Kind.SALES) -> Window:
    """The month's window for the whole country: the department's override, or the default days."""
    return window_by(month, WindowOverride.objects.filter(kind=kind, month=month).first())


def national_windows(months: Sequence[Month], kind: str = Kind.SALES) -> dict[Month, Window]:
    """`national_window` of each, in one query."""
    given = {override.month: override for override in WindowOverride.objects.filter(kind=kind, month__in=months)}
    return {month: window_by(month, given.get(month)) for month in months}


def is_closed(month: Month) -> bool:
    """Whether the whole country records a month of sales no longer; extensions of single areas aside."""
    return national_window(month).closes_at <= clock.now()


def window_for(district: District, month: Month, *, at: datetime, kind: str = Kind.SALES) -> Window:
    """The district's window as it stands at `at`, with the extension in force that lasts longest."""
    granted = Extension.objects.filter(kind=kind, month=month, granted_at__lte=at).covering(district)
    return _extended(national_window(month, kind), list(granted), at)


def windows_in(province: Province, month: Month, *, at: datetime, kind: str = Kind.SALES) -> dict[int, Window]:
    """`window_for` of every district of a province, by district id, in three queries."""
    window = national_window(month, kind)
    granted = list(Extension.objects.filter(kind=kind, month=month, granted_at__lte=at).within(province))
    districts = District.objects.filter(province=province).values_list("pk", flat=True)
    return {pk: _extended(window, [e for e in granted if e.district_id in (None, pk)], at) for pk in districts}


def _extended(window: Window, granted: list[Extension], at: datetime) -> Window:
    in_force = [extension for extension in granted if extension.ends_at > at]
    over = [extension.ends_at for extension in granted if extension.ends_at <= at]
    longest = max(in_force, key=lambda e: e.until, default=None)
    return replace(window, extension=longest, reopened_until=max(over, default=None))


def working_month(district: District, *, at: datetime | None = None, kind: str = Kind.SALES) -> Month:
    """The month that an officer of this district stands in: open by the calendar, else the last one reopened.

    With nothing open, as between days 6 and 10, it is the month that has just closed.
    """
    return _working_month(Extension.objects.covering(district), at or clock.now(), kind)


def working_month_of_province(province: Province, *, at: datetime | None = None, kind: str = Kind.SALES) -> Month:
    """As `working_month`, for the province: a month reopened for any of its districts counts."""
    return _working_month(Extension.objects.within(province), at or clock.now(), kind)


def _working_month(extensions: ExtensionQuerySet, at: datetime, kind: str) -> Month:
    current = Month.of(at.astimezone(clock.BANGKOK).date())
    windows = national_windows((current, current - 1), kind)
    for month, window in windows.items():
        if window.is_open(at):
            return month
    kept_open = WindowOverride.objects.filter(kind=kind, opens_at__lte=at, closes_at__gt=at).order_by("-month").first()
    if kept_open:
        return kept_open.month
    reopened = extensions.filter(kind=kind, month__lte=current).in_force(at)
    latest = reopened.order_by("-month").first()
    if latest:
        return latest.month
    return current if windows[current].closes_at <= at else current - 1


def reopened_months(district: District, *, at: datetime | None = None, kind: str = Kind.SALES) -> list[Extension]:
    """Extensions in force for the district, newest month first."""
    in_force = Extension.objects.filter(kind=kind).covering(district).in_force(at or clock.now())
    return list(in_force.order_by("-month", "-until"))


def confirm_deadline(
    province: Province, month: Month, kind: str = Kind.SALES, *, window: Window | None = None
) -> datetime:
    """The end of the day by which the province's districts confirm (the start of the day after, Bangkok).

    Where the department has given the month other dates and it is not open on that day, its closing. `window` saves
    the query for them.
    """
    own = ConfirmDeadline.objects.filter(kind=kind, province=province, from_month__lte=month)
    deadline = own.order_by("-from_month").first()
    day = deadline.day if deadline else default_confirm_day(kind)
    return confirm_by(window or national_window(month, kind), day)


def confirm_by(window: Window, day: int) -> datetime:
    """The end of that day of the window's month, or the closing where the window is not open then."""
    end = end_of_day(window.month, day)
    return end if window.opens_at < end <= window.closes_at else window.closes_at


def default_confirm_day(kind: str) -> int:
    """The day by which districts confirm where their province has set none; 31 is the last of any month."""
    return CONFIRM_DAYS[Kind(kind)]


def end_of_day(month: Month, day: int) -> datetime:
    """The instant at which a day of the month ends; the last day where the month is shorter."""
    last_day = days.monthrange(month.year, month.number)[1]
    return clock.midnight(month, min(day, last_day)) + timedelta(days=1)


def lock_deadline(window: Window) -> datetime:
    """The window's end: that of day 5 of the next month (Lampang 2567), or of the department's own dates."""
    return window.closes_at


def may_change(
    user: User,
    district: District,
    month: Month,
    act: Act = Act.EDIT,
    *,
    submission: Submission | None,
    kind: str = Kind.SALES,
    at: datetime | None = None,
    window: Window | None = None,
) -> Verdict:
    """May `user` do `act` on this district's month at `at` (default now)? `submission` None = nothing begun yet.

    `window` saves its queries where a page asks for a whole province (`windows_in`), and is the district's at `at`.
    The order of reasons is the order in which a person can do something about them: role, window, state.
    """
    at = at or clock.now()
    return (
        _role_refusal(user, district, act)
        or _window_refusal(window := window or window_for(district, month, at=at, kind=kind), at)
        or _state_refusal(submission.state if submission else State.DRAFT, act, submission)
        or Verdict(True, "open", _open_sentence(window, at), until=window.ends_at)
    )


def is_theirs(user: User, district: District, act: Act) -> bool:
    """Is it this person's to do `act` for this district, whenever that may be?"""
    return _role_refusal(user, district, act) is None


def _role_refusal(user: User, district: District, act: Act) -> Verdict | None:
    if act in DISTRICT_ACTS:
        allowed = user.is_active and user.is_district and user.district_id == district.pk
        remedy = "หากตัวเลขไม่ถูกต้อง ให้จังหวัดส่งคืนพร้อมเหตุผล" if user.is_province else ""
        refusal = Verdict(False, "role", f"เฉพาะเจ้าหน้าที่อำเภอ{district.name}เท่านั้นที่บันทึกและยืนยันได้", remedy)
    else:
        allowed = user.is_active and user.is_province and user.province_id == district.province_id
        refusal = Verdict(False, "role", "เฉพาะสำนักงานพัฒนาชุมชนจังหวัดเท่านั้นที่ล็อก ปลดล็อก หรือส่งคืนได้")
    return None if allowed else refusal


def window_sentence(window: Window, at: datetime) -> str:
    """Open until when, or since or until when it is closed: for a page that shows more than one district."""
    refusal = _window_refusal(window, at)
    return " ".join([refusal.sentence, refusal.remedy]).strip() if refusal else _open_sentence(window, at)


def _window_refusal(window: Window, at: datetime) -> Verdict | None:
    if window.is_open(at):
        return None
    if at < window.opens_at:
        sentence = f"เดือน{window.month.thai} ยังไม่เปิดให้บันทึก จะเปิดวันที่ {thai_datetime(window.opens_at)}"
        return Verdict(False, "not-yet-open", sentence)
    sentence = f"เดือน{window.month.thai} ปิดรับข้อมูลแล้วเมื่อ {thai_datetime(window.closed_at)}"
    remedy = "หากจำเป็นต้องแก้ไข ให้จังหวัดขอกรมการพัฒนาชุมชนขยายเวลา"
    return Verdict(False, "closed", sentence, remedy)


_ACTS_OF_STATE: dict[str, set[Act]] = {
    State.DRAFT: {Act.EDIT, Act.CONFIRM},
    State.RETURNED: {Act.EDIT, Act.CONFIRM},
    State.CONFIRMED: {Act.WITHDRAW, Act.LOCK, Act.RETURN},
    State.LOCKED: {Act.UNLOCK},
}


def _state_refusal(state: str, act: Act, submission: Submission | None) -> Verdict | None:
    if act in _ACTS_OF_STATE[state]:
        return None
    if state == State.LOCKED and submission and submission.locked_at:
        who = submission.locked_by.display_name if submission.locked_by else "จังหวัด"
        sentence = f"{who} ล็อกข้อมูลแล้วเมื่อ {thai_datetime(submission.locked_at)}"
        return Verdict(False, "locked", sentence, "หากต้องแก้ไข ให้จังหวัดปลดล็อกพร้อมเหตุผล")
    if state == State.CONFIRMED and submission and submission.confirmed_at:
        sentence = f"อำเภอยืนยันข้อมูลแล้วเมื่อ {thai_datetime(submission.confirmed_at)}"
        remedy = "หากต้องแก้ไข ให้กด “ถอนการยืนยัน” ก่อน" if act in DISTRICT_ACTS else ""
        return Verdict(False, "confirmed", sentence, remedy)
    if act == Act.UNLOCK:
        return Verdict(False, "not-locked", "ข้อมูลเดือนนี้ยังไม่ได้ล็อก")
    return Verdict(False, "not-confirmed", "อำเภอยังไม่ยืนยันข้อมูล", "ให้อำเภอกรอกให้ครบและยืนยันก่อน")


def _open_sentence(window: Window, at: datetime) -> str:
    until = thai_end(window.ends_at)
    if window.is_extended(at) and window.extension:
        return f"ขยายเวลาถึง {until} เหตุผล: {window.extension.reason}"
    return f"บันทึกได้ถึง {until}"
