"""Login and password forms, in Thai."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm, SetPasswordMixin
from django.contrib.auth.forms import PasswordChangeForm as DjangoPasswordChangeForm

from accounts.models import District, Province, Role, User


class LoginForm(AuthenticationForm):
    error_messages = {
        "invalid_login": "ชื่อผู้ใช้หรือรหัสผ่านไม่ถูกต้อง โปรดตรวจตัวพิมพ์เล็ก–ใหญ่และภาษาของแป้นพิมพ์",
        "inactive": "บัญชีนี้ถูกระงับ กรุณาติดต่อผู้ดูแลระบบของกรมฯ",
    }


class PasswordChangeForm(DjangoPasswordChangeForm):
    error_messages = {
        **SetPasswordMixin.error_messages,
        "password_incorrect": "รหัสผ่านเดิมไม่ถูกต้อง",
        "password_mismatch": "รหัสผ่านใหม่ทั้งสองช่องไม่ตรงกัน",
        "password_same": "รหัสผ่านใหม่ต้องไม่ซ้ำกับรหัสผ่านเดิม",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["old_password"].label = "รหัสผ่านเดิม"
        self.fields["new_password1"].label = "รหัสผ่านใหม่"
        self.fields["new_password2"].label = "รหัสผ่านใหม่อีกครั้ง"
        self.fields["new_password1"].help_text = "อย่างน้อย 10 ตัว ไม่ใช่ตัวเลขล้วน ไม่ใช่คำที่เดาง่าย"
        self.fields["new_password2"].help_text = ""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        # The one-time password is known to the administrator who gave it: it cannot be kept.
        if data.get("new_password1") and data.get("new_password1") == data.get("old_password"):
            self.add_error("new_password1", self.error_messages["password_same"])
        return data


class UserForm(forms.ModelForm):
    """A person's role and area. The area must fit the role (a database constraint makes sure).

    One's `own` role is not to be changed: the last administrator would leave nobody to undo it.
    """

    class Meta:
        model = User
        fields = ["username", "display_name", "position", "role", "province", "district"]

    def __init__(self, *args: Any, own: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].disabled = own
        self.fields["province"].help_text = "เฉพาะบัญชีจังหวัด"
        self.fields["district"].help_text = "เฉพาะบัญชีอำเภอ"
        self.fields["username"].help_text = "ตัวอักษรอังกฤษหรือตัวเลข ใช้เข้าสู่ระบบ"
        self.fields["province"].queryset = Province.objects.in_thai_order()
        districts = District.objects.select_related("province").order_by("province__sort_key", "sort_key")
        self.fields["district"].queryset = districts
        for name in ("province", "district"):
            self.fields[name].empty_label = "ไม่ระบุ"
        self.fields["district"].label_from_instance = lambda d: f"{d.province.name} · {d.name}"

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        role = data.get("role")
        data["province"] = data.get("province") if role == Role.PROVINCE else None
        data["district"] = data.get("district") if role == Role.DISTRICT else None
        if role == Role.PROVINCE and not data["province"]:
            self.add_error("province", "บัญชีจังหวัดต้องระบุจังหวัด")
        if role == Role.DISTRICT and not data["district"]:
            self.add_error("district", "บัญชีอำเภอต้องระบุอำเภอ")
        return data
