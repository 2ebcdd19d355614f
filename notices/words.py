"""What people read: what happened, what to do now and by when, and where. No figure stands in any of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.urls import NoReverseMatch, reverse

from accounts.models import District, Province, User
from core import clock
from core.clock import thai_end
from core.month import Month
from entry import grids
from notices.events import Event
from notices.models import Topic
from workflow import calendar
from workflow.models import Kind


@dataclass(frozen=True)
class Words:
    topic: Topic
    title: str
    todo: str
    url: str
    said: str = ""


@dataclass(frozen=True)
class Reader:
    """Whom the words are for: an officer of `district`, or the office of `province`."""

    province: Province
    district: District | None = None


def _report(event: Event) -> str:
    return f"{Kind(event.kind).label} เดือน{_month(event).thai}"


def _month(event: Event) -> Month:
    if event.month is None:
        raise ValueError(f"{event.name} is of no month")
    return event.month


def place_to_act(reader: Reader, kind: str, month: Month) -> str:
    """The officer's entry page of the month, or the office's board."""
    if reader.district:
        return grids.get(kind).url("entry", reader.district.code, month)
    return reverse("workflow:board", kwargs={"kind": kind, "province": reader.province.code, "month": month})


def due(reader: Reader, kind: str, month: Month, at: datetime) -> datetime:
    """By when this reader's act is wanted: their deadline, or the window's end where that is over."""
    if reader.district:
        window = calendar.window_for(reader.district, month, at=at, kind=kind)
        deadline = calendar.confirm_deadline(reader.province, month, kind, window=window)
    else:
        window = max(calendar.windows_in(reader.province, month, at=at, kind=kind).values(), key=lambda w: w.ends_at)
        deadline = calendar.lock_deadline(window)
    return deadline if at < deadline <= window.ends_at else window.ends_at


def days_left(end: datetime, at: datetime) -> int:
    """Days after today until the last day: 0 on the last day itself, negative when it is over."""
    return (clock.last_day(end) - at.astimezone(clock.BANGKOK).date()).days


def _returned(event: Event, reader: Reader, at: datetime) -> Words:
    by = thai_end(due(reader, event.kind, _month(event), at))
    return _of_month(event, reader, Topic.RETURNED, "จังหวัดส่งคืนให้แก้ไข", f"แก้ไขตามเหตุผลแล้วยืนยันใหม่ภายใน{by}")


def _unlocked(event: Event, reader: Reader, at: datetime) -> Words:
    by = thai_end(due(reader, event.kind, _month(event), at))
    return _of_month(event, reader, Topic.UNLOCKED, "จังหวัดปลดล็อก", f"แก้ไขได้แล้ว และต้องยืนยันใหม่ภายใน{by}")


def _locked(event: Event, reader: Reader, at: datetime) -> Words:
    todo = "กรมฯ เห็นตัวเลขแล้ว ไม่ต้องทำอะไรเพิ่ม หากต้องแก้ไข ให้จังหวัดปลดล็อก"
    return _of_month(event, reader, Topic.LOCKED, "จังหวัดล็อกแล้ว", todo)


def _reminded(event: Event, reader: Reader, at: datetime) -> Words:
    by = thai_end(due(reader, event.kind, _month(event), at))
    return _of_month(event, reader, Topic.REMINDED, "จังหวัดเตือนว่าอำเภอยังไม่ยืนยัน", f"กรอกให้ครบแล้วยืนยันภายใน{by}")


def _of_month(event: Event, reader: Reader, topic: Topic, what: str, todo: str) -> Words:
    url = place_to_act(reader, event.kind, _month(event))
    return Words(topic, f"{what}: {_report(event)}", todo, url, event.said)


def _granted(event: Event, reader: Reader, at: datetime) -> Words:
    until = thai_end(event.until or at)
    whose = f"อำเภอ{event.district.name}" if event.district else f"จังหวัด{reader.province.name}ทั้งจังหวัด"
    act = "แก้ไขและยืนยัน" if reader.district else "ตรวจและล็อก"
    title = f"กรมฯ ขยายเวลาให้{whose}: {_report(event)}"
    url = place_to_act(reader, event.kind, _month(event))
    return Words(Topic.EXTENDED, title, f"{act}ได้ถึง{until}", url, event.said)


def _revoked(event: Event, reader: Reader, at: datetime) -> Words:
    whose = f"อำเภอ{event.district.name}" if event.district else f"จังหวัด{reader.province.name}ทั้งจังหวัด"
    title = f"กรมฯ ยกเลิกการขยายเวลาของ{whose}: {_report(event)}"
    return Words(Topic.EXTENDED, title, "เดือนนี้กลับไปเปิด–ปิดตามปฏิทิน", reverse("workflow:calendar"))


def _opened(event: Event, reader: Reader, at: datetime) -> Words:
    by = thai_end(due(reader, event.kind, _month(event), at))
    todo = f"กรอกและยืนยันภายใน{by}" if reader.district else f"ตรวจและล็อกภายใน{by}"
    return _of_month(event, reader, Topic.OPENED, "เปิดให้บันทึกแล้ว", todo)


def _days_left(event: Event, reader: Reader, at: datetime) -> Words:
    end = event.until or at
    left = days_left(end, at)
    what = "วันนี้เป็นวันสุดท้าย" if left == 0 else f"เหลืออีก {left} วัน"
    todo = f"อำเภอยังไม่ยืนยัน กรอกให้ครบแล้วยืนยันภายใน{thai_end(end)}"
    if not reader.district:
        todo = f"ยังล็อกไม่ครบทุกอำเภอ ตรวจและล็อกภายใน{thai_end(end)}"
    return _of_month(event, reader, Topic.DAYS_LEFT, what, todo)


_WORDS: dict[str, Callable[[Event, Reader, datetime], Words]] = {
    "month.returned": _returned,
    "month.unlocked": _unlocked,
    "month.locked": _locked,
    "extension.granted": _granted,
    "extension.revoked": _revoked,
    "district.reminded": _reminded,
    "month.opened": _opened,
    "month.days-left": _days_left,
}


def of_area(event: Event, reader: Reader, at: datetime) -> Words | None:
    """The words for an officer or an office; None for an event that is told to no person."""
    write = _WORDS.get(event.name)
    return write(event, reader, at) if write else None


def of_file(event: Event) -> Words:
    """A file that a worker has finished; its name is the asker's own choice of document."""
    try:
        url = reverse("reports:mine")
    except NoReverseMatch:
        url = reverse("reports:downloads")
    name = " ".join(str(event.details.get("document", "")).split())
    return Words(Topic.EXPORT, f"ไฟล์พร้อมแล้ว: {name}"[:300], "ดาวน์โหลดได้ที่หน้าไฟล์ของฉัน ก่อนไฟล์หมดอายุ", url)


def of_stopped_webhook(event: Event) -> Words:
    name = " ".join(str(event.details.get("hook", "")).split())
    todo = "ปลายทางไม่รับหลายครั้งติดกัน ตรวจปลายทางแล้วเปิดส่งอีกครั้ง"
    return Words(Topic.HOOK, f"หยุดส่งไประบบภายนอก: {name}"[:300], todo, reverse("notices:webhooks"))


def reader(person: User) -> Reader | None:
    """The area as which a person reads; None for the department."""
    province = person.district.province if person.district else person.province
    return Reader(province, person.district) if province else None
