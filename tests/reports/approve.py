"""Draw the golden pages anew: `python -m tests.reports.approve`. Look at every one before committing it."""

from __future__ import annotations

import os
import sys

import pytest


def main() -> int:
    os.environ["OTOP_APPROVE"] = "1"
    return pytest.main(["-q", "-p", "no:randomly", "tests/reports", "-k", "approved or excel_csv_and_database_agree"])


if __name__ == "__main__":
    sys.exit(main())
