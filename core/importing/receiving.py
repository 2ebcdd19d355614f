"""The first step of every import page: the file that was sent, read and kept, or what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django import forms
from django.http import HttpRequest

from core.forms import sent
from core.uploads import too_big
from core.workbook import WorkbookError

Draft = TypeVar("Draft")
Form = TypeVar("Form", bound=forms.Form)


def received(request: HttpRequest, make: type[Form], receive: Callable[..., Draft]) -> tuple[Form, Draft | None]:
    """The page's form, and what `receive(file, name=…, actor=…)` kept of the file; None where there is nothing yet.

    What is wrong with the file stands on the form.
    """
    form = make(sent(request), request.FILES if request.method == "POST" else None)
    if sentence := too_big(request):
        form.add_error("file", sentence)
    elif request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            return form, receive(file, name=file.name, actor=request.user)
        except WorkbookError as error:
            form.add_error("file", error.message)
    return form, None
