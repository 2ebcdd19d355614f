"""Every act × every state × every person: what happens, and that nothing happens beside it."""

from itertools import product

import pytest
from django.db import transaction

from core.models import AuditEntry
from tests.cast import PEOPLE
from tests.workflow.conftest import REASON
from workflow import services
from workflow.calendar import Act, may_change
from workflow.models import Revision, State, Submission

DRAFT, RETURNED, CONFIRMED, LOCKED = State.DRAFT, State.RETURNED, State.CONFIRMED, State.LOCKED
ACTS = {
    Act.CONFIRM: lambda s, who: services.confirm(s, actor=who),
    Act.WITHDRAW: lambda s, who: services.withdraw(s, actor=who),
    Act.LOCK: lambda s, who: services.lock(s, actor=who),
    Act.UNLOCK: lambda s, who: services.unlock(s, actor=who, reason=REASON),
    Act.RETURN: lambda s, who: services.return_to_district(s, actor=who, reason=REASON),
}
MAKES = {  # state × act → the state it makes; what is not here is refused
    (DRAFT, Act.CONFIRM): CONFIRMED,
    (RETURNED, Act.CONFIRM): CONFIRMED,
    (CONFIRMED, Act.WITHDRAW): DRAFT,
    (CONFIRMED, Act.LOCK): LOCKED,
    (CONFIRMED, Act.RETURN): RETURNED,
    (LOCKED, Act.UNLOCK): DRAFT,
}
ALREADY = {  # already so: harmless for whoever may do it, and nothing happens
    (CONFIRMED, Act.CONFIRM),
    (DRAFT, Act.WITHDRAW),
    (RETURNED, Act.WITHDRAW),
    (LOCKED, Act.LOCK),
}
NAMES = {
    Act.CONFIRM: "month.confirmed",
    Act.WITHDRAW: "month.withdrawn",
    Act.LOCK: "month.locked",
    Act.UNLOCK: "month.unlocked",
    Act.RETURN: "month.returned",
}
WHO_MAY = {act: ["wichai"] for act in (Act.LOCK, Act.UNLOCK, Act.RETURN)} | {
    act: ["somsri", "newcomer"] for act in (Act.EDIT, Act.CONFIRM, Act.WITHDRAW)
}
EDITABLE = {DRAFT, RETURNED}


def snapshot(submission):
    """Everything the workflow keeps of a month."""
    return (
        Submission.objects.filter(pk=submission.pk).values().get(),
        list(Revision.objects.filter(submission=submission).values()),
        list(submission.return_notes.values()),
        AuditEntry.objects.count(),
    )


def outcome(submission, act, person):
    """'refused', 'nothing' or the new state; rolled back, so that the next person finds the same month."""
    with transaction.atomic():
        before = snapshot(submission)
        try:
            ACTS[act](submission, person)
            after = snapshot(submission)
            told = "nothing" if after == before else after[0]["state"]
        except services.Refused as refused:
            assert snapshot(submission) == before
            told = "refused" if refused.verdict.sentence else "refused without a word"
        transaction.set_rollback(True)
    return told


@pytest.mark.parametrize(("state", "act"), list(product(State, ACTS)))
def test_each_act_in_each_state_by_each_person(cast, put, state, act):
    submission = put(state)
    told = {name: outcome(submission, act, getattr(cast, name)) for name in PEOPLE}
    if (state, act) in ALREADY:
        expected = dict.fromkeys(WHO_MAY[act], "nothing")
    else:
        expected = dict.fromkeys(WHO_MAY[act], MAKES.get((state, act), "refused"))
    assert told == {name: expected.get(name, "refused") for name in PEOPLE}


@pytest.mark.parametrize(("state", "act"), list(product(State, Act)))
def test_the_verdict_of_a_page_is_what_the_act_then_does(cast, put, state, act):
    submission = put(state)
    allowed = [
        n
        for n in PEOPLE
        if may_change(getattr(cast, n), cast.mueang, submission.month, act, submission=submission).allowed
    ]
    possible = state in EDITABLE if act == Act.EDIT else (state, act) in MAKES
    assert allowed == ([n for n in PEOPLE if n in WHO_MAY[act]] if possible else [])


@pytest.mark.parametrize(("state", "act"), list(MAKES))
def test_an_act_leaves_one_line_in_the_trail_of_the_month(cast, put, state, act):
    submission = put(state)
    before = set(AuditEntry.objects.values_list("pk", flat=True))
    ACTS[act](submission, cast.wichai if act in (Act.LOCK, Act.UNLOCK, Act.RETURN) else cast.somsri)
    entry = AuditEntry.objects.exclude(pk__in=before).get()
    assert (entry.action, entry.target_type, entry.target_id) == (NAMES[act], "workflow.submission", submission.pk)
    assert act not in (Act.UNLOCK, Act.RETURN) or entry.details["reason"] == REASON


@pytest.mark.parametrize("when", ["2566-11-09 23:59:59", "2566-12-06 00:00"])
@pytest.mark.parametrize(("state", "act"), list(MAKES))
def test_outside_the_window_nobody_acts(cast, put, at, state, act, when):
    submission = put(state)
    at(when)
    assert {outcome(submission, act, getattr(cast, name)) for name in PEOPLE} == {"refused"}


@pytest.mark.parametrize("reason", ["", "  ", "\n"])
@pytest.mark.parametrize("act", ["unlock", "return", "unlock province"])
def test_a_reason_is_required(cast, put, act, reason):
    submission = put(CONFIRMED if act == "return" else LOCKED)
    before = snapshot(submission)
    acts = {
        "unlock": lambda: services.unlock(submission, actor=cast.wichai, reason=reason),
        "return": lambda: services.return_to_district(submission, actor=cast.wichai, reason=reason),
        "unlock province": lambda: services.unlock_province(
            cast.chachoengsao, submission.month, actor=cast.wichai, reason=reason
        ),
    }
    with pytest.raises(services.NothingSaid):
        acts[act]()
    assert snapshot(submission) == before


def test_a_stale_page_acts_on_the_month_as_it_is_now(cast, put):
    """The form was opened while confirmed; the district has withdrawn since."""
    stale = put(CONFIRMED)
    services.withdraw(stale, actor=cast.somsri)
    assert stale.state == CONFIRMED  # what the page believes
    with pytest.raises(services.Refused) as refused:
        services.lock(stale, actor=cast.wichai)
    assert refused.value.verdict.code == "not-confirmed"


def test_a_person_suspended_a_moment_ago_acts_no_more(cast, put):
    submission = put(DRAFT)
    cast.somsri.is_active = False
    with pytest.raises(services.Refused):
        services.confirm(submission, actor=cast.somsri)
