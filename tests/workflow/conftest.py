"""A month of เมืองฉะเชิงเทรา in any state, in the middle of its window."""

import pytest

from core.month import Month
from tests.cast import fill
from workflow import services
from workflow.models import State, Submission

MONTH = Month.parse("2566-11")
REASON = "ตัวเลขไม่ตรงกับสมุดบัญชี"


@pytest.fixture
def midmonth(at):
    return at("2566-11-15 10:00")


@pytest.fixture
def put(cast, midmonth):
    """Make a district's month, in a state."""

    def put(state=State.DRAFT, district=None, month=MONTH, officer=None, amount="100.25") -> Submission:
        district = district or cast.mueang
        officer = officer or {cast.mueang: cast.somsri, cast.bangkhla: cast.pranee}[district]
        submission = fill(district, month, amount)
        if state != State.DRAFT:
            services.confirm(submission, actor=officer)
        if state == State.LOCKED:
            services.lock(submission, actor=cast.wichai)
        if state == State.RETURNED:
            services.return_to_district(submission, actor=cast.wichai, reason=REASON)
        submission.refresh_from_db()
        return submission

    return put
