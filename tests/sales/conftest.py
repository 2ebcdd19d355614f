"""March of เมืองฉะเชิงเทรา, begun and synced, on its 12th day."""

from __future__ import annotations

import pytest
from openpyxl import Workbook

from sales import services
from tests.cast import Cast
from tests.sales.roundtrip import MARCH, download
from workflow.models import Submission


@pytest.fixture
def march(cast: Cast, at) -> Submission:
    at("2567-03-12 09:00")
    submission = services.begin(cast.mueang, MARCH, actor=cast.somsri)
    services.sync(submission, actor=cast.somsri)
    return submission


@pytest.fixture
def officer(cast: Cast, march: Submission, signed_in):
    return signed_in(cast.somsri)


@pytest.fixture
def book(officer) -> Workbook:
    return download(officer)
