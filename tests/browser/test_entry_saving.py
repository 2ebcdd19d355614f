"""Cells save themselves; what cannot be saved stays, is told, and is sent when it can be."""

from __future__ import annotations

from decimal import Decimal

from playwright.sync_api import expect

from core.month import Month
from sales import services
from sales.models import SalesRow
from tests.browser.entry import ABROAD, ABROAD_ON, DRINK, FOOD, OFF, ON, SILK, Entry
from tests.cast import fill
from workflow import services as workflow
from workflow.models import Submission

FEBRUARY = Month.parse("2567-02")


def row_of(category: str) -> SalesRow:
    return SalesRow.objects.get(category=category)


def test_smoke_the_officer_types_and_it_is_saved(window, march):
    entry = window.entry(march.somsri)
    entry.type(FOOD, OFF, "๑,๒๐๐ บาท")
    entry.expect_saved()
    expect(entry.cell(FOOD, OFF)).to_have_value("1,200")
    expect(entry.grand).to_have_text("1,200.00")
    assert row_of("food").domestic_offline == Decimal("1200.00")
    assert [len(changes) for changes in entry.posts] == [1]
    assert entry.kept() == []


def test_only_changed_cells_travel_and_in_few_requests(window, march):
    entry = window.entry(march.somsri)
    for column in (OFF, ON, ABROAD):
        entry.type(FOOD, column, "10")
    entry.expect_saved()
    assert sum(map(len, entry.posts)) == 3
    entry.cell(SILK, OFF).focus()
    entry.page.keyboard.press("Enter")
    entry.type(FOOD, OFF, "10")
    entry.expect_saved()
    assert sum(map(len, entry.posts)) == 3


def test_an_amount_that_cannot_be_read_is_told_beneath_its_row_and_never_sent(window, march):
    entry = window.entry(march.somsri)
    entry.type(FOOD, OFF, "ประมาณ 500")
    entry.expect_state(entry.cell(FOOD, OFF), "error")
    expect(entry.note(FOOD)).to_contain_text("ไม่ใช่จำนวนเงิน")
    expect(entry.cell(FOOD, OFF)).to_have_attribute("aria-invalid", "true")
    expect(entry.cell(FOOD, OFF)).to_have_value("ประมาณ 500")
    assert entry.posts == []
    entry.type(FOOD, OFF, "500")
    entry.expect_saved()
    expect(entry.page.locator(".note")).to_have_count(0)


def test_a_lost_connection_keeps_typing_and_sends_later(window, march):
    entry = window.entry(march.somsri)
    entry.page.context.set_offline(True)
    entry.type(FOOD, OFF, "100")
    entry.type(FOOD, ON, "200")
    expect(entry.state).to_have_attribute("data-s", "lost")
    expect(entry.grand).to_have_text("300.00")
    assert entry.kept() == ["100", "200"]
    entry.page.context.set_offline(False)
    entry.expect_saved()
    assert row_of("food").domestic_online == Decimal(200)
    assert entry.kept() == []


def test_leaving_without_a_connection_asks_first_and_does_not_hang(window, march):
    entry = window.entry(march.somsri)
    asked = []
    entry.page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    entry.page.context.set_offline(True)
    entry.type(FOOD, OFF, "100")
    entry.page.get_by_role("link", name="ก.พ. 67").click()
    expect(entry.state).to_have_attribute("data-s", "lost")
    entry.page.context.set_offline(False)
    entry.expect_saved()
    assert asked == ["beforeunload"]
    assert row_of("food").domestic_offline == Decimal(100)


def test_logging_out_forgets_what_was_kept_on_the_computer(window, march):
    entry = window.entry(march.somsri)
    entry.page.on("dialog", lambda dialog: dialog.accept())
    entry.type(FOOD, OFF, "abc")
    expect(entry.note(FOOD)).to_be_visible()
    assert entry.kept() == ["abc"]
    entry.page.get_by_role("button", name="ออกจากระบบ").click()
    expect(entry.page.get_by_label("ชื่อผู้ใช้")).to_be_visible()
    assert entry.kept() == []


def test_a_server_that_fails_is_asked_again(window, march):
    entry = window.entry(march.somsri)
    refusals = []

    def refuse_twice(route):
        refusals.append(route.request.url)
        if len(refusals) < 3:
            route.fulfill(status=503, body="busy")
        else:
            route.continue_()

    entry.page.route("**/cells", refuse_twice)
    entry.type(FOOD, OFF, "100")
    entry.expect_saved()
    assert len(refusals) == 3
    assert row_of("food").domestic_offline == Decimal(100)


def test_a_lost_answer_is_harmless(window, march):
    """The server saved, the answer never came: sending again changes nothing and shows no conflict."""
    entry = window.entry(march.somsri)
    lost = []

    def lose_first_answer(route):
        if lost:
            return route.continue_()
        lost.append(route.fetch())
        return route.abort()

    entry.page.route("**/cells", lose_first_answer)
    entry.type(FOOD, OFF, "100")
    entry.expect_saved()
    assert row_of("food").version == 2


def lose_connection_and_type(entry: Entry) -> None:
    """Type 100 without a connection, and close the tab at once. Closing takes a moment, in which it may hear of the
    connection coming back: by then it can send nothing."""
    entry.page.context.set_offline(True)
    entry.type(FOOD, OFF, "100")
    expect(entry.state).to_have_attribute("data-s", "lost")
    entry.page.evaluate("() => { window.fetch = () => new Promise(() => {}); }")
    entry.page.close(run_before_unload=False)
    entry.page.context.set_offline(False)


