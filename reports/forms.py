"""Forms of the reports' pages."""

from __future__ import annotations

from django import forms

from reports.selectors import clean_code


class CodeForm(forms.Form):
    """The code of a paper, as people type it."""

    code = forms.CharField(
        label="รหัสตรวจสอบ",
        max_length=40,
        help_text="อยู่ท้ายเอกสาร รต.๒ และข้าง QR code พิมพ์เลขไทยหรืออารบิกก็ได้ ไม่ต้องใส่ขีด",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "class": "control"}),
    )

    def clean_code(self) -> str:
        if not (code := clean_code(self.cleaned_data["code"])):
            raise forms.ValidationError("กรุณาพิมพ์รหัสตรวจสอบ")
        return code
