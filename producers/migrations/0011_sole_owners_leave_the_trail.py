"""The audit trail calls sole owners by their code; what was written before that still held their names.

Names alone are taken out: who did what to what and when, reasons and figures stay as they were. The trail says itself
that it was done, and to how many entries (docs/decisions/074-personal-data.md).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django.db import migrations

from core import clock
from core.append_only import lifted
from core.audit import SYSTEM_NAME

NAME = "ชื่อกลุ่ม/ผู้ผลิต ผู้ประกอบการ"
SOLE, SOLE_LABEL = "sole", "ผู้ผลิตชุมชนที่เป็นเจ้าของรายเดียว"
PRODUCER, REQUEST = "producers.producer", "producers.producerrequest"
OTHERS = {
    "producer.merged_away": "into",
    "producer.merged": "other",
    "producer.distinct": "other",
    "producer.unmerged": "other",
}
OWN = ("producer.created", "producer.changed")
ASKED = ("request.asked", "request.corrected", "request.withdrawn", "request.refused", "request.approved")
AT_ONCE = 500
WITHHELD, FORGOTTEN = "(ไม่แสดงชื่อ)", "ผู้ผลิตรายเดียว (ลบชื่อแล้ว)"


def withhold(apps: Any, editor: Any) -> None:
    entries = apps.get_model("core", "AuditEntry").objects
    names = _Names(apps)
    found = entries.filter(target_type__in=[PRODUCER, REQUEST], action__in=[*OWN, *OTHERS, *ASKED]).order_by("pk")
    with lifted(editor.connection, "core_auditentry"):
        changed = sum(entries.bulk_update(some, ["details"]) for some in _portions(found, names))
    if changed:
        last = entries.order_by("-pk").values_list("pk", flat=True)[0]
        target = {"target_type": "core.auditentry", "target_id": last, "details": {"entries": changed}}
        entries.create(at=clock.now(), actor=None, actor_name=SYSTEM_NAME, action="trail.names_withheld", **target)


def _portions(found: Any, names: _Names) -> Iterator[list[Any]]:
    """Entries that held a name, without it; so many at once."""
    for start in range(0, found.count(), AT_ONCE):
        some = []
        for entry in found[start : start + AT_ONCE]:
            before, entry.details = entry.details, names.left_out(entry)
            if entry.details != before:
                some.append(entry)
        yield some


class _Names:
    """Whose names go, and what the trail calls them by instead."""

    def __init__(self, apps: Any) -> None:
        producers = apps.get_model("producers", "Producer").objects
        self.codes: dict[int, str] = dict(producers.filter(type=SOLE).values_list("pk", "code"))
        self.sole = set(self.codes.values())
        self.groups = set(producers.exclude(type=SOLE).values_list("name", flat=True))
        self.requests = dict(self._requests(apps))

    def _requests(self, apps: Any) -> Iterator[tuple[int, str]]:
        fields = ("pk", "producer_id", "name", "facts")
        for pk, producer, name, facts in apps.get_model("producers", "ProducerRequest").objects.values_list(*fields):
            if producer in self.codes:
                yield pk, self.codes[producer]
            elif not producer and (facts.get("type") == SOLE or name == FORGOTTEN):
                yield pk, SOLE_LABEL

    def left_out(self, entry: Any) -> dict[str, Any]:
        details = dict(entry.details)
        if entry.target_type == REQUEST:
            if entry.target_id in self.requests and "of" in details:
                kind = details["of"].partition(": ")[0] + ": " if entry.action == "request.asked" else ""
                details["of"] = kind + self.requests[entry.target_id]
        elif (key := OTHERS.get(entry.action)) in details:
            details[key] = self._other(details[key])
        elif entry.target_id in self.codes:
            details.pop("name", None)
            if NAME in details.get("changes", {}):
                details["changes"] = {**details["changes"], NAME: None}
        return details

    def _other(self, text: str) -> str:
        """'นางสม (24010001)' of a sole owner as '24010001'; a name without a code only where it is a group's."""
        if code := re.search(r"\(([^()]+)\)$", text):
            return code[1] if code[1] in self.sole else text
        return text if text in self.sole or text in self.groups else WITHHELD


class Migration(migrations.Migration):
    dependencies = [("producers", "0010_earlier_places_stay"), ("core", "0002_append_only")]
    operations = [migrations.RunPython(withhold, migrations.RunPython.noop)]
