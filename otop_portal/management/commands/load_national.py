"""`manage.py load_national`: synthetic producers and locked months of the whole country, for load work."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from accounts.models import District
from accounts.services import load_areas
from otop_portal.demo.national import AlreadyLoaded, Load, last_closed_month, load_national


class Command(BaseCommand):
    help = "Load synthetic producers and months up to the last closed one. Refuses where synthetic data is already."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--producers", type=int, required=True, help="how many, over all reporting districts")
        parser.add_argument("--months", type=int, required=True, help="how many, ending with the last closed month")
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--no-revisions", action="store_true", help="faster; verify_revisions will complain")
        parser.add_argument("--yes-demo", action="store_true", help="also where the settings say this is no demo")

    def handle(self, *args: Any, **options: Any) -> None:
        _check(options)
        if not District.objects.exists():
            load_areas()
        load, began = _load(options), time.monotonic()
        quiet = options["verbosity"] == 0
        try:
            written = load_national(load, lambda items, unit: _progress(items, unit, quiet))
        except AlreadyLoaded as error:
            raise CommandError("synthetic data is here already; other data needs an empty database") from error
        if not quiet:
            self.stdout.write(
                f"national: {load.producers} producers, {load.months[0]} to {load.months[-1]}, "
                f"{written} district months ({time.monotonic() - began:.1f} s)"
            )


def _check(options: dict[str, Any]) -> None:
    if not (settings.DEMO or options["yes_demo"]):
        raise CommandError("these settings are not a demo's: synthetic data does not belong here (--yes-demo)")
    if options["producers"] < 1 or options["months"] < 1:
        raise CommandError("--producers and --months are at least 1")


def _load(options: dict[str, Any]) -> Load:
    last = last_closed_month()
    months = [last - back for back in range(options["months"] - 1, -1, -1)]
    return Load(options["producers"], months, options["seed"], not options["no_revisions"])


def _progress(items: list[Any], unit: str, quiet: bool) -> Iterable[Any]:
    """The bar of the months stays; the bars within one month come only where it takes long, and go."""
    months = unit == "months"
    return tqdm(items, unit, unit=f" {unit}", delay=0 if months else 2, leave=months, disable=quiet)