def test_what_was_typed_survives_closing_the_tab(window, march):
    context = window.context(march.somsri)
    lose_connection_and_type(Entry(window.page(context, "/entry/")).ready())
    again = Entry(window.page(context, "/entry/")).ready()
    expect(again.page.locator("#remarks")).to_contain_text("นำค่าที่พิมพ์ไว้ก่อนหน้านี้ 1 ช่องกลับมาแล้ว")
    again.expect_saved()
    expect(again.cell(FOOD, OFF)).to_have_value("100")
    assert row_of("food").domestic_offline == Decimal(100)


def test_a_lock_meanwhile_is_told_plainly_and_nothing_typed_is_lost(window, march):
    entry = window.entry(march.somsri)
    submission = Submission.objects.get()
    services.fill_zero(submission, actor=march.somsri)
    workflow.confirm(submission, actor=march.somsri)
    workflow.lock(submission, actor=march.wichai)
    entry.type(FOOD, OFF, "777")
    notice = entry.page.locator("#notices")
    expect(notice).to_contain_text("วิชัย แปดริ้ว ล็อกข้อมูลแล้ว")
    expect(entry.cell(FOOD, OFF)).to_have_value("777")
    assert entry.kept() == ["777"]
    with entry.page.expect_download() as download:
        notice.get_by_role("button", name="ดาวน์โหลดเป็นไฟล์").click()
    assert "777" in download.value.path().read_text()
    assert row_of("food").domestic_offline == 0
    workflow.unlock(submission, actor=march.wichai, reason="แก้ยอดอาหาร")
    notice.get_by_role("button", name="ลองบันทึกอีกครั้ง").click()
    expect(entry.note(FOOD)).to_contain_text("777")  # the cell was filled since this page was opened: both are shown
    entry.note(FOOD).get_by_role("button", name="ใช้ 777 ของท่าน").click()
    entry.expect_saved()
    assert row_of("food").domestic_offline == Decimal(777)


def test_a_closed_month_gives_back_what_was_left_unsaved(window, march, at):
    context = window.context(march.somsri)
    lose_connection_and_type(Entry(window.page(context, "/entry/2401/2567-03/")).ready())
    at("2567-04-07 09:00")
    session = window.sign_in(march.somsri).cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": window.server}])
    page = window.page(context, "/entry/2401/2567-03/")
    expect(page.locator("main")).to_contain_text("ปิดรับข้อมูลแล้ว")
    expect(page.locator("#remarks")).to_contain_text("กลุ่มแม่บ้านเกษตรกรหน้าเมือง ในประเทศ ออฟไลน์: 100")


def test_a_session_that_ended_is_told_and_saving_goes_on_after_signing_in(window, march):
    entry = window.entry(march.somsri)
    entry.page.context.clear_cookies()
    entry.type(FOOD, OFF, "100")
    notice = entry.page.locator("#notices")
    expect(notice).to_contain_text("หมดเวลาเข้าใช้งาน")
    session = window.sign_in(march.somsri).cookies["sessionid"].value
    entry.page.context.add_cookies([{"name": "sessionid", "value": session, "url": window.server}])
    notice.get_by_role("button", name="ลองบันทึกอีกครั้ง").click()
    entry.expect_saved()
    assert row_of("food").domestic_offline == Decimal(100)


def test_another_persons_sign_in_does_not_get_the_figures(window, march):
    entry = window.entry(march.somsri)
    session = window.sign_in(march.pranee).cookies["sessionid"].value
    entry.page.context.clear_cookies()
    entry.page.context.add_cookies([{"name": "sessionid", "value": session, "url": window.server}])
    entry.type(FOOD, OFF, "100")
    expect(entry.page.locator("#notices")).to_be_visible()
    expect(entry.cell(FOOD, OFF)).to_have_value("100")
    assert row_of("food").domestic_offline is None
    window.page(entry.page.context, "/entry/")
    assert entry.kept() == []  # what somsri left on this computer is not pranee's to see


def test_last_months_amount_of_the_cell_stands_at_the_foot(window, march):
    fill(march.mueang, FEBRUARY, "1250.50")
    entry = window.entry(march.somsri)
    entry.cell(SILK, ON).focus()
    expect(entry.page.locator("#cell-before")).to_have_text("ช่องนี้เดือนก่อน 1,250.50")


def test_last_month_and_its_change_stand_beside_the_row(window, march, at):
    fill(march.mueang, FEBRUARY, "100")
    entry = window.entry(march.somsri)
    entry.fill_row(FOOD, "100", "100", "100", "200")
    expect(entry.row(FOOD)).to_contain_text("400.00+25.0%")
    entry.expect_saved()


def test_the_next_step_leads_to_a_refused_cell_when_no_cell_is_empty(window, march):
    entry = window.entry(march.somsri)
    entry.fill_row(FOOD, "1", "2", "3", "-5")
    entry.fill_row(DRINK, "1", "2", "3", "4")
    entry.fill_row(SILK, "1", "2", "3", "4")
    expect(entry.page.locator("#blank-text")).to_have_text("เหลือ 1 แถว")
    entry.page.locator("#go-blank").click()
    expect(entry.cell(FOOD, ABROAD_ON)).to_be_focused()
    entry.cell(SILK, OFF).focus()
    entry.state.get_by_role("button", name="ไปที่ช่องแรก").click()
    expect(entry.cell(FOOD, ABROAD_ON)).to_be_focused()
