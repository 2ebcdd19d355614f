"""`manage.py verify_revisions`: recompute every checksum and sum. Exit 1 if one differs."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from workflow.models import Submission
from workflow.verification import faults_of

SHOWN = 200


class Command(BaseCommand):
    help = "Check each revision against its SHA-256 and sums, and each month's rows against its kept totals."

    def handle(self, *args: Any, **options: Any) -> None:
        submissions = Submission.objects.select_related("district").order_by("month", "district__code")
        total = submissions.count()
        quiet = options["verbosity"] == 0
        walk = tqdm(submissions.iterator(200), "verify", total, unit="month", delay=2, disable=quiet)
        faults = [f"{s.kind} {s.month} {s.district.code}: {fault}" for s in walk for fault in faults_of(s)]
        for fault in faults[:SHOWN]:
            self.stderr.write(fault)
        if faults:
            raise CommandError(f"{len(faults)} differences in {total} district months")
        self.stdout.write(f"{total} district months: every checksum and sum is right")
