"""แบบรายงานผลการส่งเสริมผลิตภัณฑ์ OTOP ในตลาดออนไลน์, in two parts (Sa Kaeo, 11 May 2564, สิ่งที่ส่งมาด้วย ๕).

Part 1 is the readiness of producers and products (a 1 in each box that holds), part 2 their channels and the online
sales of the round. The department is shown confirmed districts only, without addresses and phone numbers.
"""

from __future__ import annotations

import re

from accounts.models import District
from core.records import label_of
from online.models import Survey
from online.rounds import RoundId
from online.selectors import Line, confirmed_districts, lines_of, platforms, reported_lines
from producers.models import Category, ProducerType
from producers.values import mask_phone, show_phone
from reports.areas import districts as districts_of
from reports.asking import Ask, Download
from reports.document import Cells, Column, ColumnGroup, Document, RowGroup, Signature
from reports.documents.parts import foot, made_now

TITLE = "แบบรายงานผลการส่งเสริมผลิตภัณฑ์ OTOP ในตลาดออนไลน์"
DRAFT = "ร่าง – อำเภอยังยืนยันไม่ครบ"
PARTS = ("ส่วนที่ 1", "ส่วนที่ 2")
TYPES = {ProducerType.GROUP: "กลุ่ม", ProducerType.SOLE: "รายเดียว", ProducerType.SME: "SMEs"}
FLAG = 14
_HOUSE = re.compile(r"(?:บ้าน)?(?:เลขที่)?\s*([0-9/–-]+)?\s*(?:(?:หมู่(?:ที่)?|ม\.)\s*([0-9]+))?")


def round_of(ask: Ask) -> RoundId:
    month = ask.period.first
    return RoundId(month.budget_year.number, month.round)


def lines_for(ask: Ask, *, every: bool = False) -> list[Line]:
    """What was surveyed or listed; of a district's own form also `every` product that waits."""
    of, areas = round_of(ask), _areas(ask)
    if every and isinstance(ask.area, District):
        return lines_of(ask.area, of)
    return reported_lines(confirmed_districts(areas, of) if ask.user.is_national else areas, of)


def _areas(ask: Ask) -> list[District]:
    return [ask.area] if isinstance(ask.area, District) else list(districts_of(ask.user, ask.province))


def readiness(ask: Ask) -> Document:
    return readiness_of(ask, lines_for(ask))


def readiness_of(ask: Ask, lines: list[Line], *, personal: bool = False) -> Document:
    """Part 1. `personal`: with addresses and whole phone numbers."""
    flags = [Column(label_of(Survey, name), "count", FLAG, name, True) for name in Survey.FLAGS]
    columns = (
        Column("ที่", "ordinal", 7),
        Column("รหัสผู้ประกอบการ", "text", 25),
        Column("ชื่อผู้ประกอบการ OTOP", "text", 28),
        Column("ประเภทผู้ประกอบการ", "text", 18),
        Column("ชื่อผลิตภัณฑ์", "text", 23),
        Column("ประเภทผลิตภัณฑ์", "text", 18),
        ColumnGroup(
            "ที่อยู่",
            (
                Column("เลขที่", "text", 10),
                Column("หมู่ที่", "text", 9),
                Column("ตำบล", "text", 17),
                Column("อำเภอ", "text", 19),
                Column("จังหวัด", "text", 18),
                Column("เบอร์โทรศัพท์", "text", 21),
            ),
        ),
        ColumnGroup("ความพร้อมผู้ประกอบการเพื่อเข้าสู่ตลาดออนไลน์", tuple(flags[:2])),
        ColumnGroup("ความพร้อมผลิตภัณฑ์ในการเข้าสู่ออนไลน์", tuple(flags[2:])),
    )
    hidden = ask.user.is_national
    rows = [_readiness_row(n, line, hidden, personal) for n, line in enumerate(lines, 1)]
    notes = ("ใส่หมายเลข 1 ในช่องความพร้อมที่มี",) if hidden or personal else (
        "ใส่หมายเลข 1 ในช่องความพร้อมที่มี",
        "ปกปิดที่อยู่ และแสดงเบอร์โทรศัพท์เฉพาะบางหลัก",
    )  # fmt: skip
    return _document(ask, PARTS[0], "ข้อมูลผู้ผลิต ผู้ประกอบการ และความพร้อมเข้าสู่ตลาดออนไลน์", columns, rows, notes)


