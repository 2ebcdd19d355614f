"""Whatever was reported, in whatever state, every document of monthly sales says what the database says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cast import Cast
from tests.reports.months import NOVEMBER, OCTOBER, month_of
from tests.reports.test_every_document import NOW, ROWS, asked, assert_database, assert_same_everywhere, who
from workflow.models import State

AMOUNTS = st.lists(st.decimals(0, 99_999_999, places=2), min_size=12, max_size=12)
STATES = st.sampled_from([State.DRAFT, State.RETURNED, State.CONFIRMED, State.LOCKED])


@settings(max_examples=3, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_they_agree_whatever_was_reported(data: Any, cast: Cast, at: Callable) -> None:
    at(NOW)
    with transaction.atomic():
        for district in (cast.mueang, cast.bangkhla, cast.aranyaprathet):
            for month in (OCTOBER, NOVEMBER):
                month_of(district, month, data.draw(AMOUNTS), data.draw(STATES), cast.somsri)
        for code in ROWS:
            if code not in ("rt1", "rt2"):
                document = asked(code, who(cast, code))
                assert_same_everywhere(document)
                assert_database(document, code, who(cast, code))
        transaction.set_rollback(True)
