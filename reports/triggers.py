"""The triggers that make a LockedMonth stale, on both engines: whatever locks or unlocks a month, and however.

No province's months are ever deleted while one is locked (its revisions are append-only), so deletion has none.
"""

from __future__ import annotations

from typing import Any

from django.db import migrations

MARK = """INSERT INTO reports_lockedmonth (province_id, month, is_stale)
    SELECT province_id, {row}.month, {true} FROM accounts_district
    WHERE id = {row}.district_id AND {row}.kind = 'sales' AND {row}.state = 'locked'
    ON CONFLICT (province_id, month) DO UPDATE SET is_stale = {true}"""
# A district that is given to another province takes its months along.
MOVE = """INSERT INTO reports_lockedmonth (province_id, month, is_stale)
    SELECT p.id, m.month, {true} FROM reports_lockedmonth m JOIN accounts_province p
    ON p.id IN (OLD.province_id, NEW.province_id) WHERE m.province_id = OLD.province_id
    ON CONFLICT (province_id, month) DO UPDATE SET is_stale = {true}"""
CHANGED = "OLD.state = 'locked' OR NEW.state = 'locked'"
MOVED = "OLD.province_id <> NEW.province_id"
FILL = """INSERT INTO reports_lockedmonth (province_id, month, is_stale)
    SELECT DISTINCT d.province_id, s.month, {true} FROM workflow_submission s
    JOIN accounts_district d ON d.id = s.district_id WHERE s.kind = 'sales' AND s.state = 'locked'"""


def _postgresql() -> list[str]:
    old, new, move = MARK.format(row="OLD", true="true"), MARK.format(row="NEW", true="true"), MOVE.format(true="true")
    return [
        *_function("month_changed", f"IF TG_OP = 'UPDATE' THEN {old}; END IF; {new};"),
        *_function("district_moved", f"{move};"),
        "CREATE TRIGGER reports_month_changed AFTER UPDATE ON workflow_submission "
        f"FOR EACH ROW WHEN ({CHANGED}) EXECUTE FUNCTION reports_month_changed()",
        "CREATE TRIGGER reports_month_made AFTER INSERT ON workflow_submission "
        "FOR EACH ROW WHEN (NEW.state = 'locked') EXECUTE FUNCTION reports_month_changed()",
        "CREATE TRIGGER reports_district_moved AFTER UPDATE ON accounts_district "
        f"FOR EACH ROW WHEN ({MOVED}) EXECUTE FUNCTION reports_district_moved()",
    ]


def _function(name: str, body: str) -> list[str]:
    return [
        f"CREATE FUNCTION reports_{name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} RETURN NULL; END $$",
    ]


def _sqlite() -> list[str]:
    old, new, move = MARK.format(row="OLD", true="1"), MARK.format(row="NEW", true="1"), MOVE.format(true="1")
    return [
        f"CREATE TRIGGER reports_month_changed AFTER UPDATE ON workflow_submission WHEN {CHANGED} "
        f"BEGIN {old}; {new}; END",
        f"CREATE TRIGGER reports_month_made AFTER INSERT ON workflow_submission WHEN NEW.state = 'locked' "
        f"BEGIN {new}; END",
        f"CREATE TRIGGER reports_district_moved AFTER UPDATE ON accounts_district WHEN {MOVED} BEGIN {move}; END",
    ]


def watch_months() -> migrations.RunPython:
    """A migration operation: the triggers, and the months that are locked already, to be summed."""

    def forwards(apps: Any, editor: Any) -> None:
        on_postgresql = editor.connection.vendor == "postgresql"
        for statement in _postgresql() if on_postgresql else _sqlite():
            editor.execute(statement, None)
        editor.execute(FILL.format(true="true" if on_postgresql else "1"), None)

    return migrations.RunPython(forwards, migrations.RunPython.noop)
