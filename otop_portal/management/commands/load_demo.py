"""`manage.py load_demo`: Chachoengsao 2567 as history, the present months, demo accounts. Safe to repeat."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from otop_portal.demo.load import SyntheticData, load_demo
from otop_portal.demo.people import NameTaken


class Command(BaseCommand):
    help = "Load the demo, or bring it to the present month. What people typed is never touched."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--yes-demo", action="store_true", help="also where the settings say this is no demo")
        parser.add_argument("--scale", type=float, default=1.0, help="part of the producers to make, 0–1 (default 1)")

    def handle(self, *args: Any, yes_demo: bool, scale: float, **options: Any) -> None:
        if not (settings.DEMO or yes_demo):
            raise CommandError("these settings are not a demo's: made-up producers do not belong here (--yes-demo)")
        if not 0 < scale <= 1:
            raise CommandError("--scale is more than 0 and at most 1")
        began = time.monotonic()
        quiet = options["verbosity"] == 0
        try:
            done = load_demo(
                scale=scale, progress=lambda plans: tqdm(plans, "demo", unit="month", delay=2, disable=quiet)
            )
        except NameTaken as error:
            raise CommandError(f"the username {error} is taken by an account that is not the demo's") from error
        except SyntheticData as error:
            raise CommandError(
                "the demo's districts hold synthetic months: load the demo before load_national"
            ) from error
        if not quiet:
            self.stdout.write(
                f"demo: open month {done.open_month}; new: {done.producers} producers, "
                f"{done.months} district months, {done.settled} settled, "
                f"{done.extensions} extensions ({time.monotonic() - began:.1f} s)"
            )
