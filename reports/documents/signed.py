"""What every paper shares that a district signs: the stamp that ties it to a revision, and its foot."""

from __future__ import annotations

from core.clock import thai_datetime
from reports.document import Stamp
from reports.documents.district_month import DistrictMonth
from workflow.models import Revision

DRAFT = "ร่าง – ยังไม่ยืนยัน"
CODE_PART = 5  # letters between the hyphens of a code, as people copy them


def stamp(source: DistrictMonth, revision: Revision | None) -> Stamp | None:
    """None for a draft, which bears no stamp."""
    if revision is None:
        return None
    name = revision.confirmed_by.display_name if revision.confirmed_by else "–"
    facts = (
        f"ฉบับที่ {revision.number} จำนวน {revision.row_count:,} แถว",
        f"อำเภอยืนยันเมื่อ {thai_datetime(revision.confirmed_at)}",
        f"โดย {name}",
    )
    return Stamp(spaced(revision.code), source.verify_url(revision.code), facts)


def numbered_foot(source: DistrictMonth, revision: Revision | None) -> str:
    number = f" ฉบับที่ {revision.number}" if revision else ""
    return f"{source.foot}{number}"


def spaced(code: str) -> str:
    """'7KQFM2XA9B' → '7KQFM-2XA9B'."""
    return "-".join(code[at : at + CODE_PART] for at in range(0, len(code), CODE_PART))
