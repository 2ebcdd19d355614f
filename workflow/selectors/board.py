"""The province's board: every district of a month, its state, and the figures that this person may see.

A constant number of queries, whatever the number of districts.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from accounts.models import District, Province, User
from core import audit, clock
from core.models import AuditEntry
from core.month import Month
from workflow import calendar, kinds, marks
from workflow.calendar import Act, Verdict, Window
from workflow.kinds import KindWords, Progress
from workflow.marks import Mark
from workflow.models import Kind, State, Submission
from workflow.selectors.standing import Standing

TRAIL_LENGTH = 20


@dataclass
class BoardRow(Standing):
    """One district. `progress` is None where this person may not see its figures, or nothing has begun."""

    district: District
    submission: Submission | None
    progress: Progress | None
    previous_visible: bool
    verdicts: dict[Act, Verdict]
    marks: list[Mark] = field(default_factory=list)

    @property
    def state(self) -> str:
        return self.submission.state if self.submission else State.DRAFT

    @property
    def is_locked(self) -> bool:
        return self.state == State.LOCKED

    @property
    def is_done(self) -> bool:
        """Confirmed by the district, locked or not: its total is the whole month's."""
        return self.state in (State.CONFIRMED, State.LOCKED)

    @property
    def change(self) -> Decimal | None:
        """Per cent against last month; a half-filled month is compared with nothing."""
        return self.progress.change if self.progress and self.is_done and self.previous_visible else None

    @property
    def reason(self) -> str:
        """Why the district is writing again: the reason of the return or the unlock."""
        return self.submission.reopen_reason if self.submission and self.submission.is_editable_state else ""

    @property
    def may_lock(self) -> bool:
        return self.verdicts[Act.LOCK].allowed

    @property
    def may_unlock(self) -> bool:
        return self.verdicts[Act.UNLOCK].allowed


@dataclass
class Board:
    """A province's month. Sums are of the rows whose figures are visible, in baht."""

    province: Province
    month: Month
    rows: list[BoardRow]
    windows: list[Window]
    at: datetime
    kind: str
    trail: list[AuditEntry] = field(default_factory=list)

    @property
    def kind_label(self) -> str:
        return Kind(self.kind).label

    @property
    def words(self) -> KindWords:
        return kinds.get(self.kind).words

    @property
    def states(self) -> Counter[str]:
        return Counter(row.shown_state for row in self.rows)

    @property
    def locked(self) -> int:
        return sum(row.is_locked for row in self.rows)

    @property
    def unlocked_rows(self) -> list[BoardRow]:
        return [row for row in self.rows if not row.is_locked]

    @property
    def unconfirmed_rows(self) -> list[BoardRow]:
        return [row for row in self.rows if not row.is_done]

    @property
    def lockable_rows(self) -> list[BoardRow]:
        return [row for row in self.rows if row.may_lock]

    @property
    def unlockable_rows(self) -> list[BoardRow]:
        return [row for row in self.rows if row.may_unlock]

    @property
    def seen(self) -> list[Progress]:
        return [row.progress for row in self.rows if row.progress]

    @property
    def total(self) -> Decimal:
        return sum((progress.total for progress in self.seen), Decimal(0))

    @property
    def filled(self) -> int:
        return sum(progress.filled for progress in self.seen)

    @property
    def row_count(self) -> int:
        return sum(progress.rows for progress in self.seen)

    @property
    def warnings(self) -> int:
        return sum(progress.warnings for progress in self.seen)

    @property
    def has_drafts(self) -> bool:
        """Whether the sum holds figures that are not yet whole."""
        return any(row.progress and not row.is_done for row in self.rows)

    @property
    def unlocked_words(self) -> str:
        """What may still change, in words."""
        left = len(self.rows) - self.locked
        return f"ยังไม่ล็อก {left} จาก {len(self.rows)} อำเภอ" if left else "ล็อกครบทุกอำเภอแล้ว"

    @property
    def window(self) -> Window:
        """The window as most people of the province know it: the one that ends last."""
        return max(self.windows, key=lambda window: window.ends_at)

    @property
    def is_open(self) -> bool:
        return any(window.is_open(self.at) for window in self.windows)

    @property
    def confirm_by(self) -> date:
        """The last day on which districts confirm."""
        return clock.last_day(calendar.confirm_deadline(self.province, self.month, self.kind, window=self.window))

    @property
    def lock_by(self) -> date:
        """The last day on which the province locks."""
        return clock.last_day(calendar.lock_deadline(self.window))

    @property
    def sentence(self) -> str:
        """Why nothing can be done now, or until when it can: the calendar's own words."""
        return calendar.window_sentence(self.window, self.at)


def submissions_of(user: User, province: Province, month: Month, kind: str = Kind.SALES) -> dict[int, Submission]:
    """The begun submissions of a province's month, by district id."""
    visible = Submission.objects.visible_to(user).filter(kind=kind, month=month, district__province=province)
    return {s.district_id: s for s in visible.select_related("district", "confirmed_by", "locked_by")}


def _figures(user: User, submissions: dict[int, Submission], kind: str) -> dict[int, Progress]:
    return kinds.get(kind).progress(_visible(user, submissions))


def _visible(user: User, submissions: dict[int, Submission]) -> list[Submission]:
    return [s for s in submissions.values() if may_see_figures(user, s)]


def may_see_figures(user: User, submission: Submission | None) -> bool:
    """The rule of `figures_visible_to`, for a submission at hand that `visible_to` gave."""
    return submission is not None and (not user.is_national or submission.state == State.LOCKED)


def _previous_visible(user: User, province: Province, month: Month, kind: str) -> set[int]:
    """Districts whose month before this person may see: a change in per cent would tell its total."""
    before = Submission.objects.figures_visible_to(user).filter(kind=kind, month=month - 1, district__province=province)
    return set(before.values_list("district_id", flat=True))


def board(user: User, province: Province, month: Month, kind: str = Kind.SALES) -> Board:
    """The board of a province's month as `user` may see it. The caller has checked that `user` may see the province."""
    at = clock.now()
    submissions = submissions_of(user, province, month, kind)
    figures = _figures(user, submissions, kind)
    marked = marks.of_months(user, _visible(user, submissions))
    before = _previous_visible(user, province, month, kind)
    windows = calendar.windows_in(province, month, at=at, kind=kind)
    rows = []
    for district in District.objects.filter(province=province).in_thai_order():
        submission = submissions.get(district.pk)
        verdicts = {
            act: calendar.may_change(
                user, district, month, act, submission=submission, kind=kind, at=at, window=windows[district.pk]
            )
            for act in (Act.LOCK, Act.UNLOCK)
        }
        progress = figures.get(submission.pk) if submission else None
        said = marked.get(submission.pk, []) if submission else []
        rows.append(BoardRow(district, submission, progress, district.pk in before, verdicts, said))
    return Board(province, month, rows, list(windows.values()), at, kind, _trail(submissions))


def _trail(submissions: dict[int, Submission]) -> list[AuditEntry]:
    """The last acts on the province's month, each with its district."""
    names = {s.pk: s.district.name for s in submissions.values()}
    entries = audit.trail_of_all(Submission, list(names)).filter(action__startswith="month.")[:TRAIL_LENGTH]
    return [_named(entry, names[entry.target_id]) for entry in entries]


def _named(entry: AuditEntry, district: str) -> AuditEntry:
    entry.place = f"อำเภอ{district}"  # type: ignore[attr-defined]
    return entry
