"""ยอดจำหน่ายรายผู้ผลิต: producer × category × month, for analysis; no telephone numbers and no addresses."""

from __future__ import annotations

from reports import detail
from reports.asking import LEVELS, Download

DOWNLOAD = Download(
    "detail",
    "รายผู้ผลิต รายประเภท รายเดือน (ข้อมูลรายแถว)",
    tuple(LEVELS),
    streams={"xlsx": detail.xlsx_file, "csv": detail.csv_pieces},
    hint="ทุกแถวของทุกผู้ผลิต สำหรับนำไปวิเคราะห์ต่อ มีเฉพาะ Excel และ CSV",
)
