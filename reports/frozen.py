"""Sums of frozen revisions, kept where a month is frozen. A revision never changes, so neither do they.

`keep_missing` makes good what is not there: months frozen before this was kept, or sums that somebody has deleted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from django.db.models import F, Q, QuerySet

from reports.models import FrozenTotal
from sales.models import CHANNELS
from workflow import canonical
from workflow.kinds import RowContent
from workflow.models import Kind, Revision, State, Submission

FROZEN = (State.CONFIRMED, State.LOCKED)
AT_ONCE = 500  # revisions parsed before their sums are written


def in_force(submissions: QuerySet[Submission]) -> QuerySet[Revision]:
    """The frozen content of what is confirmed or locked."""
    return Revision.objects.filter(
        submission__in=submissions, submission__state__in=FROZEN, number=F("submission__revision_number")
    )


def unkept(submissions: QuerySet[Submission]) -> QuerySet[Revision]:
    """Revisions in force whose sums are not there."""
    return in_force(submissions).filter(Q(totals=None) & Q(row_count__gt=0))


def keep(revisions: Iterable[Revision]) -> None:
    """Write the sums of sales revisions; what is there stays."""
    made = [total for revision in revisions if revision.submission.kind == Kind.SALES for total in totals_of(revision)]
    FrozenTotal.objects.bulk_create(made, ignore_conflicts=True, batch_size=2000)


def keep_missing(submissions: QuerySet[Submission]) -> int:
    """Write the sums that are not there of sales months. Returns of how many revisions."""
    ids = list(unkept(submissions.filter(kind=Kind.SALES)).values_list("pk", flat=True))
    for at in range(0, len(ids), AT_ONCE):
        keep(Revision.objects.filter(pk__in=ids[at : at + AT_ONCE]).select_related("submission"))
    return len(ids)


def keep_all() -> int:
    """As `keep_missing`, of the whole country."""
    return keep_missing(Submission.objects.all())


def totals_of(revision: Revision) -> Iterator[FrozenTotal]:
    """Sums of the frozen text by category and producer type."""
    parts: dict[tuple[str, str], list[RowContent]] = defaultdict(list)
    for row in canonical.rows_of(revision):
        parts[row.facts["category"], row.facts["type"]].append(row)
    for (category, type_), rows in parts.items():
        sums = map(sum, zip(*(row.amounts for row in rows), strict=True))
        yield FrozenTotal(
            revision=revision,
            category=category,
            type=type_,
            producers="\n".join(_producers(rows)),
            **dict(zip(CHANNELS, sums, strict=True)),
        )


def _producers(rows: Sequence[RowContent]) -> list[str]:
    """Codes, each once: `unit` of a row."""
    return sorted({row.unit for row in rows})
