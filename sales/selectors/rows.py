"""Which rows a month of sales has, and which Sync would add."""

from __future__ import annotations

from accounts.models import District
from core.month import Month
from entry import grids
from entry.selectors.rows import keys_of, rows_of
from producers.models import Category, Producer, Product
from workflow.models import Kind, Submission

RowKey = tuple[int, str]
CATEGORY_ORDER = {category: at for at, category in enumerate(Category.values)}
__all__ = ["CATEGORY_ORDER", "RowKey", "begun_submission", "categories_of", "missing_rows", "rows_of"]


def _keys(district: District, month: Month) -> set[RowKey]:
    return {(producer, category) for producer, category in keys_of(grids.get(Kind.SALES), district, month)}


def missing_rows(district: District, month: Month) -> list[RowKey]:
    """What Sync would add: last month's rows and the registry's categories, of producers that trade in the month."""
    trading = set(Producer.objects.of_district(district, month).values_list("pk", flat=True))
    products = Product.objects.filter(
        producer__in=trading, withdrawn_on__isnull=True, registered_on__lt=(month + 1).first_day
    )
    registered = set(products.values_list("producer_id", "category"))
    before = {key for key in _keys(district, month - 1) if key[0] in trading}
    return sorted((registered | before) - _keys(district, month))


def categories_of(producer: Producer, district: District, month: Month) -> set[str]:
    """The categories in which a producer may have a row: of its products, and of its rows of the month before."""
    made = Product.objects.filter(producer=producer, withdrawn_on__isnull=True, registered_on__lt=(month + 1).first_day)
    before = {category for pk, category in _keys(district, month - 1) if pk == producer.pk}
    return before | set(made.values_list("category", flat=True))


def begun_submission(district: District, month: Month) -> Submission | None:
    """The month's submission of sales with the people who acted on it, if it has been begun. One query."""
    return grids.get(Kind.SALES).begun(district, month)
