"""The form of the income lines: a name and a place for each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from markets.models import IncomeLine

MOST_LETTERS = 60
SQUEEZE = str.maketrans("", "", " \u200b")


class LinesForm(forms.Form):
    """Fields name_1, place_1 … by the lines' slots, in the order in which the lines are shown."""

    def __init__(self, data: Any = None, *, lines: Sequence[IncomeLine]) -> None:
        super().__init__(data)
        self.slots = [line.slot for line in lines]
        places = [(str(place), str(place)) for place in range(1, len(lines) + 1)]
        for place, line in enumerate(lines, 1):
            self.fields[f"name_{line.slot}"] = forms.CharField(
                label=f"รายการที่ {place}",
                initial=line.name,
                max_length=MOST_LETTERS,
                error_messages={"required": "กรุณาพิมพ์ชื่อรายการ", "max_length": f"ยาวเกิน {MOST_LETTERS} ตัวอักษร"},
            )
            self.fields[f"place_{line.slot}"] = forms.ChoiceField(
                label=f"ลำดับของรายการที่ {place}",
                choices=places,
                initial=str(place),
                error_messages={"required": "กรุณาเลือกลำดับ", "invalid_choice": "ไม่มีลำดับนี้"},
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        names = [data[f"name_{slot}"].translate(SQUEEZE).casefold() for slot in self.slots if data.get(f"name_{slot}")]
        if len(set(names)) < len(names):
            raise forms.ValidationError("ชื่อรายการซ้ำกัน ให้ตั้งชื่อไม่ซ้ำ")
        places = [data[f"place_{slot}"] for slot in self.slots if f"place_{slot}" in data]
        if len(set(places)) < len(places):
            raise forms.ValidationError("ลำดับซ้ำกัน ให้แต่ละรายการมีลำดับของตนเอง")
        return data

    @property
    def wanted(self) -> dict[int, tuple[str, int]]:
        """Name and place by slot."""
        data = self.cleaned_data
        return {slot: (data[f"name_{slot}"], int(data[f"place_{slot}"])) for slot in self.slots}
