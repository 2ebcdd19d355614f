"""Pasted lines find their rows by name, all of them or none."""

from __future__ import annotations

import pytest

from core.paste import parse_block
from core.paste_names import NamedRow, rows_by_name

ROWS = [
    NamedRow(1, "กลุ่มทอผ้าบ้านหนอง", "24010001", "ผ้า"),
    NamedRow(2, "กลุ่มทอผ้าบ้านหนอง", "24010001", "อาหาร"),
    NamedRow(3, "นางสาวน้ำผึ้ง ใจดี", "24010002", "อาหาร"),
]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("นํ้าผึ้ง ใจดี\tอาหาร\t1\nกลุ่มทอผ้าบ้านหนอง\tอาหาร\t2\n", [3, 2]),
        ("๑\tน้ำผึ้งใจดี\t\t1\n2\tกลุ่มทอผ้า บ้านหนอง\tผ้า\t2\n", [3, 1]),
        ("กลุ่มทอผ้าบ้านหนอง\tอาหาร\t1\n\tผ้า\t2\n", [2, 1]),
        ("1 นางสาวน้ำผึ้ง ใจดี 1.00 2.00 - 0.00\n", [3]),
        ("กลุ่มทอผ้าบ้านหนอง\t1\n", None),
        ("น้ำผึ้ง ใจดี\t1\nน้ำผึ้ง ใจดี\t2\n", None),
        ("น้ำผึ้ง ใจดี\t1\nใครไม่รู้\t2\n", None),
        ("1\t2\n3\t4\n", None),
        ("", None),
    ],
)
def test_lines_find_their_rows(text, rows):
    assert rows_by_name(parse_block(text), ROWS) == rows
