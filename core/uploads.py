"""Refusing an upload that is too big before it fills the disk: listed first in FILE_UPLOAD_HANDLERS."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

TOO_BIG = "otop_upload_too_big"
LIMIT = "upload_limit"
USUAL = "MAX_UPLOAD_BYTES"
SENTENCE = "ไฟล์ใหญ่เกินไป รับได้ไม่เกิน {} MB ต่อไฟล์"
HINTS = {USUAL: "ให้ลบรูปภาพและแผ่นงานที่ไม่เกี่ยวข้องออก แล้วส่งใหม่"}
View = TypeVar("View", bound=Callable[..., Any])


def takes_up_to(setting: str) -> Callable[[View], View]:
    """Decorates a view, outermost: its files may have as many bytes as this setting says, instead of the usual."""

    def mark(view: View) -> View:
        setattr(view, LIMIT, setting)
        return view

    return mark


def _setting_of(request: HttpRequest | None) -> str:
    """Which setting limits the files of this request: its view's, known since the address was resolved."""
    match = getattr(request, "resolver_match", None)
    return getattr(match.func, LIMIT, USUAL) if match else USUAL


class LimitedUpload(FileUploadHandler):
    """Let a file of too many bytes pass by unstored; the view then finds none, and `too_big` says why."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.received = 0
        self.limit = getattr(settings, _setting_of(self.request))

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.received += len(raw_data)
        if self.received > self.limit:
            if self.request is not None:
                setattr(self.request, TOO_BIG, True)
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None


def too_big(request: HttpRequest) -> str:
    """The sentence about a file that was too big to be taken; '' when none was."""
    if not getattr(request, TOO_BIG, False):
        return ""
    setting = _setting_of(request)
    return " ".join([SENTENCE.format(getattr(settings, setting) // 1024**2), HINTS.get(setting, "")]).strip()
