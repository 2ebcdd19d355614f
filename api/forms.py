"""The form of a new token."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms

from accounts.models import District, Province, User

LASTING = {"30": "30 วัน", "90": "90 วัน", "180": "180 วัน", "365": "1 ปี"}


class TokenForm(forms.Form):
    name = forms.CharField(
        label="ใช้กับอะไร",
        max_length=80,
        help_text="เช่น Excel รายงานประจำเดือน",
        error_messages={"max_length": "ชื่อยาวเกิน 80 ตัวอักษร"},
    )
    lasting = forms.ChoiceField(
        label="ใช้ได้นาน",
        choices=list(LASTING.items()),
        initial="90",
        error_messages={"invalid_choice": "เลือกอายุจากรายการ"},
    )
    area = forms.ChoiceField(
        label="พื้นที่",
        required=False,
        help_text="ให้แคบกว่าพื้นที่ของท่านได้ ถ้าโปรแกรมต้องใช้เพียงบางพื้นที่",
        error_messages={"invalid_choice": "เลือกพื้นที่จากรายการ"},
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        if user.is_district:
            del self.fields["area"]
        else:
            self.fields["area"].choices = [("", "ทั้งหมดที่ท่านเห็น"), *self._narrower()]

    def _narrower(self) -> list[tuple[str, str]]:
        """A province among the nation's, a district among the province's."""
        seen = (Province if self.user.is_national else District).objects.visible_to(self.user).in_thai_order()
        return list(seen.values_list("code", "name"))

    @property
    def wanted(self) -> dict[str, Any]:
        """What `services.issue` takes."""
        data = self.cleaned_data
        kind: Any = Province if self.user.is_national else District
        area = kind.objects.visible_to(self.user).get(code=data["area"]) if data.get("area") else None
        narrowed = {"province" if self.user.is_national else "district": area} if area else {}
        return {"name": data["name"], "lasting": timedelta(days=int(data["lasting"])), **narrowed}
