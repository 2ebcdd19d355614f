"""Rules of the house that no single test can see: who touches the database, what templates may hold."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.core.management import call_command

ROOT = Path(__file__).resolve().parents[1]
APPS = (
    *("accounts", "api", "core", "entry", "evidence", "markets", "notices", "online"),
    *("otop_portal", "producers", "reports", "sales", "targets", "workflow"),
)
MANAGERS = ("objects", "_default_manager", "_base_manager")
OUTER = ("views", "forms", "tasks", "documents", "national_views", "dashboard_views", "exports")
# Where `.objects` is used without `.visible_to(`: file, what follows, and why it may.
MAY_TOUCH = {
    ("accounts/forms.py", "Province.objects.in_thai_order"): "the administrator's form offers every area",
    ("accounts/forms.py", "District.objects.select_related"): "the administrator's form offers every area",
    ("workflow/forms.py", "Province.objects.none"): "an empty choice, filled by a selector",
    ("reports/documents/district_month.py", "Producer.objects.in_bulk"): "producers that a scoped selector named",
}
MONEY = [app for app in APPS if app not in ("accounts", "otop_portal")]
FLOATS_THEMSELVES = (
    "reports/renderers/",  # millimetres, and Excel's own numbers
    "core/workbook/",  # how sure a guess at an encoding is
    "entry/workbook/write.py",  # Excel's own numbers: 14 digits fit a float exactly
)
MAY_FLOAT = {
    ("core/money.py", "_decimal"): "asks whether Excel's number is a float",
    ("core/money.py", "baht_from_number"): "the width of a float's last place, to bound Excel's own rounding",
}


def sources(*apps: str) -> Iterator[tuple[str, ast.Module]]:
    for app in apps:
        for path in sorted((ROOT / app).rglob("*.py")):
            if "migrations" not in path.parts:
                yield str(path.relative_to(ROOT)), parsed(path)


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def is_outer(path: str) -> bool:
    return any(part.removesuffix(".py") in OUTER for part in path.split("/"))


def manager_uses(tree: ast.Module) -> Iterator[str]:
    """'Province.objects.none' for every use of a manager."""
    for node in ast.walk(tree):
        manager = node.value if isinstance(node, ast.Attribute) else None
        if isinstance(manager, ast.Attribute) and manager.attr in MANAGERS:
            yield f"{ast.unparse(manager)}.{node.attr}"


def test_outer_layers_reach_areas_data_only_through_visible_to():
    uses = {(path, use) for path, tree in sources(*APPS) if is_outer(path) for use in manager_uses(tree)}
    uses = {(path, use) for path, use in uses if not use.endswith(".visible_to")}
    assert uses - set(MAY_TOUCH) == set()
    assert set(MAY_TOUCH) - uses == set(), "exceptions that nothing needs any more"


def test_only_the_workflow_changes_a_state():
    """No other app assigns `.state` or updates a Submission."""
    for path, tree in sources(*(app for app in APPS if app != "workflow")):
        if path.startswith("otop_portal/demo/"):
            continue  # history that no clock allows any more is made by hand there
        for node in ast.walk(tree):
            if isinstance(node, ast.Assign):
                targets = [t.attr for t in node.targets if isinstance(t, ast.Attribute)]
                assert "state" not in targets, f"{path}:{node.lineno}"


def test_money_is_never_a_float():
    for path, tree in sources(*MONEY):
        if path.startswith(FLOATS_THEMSELVES):
            continue
        for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
            for node in ast.walk(function):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "float":
                    assert (path, function.name) in MAY_FLOAT, f"{path}:{node.lineno} float()"
                assert not (isinstance(node, ast.Constant) and isinstance(node.value, float)), f"{path}:{node.lineno}"


def test_the_time_is_read_in_one_place():
    """datetime.now() and date.today() know nothing of Bangkok, nor of a frozen clock's zone."""
    for path, tree in sources(*APPS):
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and node.attr in ("now", "today", "utcnow", "localdate"):
                owner = ast.unparse(node.value)
                allowed = owner not in ("datetime", "date", "timezone", "datetime.datetime", "datetime.date")
                assert allowed or path == "core/clock.py", f"{path}:{node.lineno} {owner}.{node.attr}"


def test_no_module_imports_private_names_of_another():
    for path, tree in sources(*APPS):
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in APPS:
                private = [name.name for name in node.names if name.name.startswith("_")]
                assert not private, f"{path}:{node.lineno} imports {private}"


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_no_marks_of_unfinished_work():
    for path in ROOT.glob("*/**/*.py"):
        if path.relative_to(ROOT).parts[0] in (*APPS, "tests") and path != Path(__file__):
            assert not re.search(r"\b(TODO|FIXME|XXX)\b|raise NotImplementedError", path.read_text()), path


@pytest.mark.parametrize("app", APPS)
def test_files_can_be_read_in_one_sitting(app):
    long = {
        str(p.relative_to(ROOT)): n for p in (ROOT / app).rglob("*.py") if (n := len(p.read_text().splitlines())) > 400
    }
    assert long == {}


KINDS_OWN = ("sales", "markets")  # they describe themselves to the entry; the mechanism stands there once
MECHANISM = {
    *("save_cells", "fill_zero", "give_reason", "sync", "add_row", "remove_row", "refresh_totals"),
    *("confirm", "withdraw", "lock", "unlock", "return_to_district", "lock_province", "entry_page", "paste_check"),
    *("blockers", "histories", "earlier_amounts", "read_form", "form_workbook", "entry_view", "month_sums"),
}


@pytest.mark.parametrize("app", KINDS_OWN)
def test_no_workflow_grid_or_board_code_stands_twice(app):
    """A kind has no function of the entry's or the workflow's own, and none that writes rows or totals."""
    twice = {
        f"{path}: {node.name}"
        for path, tree in sources(app)
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.name in MECHANISM
    }
    making = r"\w+(Row|Total)\.objects\.(bulk_)?(create|update|update_or_create|get_or_create)"
    writes = {
        f"{path}: {use}" for path, tree in sources(app) for use in manager_uses(tree) if re.fullmatch(making, use)
    }
    assert twice | writes == set()


def test_the_two_kinds_share_no_line_of_code():
    """Five lines in a row that stand in both apps, imports and blank lines aside, belong into `entry`."""

    def runs(app: str) -> set[tuple[str, ...]]:
        found = set()
        for path in (ROOT / app).rglob("*.py"):
            if "migrations" in path.parts:
                continue
            lines = [line.strip() for line in path.read_text().splitlines()]
            lines = [line for line in lines if line and not line.startswith(("from ", "import ", "#", '"""'))]
            found |= {tuple(lines[at : at + 5]) for at in range(len(lines) - 4)}
        return found

    assert runs("sales") & runs("markets") == set()
