"""The browser reads an amount as the server does: the same value, the same sentence, on the same list of cases."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from core.money import AmountError, parse_baht

CASES = json.loads((Path(__file__).parents[2] / "fixtures" / "amounts.json").read_text())
MODULE = "/static/js/entry/money.js"


@pytest.fixture
def run(window, live_server):
    """Call an exported function of money.js once for each list of arguments; BigInts come back as text."""
    page = window.page(window.context(), "/login/")

    def call(name: str, arguments: list[Any]) -> list[Any]:
        return page.evaluate(
            """async ([module, name, calls]) => {
              const money = await import(module);
              const text = (key, value) => (typeof value === "bigint" ? String(value) : value);
              const plain = (value) => JSON.parse(JSON.stringify(value, text));
              const revive = (v) => (typeof v === "string" && /^-?\\d+n$/.test(v) ? BigInt(v.slice(0, -1)) : v);
              return calls.map((args) => plain(money[name](...args.map(revive))));
            }""",
            [MODULE, name, arguments],
        )

    return call


def as_server(text: str) -> dict[str, str | None]:
    try:
        value = parse_baht(text)
    except AmountError as error:
        return {"satang": None, "error": error.message}
    return {"satang": None if value is None else str(int(value * 100))}


def test_every_case_of_the_fixture_is_read_alike(run):
    texts = [case["text"] for case in CASES]
    for text, answer in zip(texts, run("parseBaht", [[text] for text in texts]), strict=True):
        assert answer == as_server(text), repr(text)


def test_satang_are_written_with_commas_and_two_decimals(run):
    values = ["0n", "5n", "50n", "123450n", "99999999999999n"]
    assert run("formatSatang", [[v] for v in values]) == ["0.00", "0.05", "0.50", "1,234.50", "999,999,999,999.99"]
    assert run("formatSatang", [["120000n", {"short": True}], ["120050n", {"short": True}]]) == ["1,200", "1,200.50"]


def test_changes_are_rounded_to_a_tenth_of_a_per_cent(run):
    pairs = [(150, 100), (100, 150), (100, 100), (100.05, 100), (99.95, 100), (0, 100), (5, 0), (33.33, 100)]
    arguments = [[f"{int(Decimal(str(now)) * 100)}n", f"{before * 100}n"] for now, before in pairs]
    expected = ["+50.0%", "-33.3%", "+0.0%", "+0.1%", "-0.1%", "-100.0%", "", "-66.7%"]
    assert run("percentChange", arguments) == expected
