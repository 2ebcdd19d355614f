"""What the page frame shows: the menu of a role, and whether this is the demonstration."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from accounts.models import Role
from notices.selectors import unread_count

EVERYONE = frozenset(Role.values)
DEPARTMENT = frozenset({Role.DEPARTMENT, Role.ADMIN})


@dataclass(frozen=True)
class Entry:
    """One line of the menu: its words, the named URL, the roles it is for, and the beginnings of its pages' paths."""

    label: str
    url_name: str
    roles: frozenset[str]
    sections: tuple[str, ...]

    def as_item(self, path: str) -> dict[str, Any]:
        return {"label": self.label, "url": reverse(self.url_name), "current": path.startswith(self.sections)}


MENU = [
    Entry("บันทึกยอดจำหน่าย", "sales:current", frozenset({Role.DISTRICT}), ("/entry/",)),
    Entry("ตรวจและล็อก", "workflow:current-board", frozenset({Role.PROVINCE}), ("/board/",)),
    Entry("สถานะรายจังหวัด", "reports:national", DEPARTMENT, ("/national/", "/board/")),
    Entry("ภาพรวม", "reports:overview", EVERYONE, ("/overview/",)),
    Entry("ทะเบียนผู้ผลิต", "producers:list", EVERYONE, ("/producers/",)),
    Entry("ตลาดนัด", "markets:list", EVERYONE, ("/markets/",)),
    Entry("ตลาดออนไลน์", "online:current", EVERYONE, ("/online/",)),
    Entry("เป้าหมายและคะแนน", "targets:scores", EVERYONE, ("/targets/",)),
    Entry("ส่งออกข้อมูล", "reports:downloads", EVERYONE, ("/downloads/",)),
    Entry("ปฏิทิน", "workflow:calendar", EVERYONE, ("/calendar/",)),
    Entry("ผู้ใช้", "accounts:user-list", frozenset({Role.ADMIN}), ("/users/",)),
]


def menu(request: HttpRequest) -> list[dict[str, Any]]:
    """The menu of the person's role; nothing for somebody not logged in."""
    role = getattr(request.user, "role", None)
    return [entry.as_item(request.path) for entry in MENU if role in entry.roles]


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Context of every page. Menu and bell are made only when a page shows them: an error page needs no database."""
    return {
        "menu": partial(menu, request),
        "unread": lambda: unread_count(request.user),
        "demo": getattr(settings, "DEMO", False),
    }
