"""How a person wants to be told, topic by topic."""

from __future__ import annotations

from typing import Any

from django import forms

from accounts.models import Province, User
from notices import outbound
from notices.models import ALWAYS, MESSAGE_LENGTH, Way
from notices.selectors import ways_of
from notices.webhooks import EVENTS
from workflow.selectors.calendar import reporting_provinces


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
                help_text=ALWAYS.get(topic, ""),
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


class WebhookForm(forms.Form):
    """Where to send which events, of one province or of the nation."""

    name = forms.CharField(label="ชื่อ", max_length=100, help_text="เช่น LINE ของจังหวัด")
    url = forms.CharField(
        label="ที่อยู่ปลายทาง",
        max_length=outbound.URL_LENGTH,
        help_text="ขึ้นต้นด้วย https:// และต้องอยู่บนอินเทอร์เน็ต",
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
    )
    province = forms.ChoiceField(label="พื้นที่", required=False)
    events = forms.MultipleChoiceField(
        label="เรื่องที่ส่ง",
        choices=list(EVENTS.items()),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "เลือกอย่างน้อยหนึ่งเรื่อง"},
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._provinces = {province.code: province for province in reporting_provinces(user)}
        offered = [(code, province.name) for code, province in self._provinces.items()]
        self.fields["province"].choices = [("", "ทั้งประเทศ"), *offered]

    def clean_province(self) -> Province | None:
        return self._provinces.get(self.cleaned_data["province"])

    def clean_url(self) -> str:
        url = str(self.cleaned_data["url"])
        try:
            outbound.resolve(url)
        except outbound.Forbidden as forbidden:
            raise forms.ValidationError(forbidden.message) from forbidden
        except OSError as error:
            raise forms.ValidationError("ไม่พบที่อยู่นี้บนอินเทอร์เน็ต ตรวจการสะกด") from error
        return url
