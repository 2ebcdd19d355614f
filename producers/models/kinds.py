"""The kinds of the forms: three types of producers, five categories of products, in the forms' order."""

from __future__ import annotations

from django.db import models


class ProducerType(models.TextChoices):
    GROUP = "group", "กลุ่มผู้ผลิตชุมชน"
    SOLE = "sole", "ผู้ผลิตชุมชนที่เป็นเจ้าของรายเดียว"
    SME = "sme", "ผู้ผลิตที่เป็นวิสาหกิจขนาดกลางและขนาดย่อม (SMEs)"


class Category(models.TextChoices):
    """The five product categories, in the order of the forms."""

    FOOD = "food", "อาหาร"
    DRINK = "drink", "เครื่องดื่ม"
    TEXTILE = "textile", "ผ้าและเครื่องแต่งกาย"
    DECOR = "decor", "ของใช้ ของตกแต่ง และของที่ระลึก"
    HERB = "herb", "สมุนไพรที่ไม่ใช่อาหาร"


class Quadrant(models.TextChoices):
    """The four groups by which the department plans a product's development."""

    A = "A", "A ดาวเด่นสู่สากล"
    B = "B", "B อนุรักษ์ สร้างคุณค่า"
    C = "C", "C พัฒนาสู่การแข่งขัน"
    D = "D", "D ปรับตัวสู่การพัฒนา"
