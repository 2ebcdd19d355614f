"""What writing to any register shares: refusals as sentences, what would change, and how a person reads it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db import models

from core.thai import thai_date

Changes = dict[str, tuple[Any, Any]]  # {field: (old, new)}


class Refused(Exception):
    """An act that cannot be done; `message` is a Thai sentence, `field` the form's field that it concerns."""

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class Stale(Refused):
    """Somebody else changed the record meanwhile."""

    def __init__(self) -> None:
        super().__init__("มีผู้แก้ไขข้อมูลนี้ไปก่อนแล้ว หน้านี้แสดงค่าที่ท่านพิมพ์ไว้ กรุณาเปิดข้อมูลล่าสุดเทียบก่อนบันทึกอีกครั้ง")


class JustSaved(Refused):
    """What a form makes is there already, though it was not when the form was looked through: sent twice, perhaps."""

    def __init__(self, name: str) -> None:
        super().__init__(f"“{name}” เพิ่งบันทึกในอำเภอนี้แล้ว อาจเพราะกดปุ่มซ้ำ โปรดดูในรายการก่อนบันทึกอีกครั้ง")


def differences(record: models.Model, fields: dict[str, Any]) -> Changes:
    """{field: (old, new)} of what would change."""
    pairs = {name: (getattr(record, name), new) for name, new in fields.items()}
    return {name: (old, new) for name, (old, new) in pairs.items() if old != new}


def spoken(record: models.Model, changes: Changes, *, but: Collection[str] = ()) -> dict[str, list[str] | None]:
    """{label: [old, new]} for the audit trail; None in place of the fields in `but`, as of personal data."""
    return {
        label_of(record, name): None if name in but else [shown(record, name, old), shown(record, name, new)]
        for name, (old, new) in changes.items()
    }


def label_of(record: models.Model | type[models.Model], name: str) -> str:
    return str(getattr(record._meta.get_field(name), "verbose_name", name))


def shown(record: models.Model, name: str, value: Any) -> str:
    """A field's value as a person reads it."""
    choices = dict(getattr(record._meta.get_field(name), "choices", None) or ())
    if value in (None, "", []):
        return "–"
    if isinstance(value, bool):
        return "ใช่" if value else "ไม่ใช่"
    if isinstance(value, date):
        return thai_date(value)
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return str(choices.get(value, value))
