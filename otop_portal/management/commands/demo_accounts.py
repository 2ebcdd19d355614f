"""`manage.py demo_accounts`: the table of demo accounts that `./dev run` prints."""

from __future__ import annotations

import unicodedata
from typing import Any

from django.core.management.base import BaseCommand

from accounts.models import User
from otop_portal.demo.people import ACCOUNTS, PASSWORD, Account

HEADS = ("Username", "Password", "Who", "บทบาท", "พื้นที่")


class Command(BaseCommand):
    help = "Print the demo accounts with their password (nothing when the demo is not loaded)."

    def handle(self, *args: Any, **options: Any) -> None:
        users = {
            u.username: u for u in User.objects.filter(is_demo=True).select_related("province", "district__province")
        }
        rows = [HEADS, *(_row(a, users[a.username]) for a in ACCOUNTS if a.username in users)]
        if len(rows) == 1:
            self.stderr.write("no demo accounts: run manage.py load_demo")
            return
        widths = [max(_width(row[column]) for row in rows) for column in range(len(HEADS))]
        for row in rows:
            self.stdout.write("  ".join(_pad(cell, width) for cell, width in zip(row, widths, strict=True)).rstrip())


def _row(account: Account, user: User) -> tuple[str, ...]:
    password = PASSWORD if user.check_password(PASSWORD) else "(changed / เปลี่ยนแล้ว)"
    if not user.is_active:
        password = "(suspended / ระงับ)"  # noqa: S105
    return account.username, password, account.english, user.get_role_display(), user.area_name


def _width(text: str) -> int:
    """Columns on a terminal: vowels and tones above and below a Thai letter take none."""
    return sum(unicodedata.category(char) != "Mn" for char in text)


def _pad(text: str, width: int) -> str:
    return text + " " * (width - _width(text))
