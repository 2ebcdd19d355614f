"""How a person wants to be told, topic by topic."""

from __future__ import annotations

from typing import Any

from django import forms

from accounts.models import User
from notices.models import ALWAYS, MESSAGE_LENGTH, Way
from notices.selectors import ways_of


class WaysForm(forms.Form):
    """One choice for each topic of the person's role."""

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for topic, way in ways_of(user).items():
            ways = [choice for choice in Way.choices if choice[0] != Way.NONE or topic not in ALWAYS]
            self.fields[topic] = forms.ChoiceField(
                label=topic.label,
                choices=ways,
                initial=way,
                widget=forms.RadioSelect,
                help_text="ปิดไม่ได้ เพราะจังหวัดรอคำตอบ" if topic in ALWAYS else "",
            )


class MessageForm(forms.Form):
    """What the office adds to its reminder."""

    message = forms.CharField(
        label="ข้อความถึงอำเภอ",
        required=False,
        max_length=MESSAGE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": "ข้อความยาวเกิน 300 ตัวอักษร"},
    )


class AddressForm(forms.Form):
    """Where letters go."""

    address = forms.EmailField(
        label="อีเมล",
        max_length=200,
        error_messages={"required": "กรุณากรอกช่องนี้", "invalid": "ไม่ใช่ที่อยู่อีเมล เช่น somsri@example.go.th"},
    )
