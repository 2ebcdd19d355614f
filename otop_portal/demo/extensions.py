"""The extensions that keep the demo usable: March 2567 reopened, and the days when the portal is closed."""

from __future__ import annotations

from datetime import datetime

from accounts.models import Province, User
from core import audit, clock
from core.month import Month
from otop_portal.demo.figures import CHACHOENGSAO, LETTER_MONTHS, PROVINCE_CODES, REOPENED
from workflow.calendar import national_window
from workflow.models import ConfirmDeadline, Extension, Kind

REOPENED_FOR_MONTHS = 6
REOPENED_REASON = "ข้อมูลสาธิต: จังหวัดให้อำเภอตรวจสอบและแก้ไขยอดจำหน่ายให้ถูกต้อง"
CLOSED_DAYS_REASON = "ข้อมูลสาธิต: เปิดต่อในวันที่ 6–9 ซึ่งปกติปิดระบบ เพื่อให้ทดลองใช้ได้ทุกวัน"
LETTER_CONFIRM_DAY = 20  # Chachoengsao, 13 March 2567: by the 20th of every month


def ensure_extensions(open_month: Month, admin: User) -> int:
    """Grant what is missing; returns how many. One that a person has revoked is not granted again."""
    now, provinces = clock.now(), list(Province.objects.filter(code__in=PROVINCE_CODES).order_by("code"))
    made = sum(_keep_open(province, open_month, admin) for province in provinces)
    if open_month > REOPENED:
        home = next(p for p in provinces if p.code == CHACHOENGSAO)
        until = clock.midnight(Month.of(now.date()) + REOPENED_FOR_MONTHS, 1)
        made += _ensure(home, REOPENED, now, until, REOPENED_REASON, admin)
    return made


def _keep_open(province: Province, month: Month, admin: User) -> bool:
    """From the instant the month closes until the next one opens: it begins to count only then."""
    closes, opens = national_window(month).closes_at, national_window(month + 1).opens_at
    return closes < opens and _ensure(province, month, closes, opens, CLOSED_DAYS_REASON, admin)


def _ensure(province: Province, month: Month, begin: datetime, until: datetime, reason: str, admin: User) -> bool:
    mine = Extension.objects.filter(kind=Kind.SALES, month=month, province=province, reason=reason)
    latest = mine.order_by("-until").first()
    if until <= clock.now() or (latest and (latest.revoked_at or latest.until > clock.now())):
        return False
    extension = Extension.objects.create(
        month=month, province=province, granted_at=begin, until=until, reason=reason, granted_by=admin
    )
    audit.record(
        admin,
        "extension.granted",
        extension,
        month=str(month),
        area=str(province),
        until=until.isoformat(),
        reason=reason,
        demo=True,
    )
    return True


def ensure_deadline(offices: dict[int, User]) -> bool:
    """Chachoengsao's districts confirm by day 20, as its letter says, unless the province has set a day."""
    province = Province.objects.get(code=CHACHOENGSAO)
    if ConfirmDeadline.objects.filter(kind=Kind.SALES, province=province).exists():
        return False
    deadline = ConfirmDeadline.objects.create(
        province=province, from_month=LETTER_MONTHS[0], day=LETTER_CONFIRM_DAY, created_by=offices[province.pk]
    )
    audit.record(
        offices[province.pk],
        "deadline.set",
        deadline,
        province=province.name,
        from_month=str(LETTER_MONTHS[0]),
        day=LETTER_CONFIRM_DAY,
        demo=True,
    )
    return True
