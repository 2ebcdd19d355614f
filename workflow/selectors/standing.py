"""How a district's month is shown, be it begun or not."""

from __future__ import annotations

from workflow.models import State, Submission

NOT_BEGUN = "none"  # shown as a state, stored as none: a district without a submission is a draft not yet begun
NOT_BEGUN_LABEL = "ยังไม่เริ่ม"


class Standing:
    """What shows a month by its `submission`, None where it has not been begun."""

    submission: Submission | None

    @property
    def shown_state(self) -> str:
        return self.submission.state if self.submission else NOT_BEGUN

    @property
    def state_label(self) -> str:
        return State(self.submission.state).label if self.submission else NOT_BEGUN_LABEL
