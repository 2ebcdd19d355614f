"""What may be asked and what a row of each table holds: the OpenAPI document and the heads of the CSV come from here.

Money is text with two decimals ("1234.50"), so that no program makes a float of it.
"""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import Field

from producers.models import Category, ProducerType
from workflow.models import Kind, State

MONTH = r"25[0-9]{2}-(0[1-9]|1[0-2])"
PERIOD = rf"^(25[0-9]{{2}}(-(q[1-4]|r[12]))?|{MONTH}(_{MONTH})?)$"
Baht = Annotated[str, Field(pattern=r"^[0-9]+\.[0-9]{2}$", examples=["1234.50"])]
Points = Annotated[str, Field(pattern=r"^-?[0-9]+(\.[0-9]+)?$")]
TARGET_PERIODS = Literal["annual", "round1", "round2", "q1", "q2", "q3", "q4"]  # targets.periods.LABELS


def _by(names: str) -> str:
    return rf"^({names})(,({names}))*$"


class YearQuery(Schema):
    year: int | None = Field(None, ge=2545, le=2599, description="ปีงบประมาณ พ.ศ. (ไม่ระบุ = ปีงบประมาณปัจจุบัน)")


class AreaQuery(Schema):
    area: str | None = Field(
        None,
        pattern=r"^[0-9]{2}([0-9]{2})?$",
        description="รหัสกรมการปกครองของจังหวัด (2 หลัก) หรืออำเภอ (4 หลัก) ไม่ระบุ = ทั้งพื้นที่ของโทเค็น",
    )


class PeriodQuery(AreaQuery):
    period: str | None = Field(
        None,
        pattern=PERIOD,
        description="เดือน 2566-10 · ช่วงเดือน 2566-10_2567-02 (ไม่เกิน 60 เดือน) "
        "· รอบ 2567-r1 · ไตรมาส 2567-q2 · ปีงบประมาณ 2567 · ไม่ระบุ = ปีงบประมาณปัจจุบัน",
    )


class SubmissionQuery(PeriodQuery):
    kind: Kind = Field(Kind.SALES, description="sales ยอดจำหน่าย OTOP · markets ยอดจำหน่ายตลาดนัด")


class SalesQuery(PeriodQuery):
    by: str = Field(
        "province,month",
        pattern=_by("province|district|month|category|type"),
        max_length=80,
        description="แยกตามอะไรบ้าง คั่นด้วยจุลภาค: province district month category type",
    )


class MarketQuery(PeriodQuery):
    by: str = Field(
        "province,month",
        pattern=_by("province|district|month"),
        max_length=80,
        description="แยกตามอะไรบ้าง คั่นด้วยจุลภาค: province district month",
    )


class TargetQuery(AreaQuery, YearQuery):
    period: TARGET_PERIODS | None = Field(
        None, description="annual ทั้งปี · round1 round2 รอบ · q1–q4 ไตรมาส (ไม่ระบุ = รอบปัจจุบัน)"
    )


class StandingQuery(TargetQuery):
    by: Literal["area", "district"] = Field("area", description="area พื้นที่ชั้นถัดไป (กรมฯ เห็นเป็นจังหวัด) · district ทุกอำเภอ")


class MonthRow(Schema):
    kind: Kind = Field(title="รายงาน")
    month: str = Field(title="เดือน", pattern=f"^{MONTH}$")
    opens_at: datetime = Field(title="เปิด")
    closes_at: datetime = Field(title="ปิด")
    status: Literal["open", "closed", "ahead"] = Field(title="สถานะ")
    lock_by: date = Field(title="จังหวัดล็อกภายใน")


class AreaRow(Schema):
    province_code: str = Field(title="รหัสจังหวัด")
    province: str = Field(title="จังหวัด")
    district_code: str = Field(title="รหัสอำเภอ")
    district: str = Field(title="อำเภอ")


class SubmissionRow(AreaRow):
    month: str = Field(title="เดือน", pattern=f"^{MONTH}$")
    state: State = Field(title="สถานะ")
    confirmed_at: datetime | None = Field(title="ยืนยันเมื่อ")
    locked_at: datetime | None = Field(title="ล็อกเมื่อ")
    revision: int = Field(title="ฉบับที่")


