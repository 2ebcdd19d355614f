"""What kind of file some bytes are, whatever the file is called."""

from __future__ import annotations

from enum import Enum

from core.workbook.model import WorkbookError

_AGAIN = "ให้ส่งไฟล์ Excel (.xlsx) หรือ .csv"
_SIGNATURES = (
    (b"%PDF", f"เป็นไฟล์ PDF {_AGAIN}"),
    (b"MZ", f"เป็นโปรแกรม ไม่ใช่เอกสาร {_AGAIN}"),
    (b"\x7fELF", f"เป็นโปรแกรม ไม่ใช่เอกสาร {_AGAIN}"),
    (b"\x89PNG", f"เป็นรูปภาพ {_AGAIN}"),
    (b"\xff\xd8\xff", f"เป็นรูปภาพ {_AGAIN}"),
    (b"GIF8", f"เป็นรูปภาพ {_AGAIN}"),
    (b"Rar!", f"เป็นไฟล์บีบอัด RAR ให้แตกไฟล์ก่อน แล้ว{_AGAIN}"),
    (b"7z\xbc\xaf", f"เป็นไฟล์บีบอัด 7z ให้แตกไฟล์ก่อน แล้ว{_AGAIN}"),
    (b"\x1f\x8b", f"เป็นไฟล์บีบอัด gz ให้แตกไฟล์ก่อน แล้ว{_AGAIN}"),
    (b"{\\rtf", f"เป็นเอกสาร RTF {_AGAIN}"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MARKUP = (b"<!doctype", b"<html", b"<?xml", b"<table", b"<meta", b"<style")


class Kind(Enum):
    XLSX = "xlsx"
    DELIMITED = "csv"


def sniff(data: bytes, name: str) -> Kind:
    """The kind of an upload. Raises WorkbookError for all that is neither a zip nor plain text."""
    if not data.strip():
        raise WorkbookError(f"ไฟล์ {name} ว่างเปล่า {_AGAIN}")
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return Kind.XLSX
    if problem := _foreign(data):
        raise WorkbookError(f"ไฟล์ {name} {problem}")
    return Kind.DELIMITED


def _foreign(data: bytes) -> str:
    """Why these bytes are no text of ours ('' = nothing against it)."""
    if data.startswith(_OLE):
        return _ole(data)
    for signature, problem in _SIGNATURES:
        if data.startswith(signature):
            return problem
    if data[:200].lstrip(b"\xef\xbb\xbf \r\n\t").lower().startswith(_MARKUP):
        return "เป็นหน้าเว็บหรือ XML ที่ตั้งชื่อเป็น Excel ให้เปิดใน Excel แล้วบันทึกเป็น .xlsx (Save As)"
    return ""


def _ole(data: bytes) -> str:
    if _ENCRYPTED in data:
        return "มีรหัสผ่าน ให้เปิดใน Excel ยกเลิกรหัสผ่าน แล้วบันทึกและส่งใหม่"
    return "เป็นเอกสาร Office รุ่นเก่า (.xls/.doc) ให้เปิดใน Excel แล้วบันทึกเป็น .xlsx (Save As) จากนั้นส่งใหม่"
