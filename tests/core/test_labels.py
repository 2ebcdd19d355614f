"""Every audited act has its Thai words."""

import ast
from pathlib import Path

from core.labels import ACTIONS

ROOT = Path(__file__).resolve().parents[2]
APPS = ("accounts", "producers", "workflow", "sales", "reports", "targets", "markets", "api", "otop_portal")
APPS = ("accounts", "producers", "workflow", "sales", "reports", "targets", "markets", "notices", "otop_portal")


def _acts(call):
    """The action named in a call of audit.record: its second argument, or both branches of a choice."""
    wanted = call.args[1] if len(call.args) > 1 else None
    branches = [wanted.body, wanted.orelse] if isinstance(wanted, ast.IfExp) else [wanted]
    return {b.value for b in branches if isinstance(b, ast.Constant)}


def _is_record(node):
    return isinstance(node, ast.Call) and ast.unparse(node.func) in ("audit.record", "record")


def test_every_action_that_is_recorded_has_a_label():
    recorded = set()
    for app in APPS:
        for path in (ROOT / app).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                if _is_record(node):
                    recorded |= _acts(node)
    assert len(recorded) > 15
    assert recorded <= ACTIONS.keys(), f"without words: {sorted(recorded - ACTIONS.keys())}"
