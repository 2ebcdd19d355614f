"""Reads of evidence. Every one starts from what the person may see."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count
from django.shortcuts import get_object_or_404

from accounts.models import District, User
from core.month import Month
from evidence.models import Evidence
from producers.models import Producer
from workflow import calendar
from workflow.calendar import Verdict
from workflow.models import Kind, Submission
from workflow.selectors.review import find_submission


@dataclass(frozen=True)
class Gallery:
    """The evidence of one producer's month, and whether the person may change it."""

    district: District
    month: Month
    producer: Producer
    files: list[Evidence]
    verdict: Verdict
    room: int

    @property
    def may_change(self) -> bool:
        return self.verdict.allowed


def producer_of_month_or_404(user: User, district: District, month: Month, pk: int) -> Producer:
    """A producer that reports the month in this district, or whose evidence lies there. The district is the user's."""
    kept = Evidence.objects.visible_to(user).filter(submission__district=district, submission__month=month)
    reporting = Producer.objects.of_district(district, month)
    return get_object_or_404(reporting | Producer.objects.filter(pk__in=kept.values("producer")), pk=pk)


def gallery(user: User, district: District, month: Month, producer: Producer, most: int) -> Gallery:
    submission = find_submission(user, district, month)
    files = evidence_of(user, submission, producer) if submission else []
    verdict = calendar.may_change(user, district, month, submission=submission)
    return Gallery(district, month, producer, files, verdict, max(0, most - len(files)))


def evidence_of(user: User, submission: Submission, producer: Producer) -> list[Evidence]:
    found = Evidence.objects.visible_to(user).filter(submission=submission, producer=producer)
    return list(found.select_related("uploaded_by").order_by("uploaded_at", "pk"))


def evidence_or_404(user: User, district: District, month: Month, producer_pk: int, pk: int) -> Evidence:
    found = Evidence.objects.visible_to(user).filter(
        submission__district=district, submission__month=month, submission__kind=Kind.SALES, producer=producer_pk
    )
    return get_object_or_404(found.select_related("submission__district", "producer"), pk=pk)


def counts_by_producer(submission: Submission | None) -> dict[int, int]:
    """How many files each producer of a month has, by producer id. One query."""
    if submission is None:
        return {}
    counted = Evidence.objects.filter(submission=submission).values_list("producer").annotate(Count("pk"))
    return dict(counted.order_by())


def files_by_producer(submission: Submission) -> list[tuple[int, str, int]]:
    """(producer id, code, files) of the producers of a month that have any. One query."""
    found = Evidence.objects.filter(submission=submission).values_list("producer_id", "producer__code")
    return list(found.annotate(Count("pk")).order_by())


def producers_with_evidence(submissions: Iterable[Submission]) -> dict[int, int]:
    """How many producers of each month have any, by submission id. One query."""
    found = Evidence.objects.filter(submission__in=[s.pk for s in submissions]).values_list("submission")
    return dict(found.annotate(Count("producer", distinct=True)).order_by())
