"""Adding and removing evidence, and making good what a crash left behind.

A file is on the disk before its row is written, and goes after its row is gone. So a row always has its file; what a
crash leaves is a file without a row, which `sweep` removes.
"""

from __future__ import annotations

import hashlib
import logging
import re
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from accounts.models import District, User
from core import audit, clock
from core.month import Month
from core.records import Refused
from evidence import store
from evidence.cleaning import Clean, clean
from evidence.models import Evidence, Form
from producers.models import Producer
from workflow import services as workflow
from workflow.calendar import Act
from workflow.models import Submission

SETTLED = timedelta(hours=6)  # by then whoever wrote a file has written its row, or never will
MOST_OF_TITLE = 120
logger = logging.getLogger(__name__)


def add(
    district: District, month: Month, producer: Producer, content: bytes, *, title: str, actor: User
) -> tuple[Evidence, bool]:
    """Keep a file behind a producer's month; (the evidence, whether it is new). Sent again, the one there is.

    Raises workflow.services.Refused where the month may not be edited, core.records.Refused for the file.
    """
    submission = workflow.begin(district, month, actor=actor)
    workflow.guard(actor, submission, Act.EDIT)
    sha256 = hashlib.sha256(content).hexdigest()
    if same := _same(submission, producer, sha256):
        return same, False
    _check_room(submission, producer)
    made = clean(content)  # takes long: before anything is held
    names = [store.put(made.content, made.suffix), *([store.put(made.thumbnail, ".jpg")] if made.thumbnail else [])]
    found, new = _write(submission, producer, made, names, sha256, title, actor)
    if not new:
        drop_files(names)
    return found, new


@transaction.atomic
def _write(
    submission: Submission, producer: Producer, made: Clean, names: list[str], sha256: str, title: str, actor: User
) -> tuple[Evidence, bool]:
    held = workflow.lock_row(submission)
    workflow.guard(actor, held, Act.EDIT)
    if same := _same(held, producer, sha256):
        return same, False
    _check_room(held, producer)
    evidence = Evidence.objects.create(
        submission=held,
        producer=producer,
        form=Form.IMAGE if made.thumbnail else Form.PDF,
        name=names[0],
        thumbnail=names[1] if made.thumbnail else "",
        title=plain_title(title),
        sha256=sha256,
        size=len(made.content),
        pages=made.pages,
        uploaded_at=clock.now(),
        uploaded_by=actor,
    )
    audit.record(actor, "evidence.added", held, **_facts(evidence))
    return evidence, True


@transaction.atomic
def remove(evidence: Evidence, *, actor: User) -> None:
    """Take a file away while the month may be edited. Raises workflow.services.Refused."""
    held = workflow.lock_row(evidence.submission)
    workflow.guard(actor, held, Act.EDIT)
    there = Evidence.objects.filter(pk=evidence.pk).select_related("producer").first()
    if there is None:
        return
    there.delete()
    audit.record(actor, "evidence.removed", held, **_facts(evidence))
    transaction.on_commit(lambda: drop_files(evidence.files))


def _facts(evidence: Evidence) -> dict[str, str]:
    """The trail is never rewritten: it names nobody, and a file's title may."""
    return {"producer_code": evidence.producer.code, "sha256": evidence.sha256}


def _same(submission: Submission, producer: Producer, sha256: str) -> Evidence | None:
    return Evidence.objects.filter(submission=submission, producer=producer, sha256=sha256).first()


def _check_room(submission: Submission, producer: Producer) -> None:
    most = settings.EVIDENCE_PER_PRODUCER
    if Evidence.objects.filter(submission=submission, producer=producer).count() >= most:
        raise Refused(f"เดือนนี้มีหลักฐานของรายนี้ครบ {most} ไฟล์แล้ว ให้ลบไฟล์ที่ไม่ใช้ก่อน")


def plain_title(name: str) -> str:
    """What the sender called the file, without folders and unprintable letters: to be shown, never to be opened."""
    last = re.split(r"[\\/]", name)[-1]
    printable = "".join(letter for letter in last if letter.isprintable()).strip()
    return printable[:MOST_OF_TITLE] or "ไม่มีชื่อ"


def drop_files(names: list[str]) -> None:
    """One that cannot be deleted now is swept later."""
    for name in names:
        try:
            store.drop(name)
        except OSError:
            logger.exception("evidence %s could not be deleted", name)


def sweep(at: datetime | None = None, *, dry_run: bool = False) -> list[str]:
    """Delete files that no row speaks of; returns their names. Safe to repeat and to interrupt."""
    known = {name for pair in Evidence.objects.values_list("name", "thumbnail") for name in pair}
    orphans = store.orphans((at or clock.now()) - SETTLED, known)
    if not dry_run:
        drop_files(orphans)
    return orphans


def missing() -> list[Evidence]:
    """Rows whose file is not there: what a restore without the folder looks like."""
    there = set(store.names(clock.now() + timedelta(days=1)))
    return [evidence for evidence in Evidence.objects.order_by("pk") if not there.issuperset(evidence.files)]
