"""Evidence in the demo: drawn pages of account books behind a few producers of the present month."""

from __future__ import annotations

import hashlib
from datetime import datetime
from io import BytesIO
from random import Random

from django.db import transaction
from PIL import Image, ImageDraw

from core.month import Month
from evidence import store
from evidence.cleaning import clean
from evidence.models import Evidence, Form
from otop_portal.demo.people import Cast
from otop_portal.demo.seeded import seeded
from producers.models import Producer
from workflow.models import Kind, Submission

EVERY = 3  # of so many producers one has evidence
MOST = 3  # producers of a district
TITLES = ("สมุดบัญชีหน้า 1.jpg", "ใบเสร็จรับเงิน.jpg", "ภาพร้านค้าออนไลน์.jpg")
PAPER, INK, LINES = "#fbf7ea", "#28406b", "#c9d3df"


def ensure_evidence(month: Month, cast: Cast, now: datetime) -> int:
    """A picture or two behind some producers of each begun district; returns how many were added."""
    if Evidence.objects.filter(submission__month=month).exists():
        return 0
    pictures = [clean(page(seeded("page", number))) for number, _ in enumerate(TITLES)]
    begun = Submission.objects.filter(kind=Kind.SALES, month=month).select_related("district")
    return sum(_of_month(submission, pictures, cast, now) for submission in begun)


@transaction.atomic
def _of_month(submission: Submission, pictures: list, cast: Cast, now: datetime) -> int:
    producers = Producer.objects.of_district(submission.district, submission.month).order_by("code")[: EVERY * MOST]
    officer = cast.officers.get(submission.district_id)
    made = [
        _keep(submission, producer, number, pictures[number], officer, now)
        for producer in producers[::EVERY]
        for number in range(seeded("evidence", producer.code).choice((1, 1, 2, 3)))
        if officer
    ]
    Evidence.objects.bulk_create(made)
    return len(made)


def _keep(submission: Submission, producer: Producer, number: int, made, officer, now: datetime) -> Evidence:
    return Evidence(
        submission=submission,
        producer=producer,
        form=Form.IMAGE,
        name=store.put(made.content, made.suffix),
        thumbnail=store.put(made.thumbnail, ".jpg"),
        title=TITLES[number],
        sha256=hashlib.sha256(f"{producer.code}/{number}".encode()).hexdigest(),
        size=len(made.content),
        uploaded_at=now,
        uploaded_by=officer,
    )


def page(dice: Random) -> bytes:
    """A ruled page with figures that are lines, not letters: nobody's real account."""
    picture = Image.new("RGB", (900, 675), PAPER)
    pen = ImageDraw.Draw(picture)
    for y in range(70, 660, 45):
        pen.line((40, y, 860, y), fill=LINES, width=2)
        x = 60
        while x < dice.randint(300, 480):
            wide = dice.randint(14, 60)
            pen.line((x, y - 14, x + wide, y - 14 + dice.randint(-4, 4)), fill=INK, width=4)
            x += wide + 10
        for column in (620, 770):
            pen.line((column, y - 14, column + dice.randint(30, 75), y - 14), fill=INK, width=4)
    pen.line((580, 30, 580, 650), fill="#d98c8c", width=2)
    kept = BytesIO()
    picture.save(kept, "PNG")
    return kept.getvalue()
