"""Demo accounts that people sign in with, and the officers who stand behind the demo's history."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction

from accounts.models import District, Province, Role, User
from otop_portal.demo import names
from otop_portal.demo.figures import CHACHOENGSAO, SA_KAEO
from otop_portal.demo.seeded import seeded

PASSWORD = settings.DEMO_PASSWORD
MARK = "(สาธิต)"


class NameTaken(Exception):
    """A username of the demo belongs to somebody who is not a demo account."""


@dataclass(frozen=True)
class Account:
    username: str
    role: Role
    display_name: str
    position: str
    english: str
    province: str = ""
    district: str = ""

    def area(self) -> dict[str, object]:
        if self.district:
            return {"district": District.objects.get(province__code=self.province, name=self.district)}
        return {"province": Province.objects.get(code=self.province)} if self.province else {}


ACCOUNTS = (
    Account(
        "muang",
        Role.DISTRICT,
        "นางสาวกมลวรรณ ใจงาม",
        "นักวิชาการพัฒนาชุมชนชำนาญการ",
        "Mueang Chachoengsao district officer",
        CHACHOENGSAO,
        "เมืองฉะเชิงเทรา",
    ),
    Account(
        "bangkhla",
        Role.DISTRICT,
        "นายธนากร พูนสุข",
        "นักวิชาการพัฒนาชุมชนปฏิบัติการ",
        "Bang Khla district officer",
        CHACHOENGSAO,
        "บางคล้า",
    ),
    Account(
        "chachoengsao",
        Role.PROVINCE,
        "นางอัญชลี ศรีเจริญ",
        "นักวิชาการพัฒนาชุมชนชำนาญการ",
        "Chachoengsao provincial office",
        CHACHOENGSAO,
    ),
    Account(
        "sakaeo",
        Role.PROVINCE,
        "นายวีระ ตั้งมั่น",
        "นักวิชาการพัฒนาชุมชนชำนาญการ",
        "Sa Kaeo provincial office",
        SA_KAEO,
    ),
    Account(
        "department",
        Role.DEPARTMENT,
        "นางสาวปิยนุช วัฒนะ",
        "นักวิเคราะห์นโยบายและแผนชำนาญการ",
        "Department analyst",
    ),
    Account("admin", Role.ADMIN, "นายศุภชัย มั่นคง", "ผู้ดูแลระบบศูนย์ข้อมูล", "Department administrator"),
)


@dataclass(frozen=True)
class Cast:
    """Who acts in the demo: officers by district id, provincial offices by province id, the administrator."""

    officers: dict[int, User]
    provinces: dict[int, User]
    admin: User


@transaction.atomic
def ensure_people(districts: list[District]) -> Cast:
    """The demo accounts and one officer per district, created where missing. Raises NameTaken."""
    for account in ACCOUNTS:
        _ensure_account(account)
    _ensure_officers(districts)
    demo = User.objects.filter(is_demo=True).order_by("pk")
    return Cast(
        officers={u.district_id: u for u in demo.filter(role=Role.DISTRICT).order_by("is_active", "-pk")},
        provinces={u.province_id: u for u in demo.filter(role=Role.PROVINCE)},
        admin=User.objects.get(username="admin"),
    )


def _ensure_account(account: Account) -> None:
    """One account. What its user has changed since (password, name) stays."""
    if existing := User.objects.filter(username=account.username).first():
        if not existing.is_demo:
            raise NameTaken(account.username)
        return
    User.objects.create_user(
        account.username,
        PASSWORD,
        role=account.role,
        display_name=f"{account.display_name} {MARK}",
        position=account.position,
        is_demo=True,
        **account.area(),
    )


def _ensure_officers(districts: list[District]) -> None:
    """Officers of the districts without a demo account: names in the history, unable to sign in."""
    manned = set(User.objects.filter(is_demo=True, role=Role.DISTRICT).values_list("district_id", flat=True))
    User.objects.bulk_create(_officer(d) for d in districts if d.pk not in manned)


def _officer(district: District) -> User:
    return User(
        username=f"demo-{district.code}",
        password=make_password(None),
        role=Role.DISTRICT,
        district=district,
        display_name=f"{names.person(seeded('officer', district.code))} {MARK}",
        position="นักวิชาการพัฒนาชุมชน",
        is_active=False,
        is_demo=True,
    )
