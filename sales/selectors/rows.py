"""Which rows a month has, and which Sync would add."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal

from django.db.models import QuerySet, Sum

from accounts.models import District
from core.month import Month
from producers.models import Category, Producer, Product
from sales.models import CHANNELS, SalesRow, SalesTotal
from workflow.models import Kind, Submission

RowKey = tuple[int, str]
CATEGORY_ORDER = {category: at for at, category in enumerate(Category.values)}


def form_order(rows: list[SalesRow]) -> list[SalesRow]:
    """Producers in Thai order, a producer's categories in the order of the form."""
    return sorted(rows, key=lambda r: (r.producer.sort_key, r.producer.code, CATEGORY_ORDER[r.category]))


def rows_of(submission: Submission) -> list[SalesRow]:
    """All rows of a month in the order of the form. One query."""
    rows = SalesRow.objects.filter(submission=submission).select_related("producer", "submission")
    return form_order(list(rows))


def rows_by_id(submission: Submission, ids: Collection[int]) -> QuerySet[SalesRow]:
    """The rows of a month that are among `ids`, in no order."""
    return SalesRow.objects.filter(submission=submission, pk__in=ids)


def month_sums(submission: Submission) -> dict[str, Decimal | int]:
    """The month's sums in baht by channel and as `total`, and how many `rows` there are and are `filled`. One query."""
    names = (*CHANNELS, "total", "rows", "filled")
    totals = SalesTotal.objects.filter(submission=submission)
    return totals.aggregate(**{name: Sum(name, default=0) for name in names})


def _keys(district: District, month: Month) -> set[RowKey]:
    rows = SalesRow.objects.filter(submission__kind=Kind.SALES, submission__district=district, submission__month=month)
    return set(rows.values_list("producer_id", "category"))


def missing_rows(district: District, month: Month) -> list[RowKey]:
    """What Sync would add: last month's rows and the registry's categories, of producers that trade in the month."""
    trading = set(Producer.objects.filter(district=district).trading_in(month).values_list("pk", flat=True))
    products = Product.objects.filter(
        producer__in=trading, withdrawn_on__isnull=True, registered_on__lt=(month + 1).first_day
    )
    registered = set(products.values_list("producer_id", "category"))
    before = {key for key in _keys(district, month - 1) if key[0] in trading}
    return sorted((registered | before) - _keys(district, month))


def begun_submission(district: District, month: Month) -> Submission | None:
    """The month's submission with the people who acted on it, if it has been begun. One query."""
    people = ("confirmed_by", "locked_by", "reopened_by", "district__province")
    found = Submission.objects.filter(kind=Kind.SALES, district=district, month=month)
    return found.select_related(*people).first()
