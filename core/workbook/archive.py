"""Checks of an .xlsx as a zip, before any parser of spreadsheets sees it.

A zip bomb is told twice: by what the directory claims, and by what really comes out, counted as it streams.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO

from core.workbook.model import BROKEN, Limits, WorkbookError

CHUNK = 64 * 1024
SMALL = 1024 * 1024  # below this an entry may be packed as tightly as it likes
_BOMB = "ไฟล์คลายออกมาแล้วใหญ่ผิดปกติ จึงไม่เปิด ให้คัดลอกข้อมูลไปวางในไฟล์ใหม่แล้วส่งอีกครั้ง"
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_REQUIRED = {"[content_types].xml", "xl/workbook.xml"}
_UNWANTED = (
    ("vbaproject", "มีมาโคร (VBA) ให้บันทึกเป็น .xlsx ธรรมดา (Excel Workbook) แล้วส่งใหม่"),
    ("xl/macrosheets/", "มีมาโคร (แผ่นงานมาโคร) ให้คัดลอกข้อมูลไปวางในไฟล์ .xlsx ใหม่"),
    ("xl/externallinks/", "มีลิงก์ไปยังไฟล์อื่น ให้เปิด Excel ที่เมนู ข้อมูล → แก้ไขลิงก์ → ตัดการเชื่อมโยง แล้วบันทึกใหม่"),
    ("xl/connections.xml", "เชื่อมต่อกับแหล่งข้อมูลภายนอก ให้คัดลอกข้อมูลไปวางเป็นค่าในไฟล์ใหม่"),
    ("xl/embeddings/", "มีไฟล์อื่นฝังอยู่ข้างใน ให้ลบออกแล้วบันทึกใหม่"),
    ("xl/activex/", "มีปุ่มหรือตัวควบคุม ActiveX ให้ลบออกแล้วบันทึกใหม่"),
)
_DECLARATIONS = tuple(
    word.encode(encoding) for word in ("<!DOCTYPE", "<!ENTITY") for encoding in ("ascii", "utf-16-le", "utf-16-be")
)


def check_archive(data: bytes, limits: Limits) -> None:
    """Raise WorkbookError unless these bytes are a plain .xlsx that unpacks within the limits."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            _check_directory(archive.infolist(), limits)
            _check_contents(archive, limits)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError) as error:
        raise WorkbookError(BROKEN) from error


def _check_directory(entries: list[zipfile.ZipInfo], limits: Limits) -> None:
    names = [entry.filename.lower().replace("\\", "/").lstrip("/") for entry in entries]
    if len(entries) > limits.entries or sum(entry.file_size for entry in entries) > limits.unpacked_bytes:
        raise WorkbookError(_BOMB)
    if any(map(_too_dense, entries, [limits.ratio] * len(entries))):
        raise WorkbookError(_BOMB)
    if any(entry.flag_bits & 1 for entry in entries):
        raise WorkbookError("ไฟล์มีรหัสผ่าน ให้ยกเลิกรหัสผ่าน แล้วบันทึกและส่งใหม่")
    if not _REQUIRED.issubset(names):
        raise WorkbookError(_not_a_workbook(names))
    if len(set(names)) < len(names) or any(entry.compress_type not in _METHODS for entry in entries):
        raise WorkbookError(BROKEN)
    _check_names(names)


def _too_dense(entry: zipfile.ZipInfo, ratio: int) -> bool:
    return entry.file_size > SMALL and entry.file_size > ratio * max(entry.compress_size, 1)


def _not_a_workbook(names: list[str]) -> str:
    if any(name.startswith("word/") for name in names):
        return "เป็นเอกสาร Word ให้ส่งไฟล์ Excel (.xlsx) หรือ .csv"
    if any(name.startswith("ppt/") for name in names):
        return "เป็นงานนำเสนอ PowerPoint ให้ส่งไฟล์ Excel (.xlsx) หรือ .csv"
    if "content.xml" in names:
        return "เป็นไฟล์ OpenDocument ให้บันทึกเป็น Excel (.xlsx) แล้วส่งใหม่"
    return "เป็นไฟล์บีบอัด (zip) ไม่ใช่ Excel ให้แตกไฟล์ก่อน แล้วส่งเฉพาะไฟล์ .xlsx หรือ .csv"


def _check_names(names: list[str]) -> None:
    for part, problem in _UNWANTED:
        if any(part in name for name in names):
            raise WorkbookError(f"ไฟล์{problem}")


def _check_contents(archive: zipfile.ZipFile, limits: Limits) -> None:
    """Unpack everything once, keeping nothing: the true size, checksums, and no declarations of entities."""
    total = 0
    for entry in archive.infolist():
        tail = b""
        for chunk in _chunks(archive, entry):
            total += len(chunk)
            if total > limits.unpacked_bytes:
                raise WorkbookError(_BOMB)
            if any(word in tail + chunk for word in _DECLARATIONS):
                raise WorkbookError("ไฟล์มีคำสั่ง XML ที่ไม่ปลอดภัย (DTD/ENTITY) จึงไม่เปิด ให้คัดลอกข้อมูลไปวางในไฟล์ใหม่")
            if b"macroEnabled" in tail + chunk and entry.filename == "[Content_Types].xml":
                raise WorkbookError(f"ไฟล์{_UNWANTED[0][1]}")
            tail = chunk[-32:]


def _chunks(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    with archive.open(entry) as stream:
        while chunk := stream.read(CHUNK):
            yield chunk