def _readiness_row(number: int, line: Line, hidden: bool, personal: bool) -> Cells:
    product, producer = line.product, line.product.producer
    house, village = _address(producer.address if personal else "")
    phone = "" if hidden else show_phone(producer.phone) if personal else mask_phone(producer.phone)
    place = (house, village, producer.subdistrict.name, producer.district.name, producer.district.province.name, phone)
    flags = (1 if line.survey and getattr(line.survey, name) else None for name in Survey.FLAGS)
    kind, category = TYPES[ProducerType(producer.type)], Category(product.category).label
    return (number, producer.code, producer.name, kind, product.name, category, *place, *flags)


def _address(text: str) -> tuple[str, str]:
    """'12/4 หมู่ 3' → ('12/4', '3'); what does not look so stands in the first cell whole."""
    found = _HOUSE.fullmatch(text.strip())
    return (found[1] or "", found[2] or "") if found else (text, "")


def channels(ask: Ask) -> Document:
    return channels_of(ask, [line for line in lines_for(ask) if line.listing])


def channels_of(ask: Ask, lines: list[Line]) -> Document:
    """Part 2: a column for every platform that is offered or was used."""
    used = {row.platform for line in lines if line.listing for row in line.listing.channels.all()}
    every = sorted({*platforms(ask.user), *used}, key=lambda platform: (platform.position, platform.pk))
    columns = (
        Column("ที่", "ordinal", 7),
        Column("รหัสผู้ประกอบการ", "text", 23),
        Column("ชื่อผู้ประกอบการ OTOP", "text", 32),
        Column("ชื่อผลิตภัณฑ์", "text", 28),
        ColumnGroup("ช่องทางตลาดออนไลน์", tuple(Column(platform.name, "text", 21) for platform in every)),
        Column("ยอดจำหน่าย (บาท)", "baht", 24, "sales", True),
    )
    rows = [_channel_row(n, line, [platform.pk for platform in every]) for n, line in enumerate(lines, 1)]
    heading = "ข้อมูลช่องทางตลาดออนไลน์ของผลิตภัณฑ์และยอดจำหน่ายของรอบ"
    return _document(ask, PARTS[1], heading, columns, rows, ())


def _channel_row(number: int, line: Line, platform_ids: list[int]) -> Cells:
    listing, producer = line.listing, line.product.producer
    named = {row.platform_id: row.value for row in listing.channels.all()} if listing else {}
    cells = (named.get(pk, "") for pk in platform_ids)
    return (number, producer.code, producer.name, line.product.name, *cells, listing.sales if listing else None)


def _document(ask: Ask, part: str, heading: str, columns: tuple, rows: list[Cells], notes: tuple[str, ...]) -> Document:
    of, areas = round_of(ask), _areas(ask)
    open_districts = len(areas) - len(confirmed_districts(areas, of))
    waiting = (f"ยังไม่ยืนยัน {open_districts} อำเภอ",) if open_districts else ()
    return Document(
        code=part,
        title=(TITLE, of.title),
        subtitle=(ask.place, f"{part} {heading}"),
        columns=columns,
        groups=[RowGroup(rows)],
        total_label="รวม",
        notes=(made_now(), *notes, *waiting),
        signatures=(Signature("พัฒนาการอำเภอ" if isinstance(ask.area, District) else "พัฒนาการจังหวัด", "ผู้รายงาน"),),
        mark=DRAFT if open_districts and not ask.user.is_national else "",
        foot=foot(ask.place, of.label),
        sheet=part,
        digits=ask.digits,
    )


LEVELS, PERIODS = ("district", "province"), frozenset({"round"})
DOWNLOADS = (
    Download("online-readiness", "ตลาดออนไลน์ ส่วนที่ ๑ ความพร้อม", LEVELS, readiness, periods=PERIODS),
    Download("online-channels", "ตลาดออนไลน์ ส่วนที่ ๒ ช่องทางและยอดขาย", LEVELS, channels, periods=PERIODS),
)
