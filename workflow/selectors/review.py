"""One district's month as the province checks it: rows beside last month's, reasons, revisions, what changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from accounts.models import District, User
from core import audit, clock
from core.month import Month
from workflow import calendar, kinds, marks
from workflow.calendar import Act, Verdict
from workflow.canonical import RowChange, changes
from workflow.kinds import Columns, KindWords, Progress, RowContent
from workflow.marks import Mark
from workflow.models import Kind, Revision, Submission
from workflow.selectors.board import may_see_figures
from workflow.selectors.frozen import as_it_stands, shown_rows
from workflow.selectors.standing import Standing

REVIEW_ACTS = (Act.LOCK, Act.UNLOCK, Act.RETURN)


@dataclass(frozen=True)
class ReviewRow:
    """A row of the form. `before` is its total last month in baht, None where it had none."""

    content: RowContent
    before: Decimal | None
    note: str
    words: str
    columns: Columns
    marks: Sequence[Mark] = ()

    @property
    def labelled(self) -> list[tuple[str, Decimal]]:
        return [(label, self.content.amounts[at]) for at, label in self.columns]

    @property
    def reason(self) -> str:
        """The district's reason for a figure far from the row's own history."""
        return self.content.facts.get("reason", "")

    @property
    def is_blank(self) -> bool:
        return "blank" in self.content.facts

    @property
    def change(self) -> Decimal | None:
        if not self.before or self.is_blank:
            return None
        return (self.content.total - self.before) / self.before * 100


@dataclass(frozen=True)
class Review(Standing):
    """Everything of the page. Without `visible` the person may know the state and nothing of the figures."""

    kind: str
    district: District
    month: Month
    submission: Submission | None
    visible: bool
    before_visible: bool
    rows: list[ReviewRow]
    progress: Progress
    columns: Columns
    verdicts: dict[str, Verdict]
    revisions: list[Revision]
    changed: list[RowChange]
    trail: list

    @property
    def kind_label(self) -> str:
        return Kind(self.kind).label

    @property
    def words(self) -> KindWords:
        return kinds.get(self.kind).words

    @property
    def explained(self) -> list[ReviewRow]:
        return [row for row in self.rows if row.reason]

    @property
    def returned(self) -> list[ReviewRow]:
        return [row for row in self.rows if row.note]

    @property
    def sums(self) -> list[tuple[str, Decimal]]:
        """The total of each amount under its head, baht."""
        return [(label, sum((row.content.amounts[at] for row in self.rows), Decimal(0))) for at, label in self.columns]

    @property
    def amount_labels(self) -> list[str]:
        return [label for _, label in self.columns]

    @property
    def total(self) -> Decimal:
        return sum((row.content.total for row in self.rows), Decimal(0))

    @property
    def before_total(self) -> Decimal | None:
        """Last month's total, baht; None where it is not known or a part-filled month would be compared with it."""
        done = self.submission is not None and not self.submission.is_editable_state
        return self.progress.previous_total if done and self.before_visible else None

    @property
    def total_change(self) -> Decimal | None:
        return self.progress.change if self.before_total else None


def find_submission(user: User, district: District, month: Month, kind: str = Kind.SALES) -> Submission | None:
    """The submission of a district's month, if it has begun."""
    visible = Submission.objects.visible_to(user).select_related("district__province", "confirmed_by", "locked_by")
    return visible.filter(kind=kind, district=district, month=month).first()


def review(user: User, district: District, month: Month, kind: str = Kind.SALES) -> Review:
    """One district's month. The caller has checked that `user` may see the district."""
    submission = find_submission(user, district, month, kind)
    visible = may_see_figures(user, submission)
    previous = find_submission(user, district, month - 1, kind) if visible else None
    shown = previous if may_see_figures(user, previous) else None
    content, columns = as_it_stands(submission) if visible and submission else ([], kinds.get(kind).columns)
    return Review(
        kind=kind,
        district=district,
        month=month,
        submission=submission,
        visible=visible,
        before_visible=shown is not None,
        rows=_rows(user, submission, shown, content, columns) if submission else [],
        progress=_progress(submission) if visible and submission else Progress(),
        columns=columns,
        verdicts=_verdicts(user, district, month, submission, kind),
        revisions=revisions_of(user, submission) if visible and submission else [],
        changed=changed_since(submission, content) if visible and submission and not user.is_national else [],
        trail=list(audit.trail(submission).filter(action__startswith="month.")) if submission else [],
    )


def _rows(
    user: User, submission: Submission, previous: Submission | None, content: list[RowContent], columns: Columns
) -> list[ReviewRow]:
    before = {row.key: row.total for row in kinds.of(previous).content(previous)} if previous and content else {}
    notes = dict(submission.return_notes.values_list("row_key", "reason"))
    words = kinds.of(submission).describe
    said = marks.of_units(user, submission) if content else {}
    return [
        ReviewRow(row, before.get(row.key), notes.get(row.key, ""), words(row.facts), columns, said.get(row.unit, []))
        for row in content
    ]


def _progress(submission: Submission) -> Progress:
    return kinds.of(submission).progress([submission]).get(submission.pk, Progress())


def _verdicts(
    user: User, district: District, month: Month, submission: Submission | None, kind: str
) -> dict[str, Verdict]:
    at = clock.now()
    window = calendar.window_for(district, month, at=at, kind=kind)
    return {
        str(act): calendar.may_change(
            user, district, month, act, submission=submission, kind=kind, at=at, window=window
        )
        for act in REVIEW_ACTS
    }


def revisions_of(user: User, submission: Submission) -> list[Revision]:
    """Newest first, without their content. The department sees the locked one: the others may never have been."""
    revisions = submission.revisions.select_related("confirmed_by").defer("content").order_by("-number")
    return list(revisions.filter(number=submission.revision_number) if user.is_national else revisions)


def changed_since(submission: Submission, content: list[RowContent]) -> list[RowChange]:
    """What a reviewer has not seen yet: rows that differ from the revision before the one that stands now.

    While the district writes again it is compared with its last revision; once confirmed, with the one before.
    """
    standing = None if submission.is_editable_state else submission.revision_number
    earlier = submission.revisions.exclude(number=standing) if standing else submission.revisions
    last = earlier.order_by("-number").first()
    return changes(shown_rows(last), content, kinds.of(submission).describe) if last else []
