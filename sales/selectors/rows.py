"""Which rows a month of sales has, and which Sync would add."""

from __future__ import annotations

from django.db.models import Q

from accounts.models import District
from core.month import Month
from entry import grids
from entry.selectors.rows import keys_of, rows_of
from producers.models import Category, Producer, Product
from sales.models import SalesRow
from workflow.models import Kind, State, Submission

RowKey = tuple[int, str]
CATEGORY_ORDER = {category: at for at, category in enumerate(Category.values)}
PLACE = ("submission__district__province",)
FINAL = (State.CONFIRMED, State.LOCKED)
ANY = Q()
__all__ = [
    "CATEGORY_ORDER",
    "RowKey",
    "begun_submission",
    "categories_of",
    "missing_rows",
    "reported_by_both",
    "reported_elsewhere",
    "rows_here",
    "rows_of",
]


def rows_here(district: District, month: Month) -> set[RowKey]:
    return {(producer, category) for producer, category in keys_of(grids.get(Kind.SALES), district, month)}


def missing_rows(district: District, month: Month) -> list[RowKey]:
    """What Sync would add: last month's rows and the registry's categories, of producers that trade in the month.

    Not what another district has confirmed for the month already: a producer and category is reported once.
    """
    trading = set(Producer.objects.of_district(district, month).values_list("pk", flat=True))
    products = Product.objects.filter(
        producer__in=trading, withdrawn_on__isnull=True, registered_on__lt=(month + 1).first_day
    )
    registered = set(products.values_list("producer_id", "category"))
    before = {key for key in rows_here(district, month - 1) if key[0] in trading}
    wanted = (registered | before) - rows_here(district, month)
    return sorted(wanted - reported_elsewhere(district, month).keys()) if wanted else []


def reported_elsewhere(district: District, month: Month) -> dict[RowKey, Submission]:
    """Rows of the district's producers that another district has confirmed or locked for the month, by key.

    A transfer from a month that the old district has confirmed leaves the row there; so does a merge the row of the
    one merged away, for which its survivor reports. Three queries, and one more where there are such.
    """
    reporter = _reporters(district, month)
    rows = SalesRow.objects.filter(
        producer__in=reporter,
        submission__kind=Kind.SALES,
        submission__month=month,
        submission__state__in=FINAL,
    ).exclude(submission__district=district)
    return {(reporter[row.producer_id], row.category): row.submission for row in rows.select_related(*PLACE)}


def reported_by_both(survivor: Producer, other: Producer, since: Month) -> str:
    """Why the two cannot be one from that month on: both have confirmed rows of one category in it or later.

    A paper that was signed stays as it is, so the two rows would go on to count, for one producer.
    """
    one, two = _confirmed(survivor, since), _confirmed(other, since)
    twice = sorted(one.keys() & two.keys(), key=lambda key: (key[0], CATEGORY_ORDER[key[1]]))
    if not twice:
        return ""
    month, category = twice[-1]
    where = " และ".join(dict.fromkeys(f"อำเภอ{of[month, category].district.name}" for of in (one, two)))
    return (
        f"เดือน{month.thai} {where}ยืนยันยอด{Category(category).label}ของทั้งสองรายแล้ว ถ้ารวมจะนับซ้ำ "
        f"เลือกรวมตั้งแต่เดือน{(month + 1).thai} หรือให้เปิดเดือนนั้นแก้ไขและนำแถวหนึ่งออกก่อน"
    )


def _confirmed(producer: Producer, since: Month) -> dict[tuple[Month, str], Submission]:
    """By month and category, what the producer and those merged into it have confirmed from a month on."""
    rows = SalesRow.objects.filter(
        producer__in=_with_merged({producer.pk: producer.pk}),
        submission__kind=Kind.SALES,
        submission__month__gte=since,
        submission__state__in=FINAL,
    )
    return {(row.submission.month, row.category): row.submission for row in rows.select_related(*PLACE)}


def _reporters(district: District, month: Month) -> dict[int, int]:
    """Who of the district reports in the month for each producer: for itself, and for those merged into it by then."""
    own = Producer.objects.of_district(district, month).values_list("pk", flat=True)
    return _with_merged({pk: pk for pk in own}, Q(trades_until__lte=month))


def _with_merged(reporter: dict[int, int], which: Q = ANY) -> dict[int, int]:
    """And those merged into them, and so on, by who reports for each."""
    newest = set(reporter)
    while newest:
        pairs = Producer.objects.filter(which, merged_into__in=newest).values_list("pk", "merged_into")
        found = {pk: reporter[into] for pk, into in pairs if into is not None and pk not in reporter}
        reporter |= found
        newest = set(found)
    return reporter


def categories_of(producer: Producer, district: District, month: Month) -> set[str]:
    """The categories in which a producer may have a row: of its products, and of its rows of the month before.

    Not those that another district has confirmed for the month.
    """
    made = Product.objects.filter(producer=producer, withdrawn_on__isnull=True, registered_on__lt=(month + 1).first_day)
    before = {category for pk, category in rows_here(district, month - 1) if pk == producer.pk}
    elsewhere = {category for pk, category in reported_elsewhere(district, month) if pk == producer.pk}
    return (before | set(made.values_list("category", flat=True))) - elsewhere


def begun_submission(district: District, month: Month) -> Submission | None:
    """The month's submission of sales with the people who acted on it, if it has been begun. One query."""
    return grids.get(Kind.SALES).begun(district, month)
