"""Links, page names and LINE IDs: what is kept, what is refused, and that nothing kept can run in a browser."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.days import Unusable
from online import channels
from online.channels import LINE, LINK, PAGE, clean_channel, href

FACEBOOK = ("facebook.com", "fb.com")


@pytest.mark.parametrize(
    ("kind", "text", "kept"),
    [
        (LINK, " https://www.example.co.th/สินค้า ", "https://www.example.co.th/สินค้า"),
        (LINK, "example.co.th/shop", "https://example.co.th/shop"),
        (LINK, "//example.co.th", "https://example.co.th"),
        (LINK, "https://ร้านค้า.ไทย/", "https://ร้านค้า.ไทย/"),
        (LINK, "", ""),
        (PAGE, "กลุ่มแม่บ้าน  บางคล้า", "กลุ่มแม่บ้าน บางคล้า"),
        (PAGE, "facebook.com/otop", "https://facebook.com/otop"),
        (PAGE, "https://th-th.facebook.com/otop", "https://th-th.facebook.com/otop"),
        (LINE, "@OTOP Bangkhla", "@otopbangkhla"),
        (LINE, "otop.bang_khla-1", "otop.bang_khla-1"),
        (LINE, "https://lin.ee/abc", "https://lin.ee/abc"),
    ],
)
def test_what_is_kept(kind, text, kept):
    assert clean_channel(kind, text, FACEBOOK if kind == PAGE else ()) == kept


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (LINK, "javascript:alert(1)"),
        (LINK, "java\tscript://example.com/%0aalert(1)"),
        (LINK, "JaVaScRiPt://example.com/"),
        (LINK, "data:text/html,x"),
        (LINK, "ftp://example.com"),
        (LINK, "https://user:pass@example.com"),
        (LINK, "https://example.com:8443/"),
        (LINK, "https://localhost/"),
        (LINK, "https://10.0.0.1/"),
        (LINK, "https://[::1]/"),
        (LINK, "https://2130706433/"),
        (LINK, "https://printer.local/"),
        (LINK, "https://example.com/<script>"),
        (LINK, 'https://example.com/"onclick='),
        (LINK, "ร้านค้า"),
        (LINK, "https://exa mple.com"),
        (LINK, "https://[bad"),
        (LINK, "https://example.com/" + "ก" * 300),
        (PAGE, "https://facebook.com.evil.example/otop"),
        (PAGE, "https://evilfacebook.com/otop"),
        (PAGE, "javascript:alert(1)"),
        (PAGE, "ก"),
        (PAGE, "<b>เพจ</b>"),
        (LINE, "ไอดี"),
        (LINE, "abc"),
        (LINE, "a" * 21),
        (LINE, "https://line.me.evil.example/x"),
    ],
)
def test_what_is_refused(kind, text):
    with pytest.raises(Unusable):
        clean_channel(kind, text, FACEBOOK if kind == PAGE else ())


@settings(max_examples=150)
@given(st.sampled_from([LINK, PAGE, LINE]), st.text(max_size=60) | st.from_regex(r"[a-z]{2,10}:/{0,2}[ -~]{0,30}"))
def test_nothing_kept_leads_anywhere_but_to_a_public_web_site(kind, text):
    try:
        kept = clean_channel(kind, text)
    except Unusable:
        return
    address = href(kind, kept)
    if address:
        parts = urlsplit(address)
        assert parts.scheme in ("http", "https")
        assert "." in parts.hostname
        assert not set(address) & set("<>\"'` \n")
    assert clean_channel(kind, kept) == kept, "what is kept is taken again"


def test_a_line_id_leads_to_line():
    assert href(LINE, "@otop") == "https://line.me/R/ti/p/@otop"
    assert href(LINE, "otop1") == "https://line.me/R/ti/p/~otop1"
    assert channels.href(PAGE, "กลุ่มแม่บ้าน") == ""
