"""The canonical form of a confirmed month (docs/canonical-form.md), its SHA-256, and what changed between two."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from workflow.kinds import RowContent
from workflow.models import Revision, Submission

FORM = "otop-portal/1"


def canonical(submission: Submission, rows: Sequence[RowContent], labels: Sequence[str] = ()) -> str:
    """JSON with sorted keys, no spaces, UTF-8 letters, amounts as strings with two decimals, rows in form order."""
    document: dict[str, Any] = {
        "form": FORM,
        "kind": submission.kind,
        "district": submission.district.code,
        "month": str(submission.month),
        "rows": [
            {"key": row.key, "label": row.label, "facts": row.facts, "amounts": [f"{a:.2f}" for a in row.amounts]}
            for row in rows
        ],
        "total": f"{sum((row.total for row in rows), Decimal(0)):.2f}",
    }
    if labels:
        document["labels"] = list(labels)
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def sha256(content: str) -> str:
    return hashlib.sha256(content.encode()).hexdigest()


def rows_of(revision: Revision) -> list[RowContent]:
    """The rows of a frozen revision."""
    return [
        RowContent(row["key"], row["label"], row["facts"], tuple(Decimal(a) for a in row["amounts"]))
        for row in json.loads(revision.content)["rows"]
    ]


def labels_of(revision: Revision) -> list[str]:
    """The heads of its amounts as they were confirmed; none for a kind whose heads never change."""
    return list(json.loads(revision.content).get("labels", ()))


@dataclass(frozen=True)
class RowChange:
    """A row that differs between two contents; `before` None = added, `after` None = removed.

    `words` say what else than an amount was otherwise: its name, what it is of, its reason.
    """

    key: str
    label: str
    before: RowContent | None
    after: RowContent | None
    words: str = ""

    @property
    def difference(self) -> Decimal:
        return (self.after.total if self.after else Decimal(0)) - (self.before.total if self.before else Decimal(0))


def changes(
    before: Sequence[RowContent], after: Sequence[RowContent], describe: Callable[[Mapping[str, str]], str]
) -> list[RowChange]:
    """Rows added, removed or altered, in the order of `after`, then the removed ones. `describe` is the kind's."""
    old = {row.key: row for row in before}
    new = {row.key: row for row in after}
    altered = [
        RowChange(key, row.label, was := old.get(key), row, _otherwise(was, row, describe) if was else "")
        for key, row in new.items()
        if old.get(key) != row
    ]
    removed = [RowChange(k, row.label, row, None) for k, row in old.items() if k not in new]
    return altered + removed


def _otherwise(was: RowContent, row: RowContent, describe: Callable[[Mapping[str, str]], str]) -> str:
    said = []
    if was.label != row.label:
        said.append(f"ชื่อเดิม {was.label}")
    if describe(was.facts) != describe(row.facts):
        said.append(f"เดิม {describe(was.facts)}")
    if was.facts.get("reason") != row.facts.get("reason"):
        said.append("แก้เหตุผลของยอดที่ต่างจากที่ผ่านมา")
    return " · ".join(said)
