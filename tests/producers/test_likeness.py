"""How alike two producers are: what makes no difference, what does, and how fast a province is compared."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from producers.likeness import Facts, compare, likely, pairs, plain_address, plain_name

HOME = "12/3 หมู่ 4"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("วิสาหกิจชุมชนกลุ่มทอผ้าบ้านใหม่", "ทอผ้าบ้านใหม่"),
        ("กลุ่มทอผ้าบ้านใหม่", "วิสาหกิจชุมชน ทอผ้า บ้านใหม่"),
        ("นางสาวน้ำผึ้ง กำแพงแก้ว", "น.ส. น้ำผึ้ง กำแพงแก้ว"),
        ("นายเกรียงไกร ชายแดน", "เกรียงไกร\u200b ชายแดน"),
        ("บริษัท ปลากะพง จำกัด", "บจก. ปลากะพง"),
        ("หจก. ไข่เค็มไชยา", "ห้างหุ้นส่วนจำกัด ไข่เค็มไชยา"),
        ("ร้านน้ำปลา", "ร้านนํ้าปลา"),  # nikhahit and sara aa in place of sara am
        ("ร้านน้ำปลา", "ร้านนำ้ปลา"),  # the tone typed last
        ("กลุ่มที่ ๒ บ้านกลาง", "กลุ่มที่ 2 บ้านกลาง"),
        ("กลุ่มแปรรูป", "กลุ่มเเปรรูป"),  # two sara e in place of sara ae
        ("กลุ่มปั้นดิน", "กลุ่มป้ันดิน"),  # tone before vowel
        ("Shop ชุมชน", "SHOP-ชุมชน"),
    ],
)
def test_what_makes_no_difference(one, other):
    assert plain_name(one) == plain_name(other)
    assert compare(Facts(1, one, place=1), Facts(2, other, place=1)).reasons[0].startswith("ชื่อเดียวกัน")


@pytest.mark.parametrize(("name", "plain"), [("นาง", "นาง"), ("กลุ่ม", "กลุ่ม"), ("นายก", "นายก")])
def test_a_title_is_kept_where_nothing_would_be_left(name, plain):
    assert plain_name(name) == plain


@pytest.mark.parametrize(
    ("one", "other", "is_likely"),
    [
        (Facts(1, "กลุ่มทอผ้าบ้านหนองแซง", place=1), Facts(2, "กลุ่มทอผ้าบ้านหนองแสง", place=1), True),
        (Facts(1, "กลุ่มทอผ้าบ้านหนองแซง", place=1), Facts(2, "กลุ่มทอผ้าบ้านหนองแสง", place=2), False),
        (Facts(1, "กลุ่มทอผ้าหมู่ 3", place=1), Facts(2, "กลุ่มทอผ้าหมู่ 5", place=1), False),
        (Facts(1, "กลุ่มทอผ้าหมู่ 3", "0812345678"), Facts(2, "ทอผ้าหมู่ 3 บ้านใน", "0812345678"), True),
        (Facts(1, "กลุ่มทอผ้า", "0812345678"), Facts(2, "นายดำ ใจดี", "0812345678"), False),
        (Facts(1, "ก ข ค", "0812345678", HOME, 1), Facts(2, "นายดำ", "0812345678", "12/3 ม.4", 1), True),
        (Facts(1, "กลุ่มจักสาน", "", "", None), Facts(2, "กลุ่มน้ำพริก", "", "", None), False),
    ],
)
def test_who_is_proposed(one, other, is_likely):
    assert compare(one, other).is_likely is is_likely
    assert bool(likely(one, [other])) is (is_likely or bool(one.phone)), "a telephone that another has is told at once"
    assert bool(pairs([one, other])) is is_likely


def test_an_address_is_one_however_it_is_written():
    assert plain_address("เลขที่ ๑๒/๓ หมู่ที่ ๔ ถ.สุขุมวิท") == plain_address("12/3 ม. 4 ถนนสุขุมวิท")
    assert plain_address("หลังวัด") == ""


names = st.text(alphabet="กขคงจชดตนบปมยรลวสหอาำิีุูเแโไ่้๊๋์ 12", min_size=1, max_size=25)


@settings(max_examples=40)
@given(one=names, other=names)
def test_likeness_is_the_same_from_both_sides(one, other):
    assert compare(Facts(1, one), Facts(2, other)) == compare(Facts(2, other), Facts(1, one))
    assert plain_name(plain_name(one)) is not None
    assert compare(Facts(1, one), Facts(2, one)).name == 100


def test_one_letter_in_a_province_of_names_is_found():
    villages = ["หนองแซง", "โคกสูง", "ท่าข้าม", "วังเย็น", "สระแก้ว", "ปากน้ำ", "ไผ่ขวาง", "บ่อทอง", "คลองตัน", "ป่าสัก"]
    works = ["ทอผ้าไหม", "จักสานไม้ไผ่", "น้ำพริกแกง", "ขนมเปี๊ยะ", "สมุนไพรอบแห้ง", "ข้าวกล้องงอก", "ปลาร้าบอง", "เครื่องปั้นดินเผา"]
    among = [
        Facts(at, f"กลุ่ม{work}บ้าน{village}{at % 37}", f"08{at:08d}", f"{at} หมู่ 1", at % 90)
        for at, (work, village) in enumerate((w, v) for w in works for v in villages for _ in range(6))
    ]
    typo = Facts(9999, among[17].name.replace("ไหม", "ไหน"), "", "", among[17].place)
    assert (17, 9999) in {(one.id, other.id) for one, other, _ in pairs([*among, typo])}


def test_a_name_alone_that_place_and_telephone_speak_against_comes_last():
    one = Facts(1, "นางสมศรี ใจดี", "0811111111", HOME, 1)
    namesake = Facts(2, "นางสมศรี ใจดี", "0822222222", "9 หมู่ 1", 2)
    twin = Facts(3, "สมศรี ใจด", "0811111111", HOME, 1)
    found = pairs([namesake, one, twin])
    told = {frozenset((a.id, b.id)): likeness for a, b, likeness in found}
    assert (told[frozenset((1, 2))].strength, told[frozenset((1, 3))].strength) == (0, 2)
    assert {found[0][0].id, found[0][1].id} == {1, 3}, "more reasons come before a name that is the same"
    assert told[frozenset((1, 2))].strength_words == "น้อย"
