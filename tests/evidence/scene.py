"""One photograph behind a producer's month."""

from __future__ import annotations

from functools import cache

from accounts.models import User
from core import clock
from evidence import store
from evidence.cleaning import clean
from evidence.models import Evidence, Form
from producers.models import Producer
from tests.evidence.files import photograph
from workflow.models import Submission


@cache
def _kept() -> tuple[str, str]:
    made = clean(photograph())
    return store.put(made.content, ".jpg"), store.put(made.thumbnail, ".jpg")


def make_evidence(submission: Submission, producer: Producer, by: User) -> Evidence:
    """Written straight into the table, whatever the calendar says."""
    name, thumbnail = _kept()
    facts = {"form": Form.IMAGE, "name": name, "thumbnail": thumbnail, "title": "สมุดบัญชี.jpg", "sha256": "0" * 64}
    return Evidence.objects.create(
        submission=submission, producer=producer, size=1, uploaded_at=clock.now(), uploaded_by=by, **facts
    )
