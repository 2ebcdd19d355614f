"""Celery application; `celery -A otop_portal worker|beat`."""

import os
from typing import Any

from celery import Celery
from celery.signals import worker_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "otop_portal.settings.dev")
app = Celery("otop_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_init.connect
def warm(**_: Any) -> None:
    """Load what PDFs need once, before the worker forks: its children share it and none begins cold."""
    from reports.renderers import pdf

    pdf.warm()
