"""Refusing an upload that is too big before it fills the disk: listed first in FILE_UPLOAD_HANDLERS."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

TOO_BIG = "otop_upload_too_big"
SENTENCE = "ไฟล์ใหญ่เกินไป รับได้ไม่เกิน {} MB ให้ลบรูปภาพและแผ่นงานที่ไม่เกี่ยวข้องออก แล้วส่งใหม่"


class LimitedUpload(FileUploadHandler):
    """Let a file of more than MAX_UPLOAD_BYTES pass by unstored; the view then finds none, and `too_big` says why."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.received = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.received += len(raw_data)
        if self.received > settings.MAX_UPLOAD_BYTES:
            if self.request is not None:
                setattr(self.request, TOO_BIG, True)
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None


def too_big(request: HttpRequest) -> str:
    """The sentence about a file that was too big to be taken; '' when none was."""
    return SENTENCE.format(settings.MAX_UPLOAD_BYTES // 1024**2) if getattr(request, TOO_BIG, False) else ""
