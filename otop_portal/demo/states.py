"""In which state each demo district stands in the open month, and in March 2567."""

from __future__ import annotations

from dataclasses import dataclass

from workflow.models import State


@dataclass(frozen=True)
class Stage:
    """A district's state and which part of its rows is filled."""

    state: State
    filled: float = 1.0
    mistyped: int = 0  # rows whose amounts are ten times what they should be


LOCKED = Stage(State.LOCKED)
CONFIRMED = Stage(State.CONFIRMED)
RETURNED = Stage(State.RETURNED, mistyped=2)

# A district that is not named has not begun.
OPEN_MONTH = {
    "เมืองฉะเชิงเทรา": Stage(State.DRAFT, filled=0.62, mistyped=3),
    "บางคล้า": RETURNED,
    "บางปะกง": CONFIRMED,
    "บางน้ำเปรี้ยว": LOCKED,
    "บ้านโพธิ์": CONFIRMED,
    "พนมสารคาม": Stage(State.DRAFT, filled=0.3),
    "แปลงยาว": LOCKED,
    "ราชสาส์น": Stage(State.DRAFT, filled=0.0),
    "สนามชัยเขต": Stage(State.CONFIRMED, mistyped=1),
    "คลองเขื่อน": LOCKED,
    "เมืองสระแก้ว": Stage(State.DRAFT, filled=0.45),
    "อรัญประเทศ": CONFIRMED,
    "ตาพระยา": LOCKED,
}
OPEN_MARKETS = {
    "เมืองฉะเชิงเทรา": Stage(State.DRAFT, filled=0.6),
    "บางปะกง": LOCKED,
    "บางน้ำเปรี้ยว": CONFIRMED,
    "บ้านโพธิ์": LOCKED,
    "แปลงยาว": CONFIRMED,
    "สนามชัยเขต": LOCKED,
    "เมืองสระแก้ว": CONFIRMED,
    "ตาพระยา": LOCKED,
}
REOPENED_MONTH = {
    "เมืองฉะเชิงเทรา": Stage(State.DRAFT, filled=0.5),
    "บางคล้า": CONFIRMED,
    "บางปะกง": Stage(State.DRAFT, filled=0.0),
    "บางน้ำเปรี้ยว": RETURNED,
    "บ้านโพธิ์": LOCKED,
    "พนมสารคาม": CONFIRMED,
    "แปลงยาว": LOCKED,
    "ราชสาส์น": Stage(State.DRAFT, filled=0.8),
    "สนามชัยเขต": LOCKED,
    "ท่าตะเกียบ": CONFIRMED,
    "คลองเขื่อน": LOCKED,
}
