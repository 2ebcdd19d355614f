"""Where a product is sold online: links, page names and LINE IDs, checked for form and never fetched. Pure Python."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Sequence
from urllib.parse import quote, urlsplit

from core.days import Unusable

LINK, PAGE, LINE = "link", "page", "line"
LONGEST = 300
LONGEST_NAME = 100
LINE_HOSTS = ("line.me", "lin.ee")
_LABEL = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)")
_LINE_ID = re.compile(r"@?[a-z0-9][a-z0-9._-]{2,18}[a-z0-9]")
_LOOKS_LIKE_LINK = re.compile(r"[a-z][a-z0-9+.-]*:|[^\s/@]+\.[a-z]{2,}(?:[/:?#]|$)|//", re.IGNORECASE)
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_FORBIDDEN = re.compile(r"[\s<>\"'`\\^{|}]")


def clean_channel(kind: str, text: str, hosts: Sequence[str] = ()) -> str:
    """What is kept of what a person wrote: '' for nothing. Raises Unusable with a Thai sentence."""
    text = _UNSEEN.sub("", text).strip()
    if not text:
        return ""
    if kind == LINE:
        return clean_line(text)
    if kind == PAGE and not _LOOKS_LIKE_LINK.match(text):
        return clean_name(text)
    return clean_link(text, hosts)


def clean_link(text: str, hosts: Sequence[str] = ()) -> str:
    """An address of http or https with a public host name, of `hosts` or below one where there are any."""
    if len(text) > LONGEST:
        raise Unusable(f"ลิงก์ยาวเกิน {LONGEST} ตัวอักษร")
    if _FORBIDDEN.search(text):
        raise Unusable("ลิงก์ต้องไม่มีช่องว่างหรือเครื่องหมายคำพูด คัดลอกจากช่องที่อยู่ของเบราว์เซอร์")
    address = text if re.match(r"[a-z][a-z0-9+.-]*://", text, re.IGNORECASE) else f"https://{text.lstrip('/')}"
    host = _host(address)
    if hosts and not any(host == known or host.endswith(f".{known}") for known in hosts):
        raise Unusable(f"ลิงก์ช่องทางนี้ต้องอยู่ที่ {' หรือ '.join(hosts)} แต่ลิงก์นี้อยู่ที่ {host[:60]}")
    return address


def _host(address: str) -> str:
    """The host of an address that may be shown as a link. Raises Unusable."""
    try:
        parts = urlsplit(address)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError as error:
        raise Unusable("ลิงก์ไม่ถูกต้อง คัดลอกจากช่องที่อยู่ของเบราว์เซอร์") from error
    if parts.scheme.lower() not in ("http", "https"):
        raise Unusable("ลิงก์ต้องขึ้นต้นด้วย https:// หรือ http://")
    if parts.username is not None or parts.password is not None or (port is not None and port not in (80, 443)):
        raise Unusable("ลิงก์ต้องไม่มีชื่อผู้ใช้ รหัสผ่าน หรือพอร์ต")
    if not _is_public(host):
        raise Unusable("ลิงก์ต้องมีชื่อเว็บไซต์ เช่น www.example.co.th")
    return host


def _is_public(host: str) -> bool:
    """A name of two labels or more, no address of a machine."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        pass
    else:
        return False
    try:
        labels = host.encode("idna").decode("ascii").split(".")
    except UnicodeError:
        return False
    known = len(labels) > 1 and all(_LABEL.fullmatch(label) for label in labels)
    return known and not labels[-1].isdigit() and labels[-1] not in ("local", "localhost", "internal")


def clean_line(text: str) -> str:
    """A LINE ID in small letters, '@' of an official account kept; or a link of LINE's own."""
    if "/" in text:
        return clean_link(text, LINE_HOSTS)
    found = re.sub(r"\s+", "", text).lower()
    if not _LINE_ID.fullmatch(found):
        raise Unusable("ไอดีไลน์มี 4–20 ตัว ใช้ a–z 0–9 . - _ เท่านั้น เช่น otop.bangkhla หรือ @otopbangkhla")
    return found


def clean_name(text: str) -> str:
    """A page's name as people search for it; plain text, never a link."""
    name = " ".join(text.split())
    if not 2 <= len(name) <= LONGEST_NAME or re.search(r"[<>]", name):
        raise Unusable(f"ชื่อเพจต้องมี 2–{LONGEST_NAME} ตัวอักษร หรือวางลิงก์ของเพจ")
    return name


def href(kind: str, value: str) -> str:
    """The address that a kept value leads to; '' where it is only a name."""
    if value.startswith(("http://", "https://")):
        return value
    if kind == LINE and value:
        return f"https://line.me/R/ti/p/{'' if value.startswith('@') else '~'}{quote(value, safe='@._-')}"
    return ""
