"""Settings of the portal under measurement: the tests', without limits, with one view that does nothing."""

from otop_portal.settings.test import *  # noqa: F403

ROOT_URLCONF = "bench.urls"
API_REQUESTS_PER_MINUTE = 10**9
