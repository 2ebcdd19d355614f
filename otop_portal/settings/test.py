"""Tests: a fast password hasher, no static manifest."""

import os

from otop_portal.settings.base import *  # noqa: F403
from otop_portal.settings.base import CACHES

DEBUG = False
SECRET_KEY = "only-for-tests"  # noqa: S105
ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
AXES_ENABLED = False
DEMO = True
EXPORT_BYTES_FREE = 0  # of whatever disk a machine has
if "PROGRESS_URL" not in os.environ:  # a real worker is told where the test looks
    CACHES["progress"] = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "progress"}