class GroupRow(Schema):
    """Only what the rows are grouped by is there."""

    province_code: str | None = Field(None, title="รหัสจังหวัด")
    province: str | None = Field(None, title="จังหวัด")
    district_code: str | None = Field(None, title="รหัสอำเภอ")
    district: str | None = Field(None, title="อำเภอ")
    month: str | None = Field(None, title="เดือน", pattern=f"^{MONTH}$")


class SalesRow(GroupRow):
    category: Category | None = Field(None, title="ประเภทผลิตภัณฑ์")
    type: ProducerType | None = Field(None, title="ประเภทผู้ผลิต")
    domestic_offline: Baht = Field(title="ในประเทศ ออฟไลน์")
    domestic_online: Baht = Field(title="ในประเทศ ออนไลน์")
    foreign_offline: Baht = Field(title="ต่างประเทศ ออฟไลน์")
    foreign_online: Baht = Field(title="ต่างประเทศ ออนไลน์")
    total: Baht = Field(title="รวมทั้งสิ้น")


class MarketRow(GroupRow):
    line_1: Baht = Field(title="รายการที่ 1")
    line_2: Baht = Field(title="รายการที่ 2")
    line_3: Baht = Field(title="รายการที่ 3")
    line_4: Baht = Field(title="รายการที่ 4")
    total: Baht = Field(title="รวมทั้งสิ้น")
    days_held: int = Field(title="วันที่จัด")
    line_1_name: str = Field(title="ชื่อรายการที่ 1 ตามที่กรมฯ ใช้ในขณะนี้")
    line_2_name: str = Field(title="ชื่อรายการที่ 2 ตามที่กรมฯ ใช้ในขณะนี้")
    line_3_name: str = Field(title="ชื่อรายการที่ 3 ตามที่กรมฯ ใช้ในขณะนี้")
    line_4_name: str = Field(title="ชื่อรายการที่ 4 ตามที่กรมฯ ใช้ในขณะนี้")


class TargetRow(Schema):
    area_code: str = Field(title="รหัสพื้นที่")
    area: str = Field(title="พื้นที่")
    basic: Baht | None = Field(title="ขั้นต้น")
    standard: Baht | None = Field(title="ขั้นมาตรฐาน")
    advanced: Baht | None = Field(title="ขั้นสูง")
    revenue: Baht = Field(title="รายได้ที่ล็อกแล้ว")
    unlocked: Baht = Field(title="รายได้ที่ยังไม่ล็อก")
    score: int | None = Field(title="คะแนน")
    score_words: str = Field(title="ผลคะแนน")
    months_locked: int = Field(title="เดือนที่ล็อกครบ")


class ScoreRow(Schema):
    area_code: str = Field(title="รหัสพื้นที่")
    area: str = Field(title="พื้นที่")
    indicator: str = Field(title="ตัวชี้วัด")
    kind: str = Field(title="ชนิด")
    words: str = Field(title="ผล")
    points: Points | None = Field(title="คะแนน")
    weight: Points = Field(title="น้ำหนัก")
    weighted: Points | None = Field(title="คะแนนถ่วงน้ำหนัก")


class Problem(Schema):
    """RFC 9457."""

    type: str
    status: int
    code: str = Field(description="รหัสคงที่สำหรับโปรแกรม")
    title: str
    detail: str = Field(description="ข้อความภาษาไทยสำหรับคน")
    errors: list[dict[str, Any]] | None = None


class Paged(Schema):
    page: int = Field(1, ge=1, le=10_000, description="หน้าที่")
    limit: int = Field(200, ge=1, le=1_000, description="จำนวนแถวต่อหน้า")


class Page(Schema):
    count: int = Field(description="จำนวนแถวทั้งหมด")
    page: int
    limit: int
    next: str | None = Field(description="ที่อยู่ของหน้าถัดไป")
    version: str = Field(description="รุ่นของข้อมูล: เท่ากัน = ข้อมูลเดียวกัน")
    as_of: datetime | None = Field(description="ข้อมูล ณ เวลานี้ (การบันทึกล่าสุดในระบบ)")
