"""`manage.py load_areas`: provinces, districts and subdistricts from geothai. Idempotent."""

from typing import Any

from django.core.management.base import BaseCommand

from accounts.services import load_areas


class Command(BaseCommand):
    help = "Load all provinces, districts and subdistricts (geothai; data CC-BY-4.0). Safe to repeat."

    def handle(self, *args: Any, **options: Any) -> None:
        counts = load_areas()
        self.stdout.write("areas: " + ", ".join(f"{number} {name}" for name, number in counts.items()))
