"""Settings common to development, test and production. What differs is read from the environment."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import dj_database_url
from celery.schedules import crontab
from csp.constants import NONE, SELF

BASE_DIR = Path(__file__).resolve().parents[2]
VAR_DIR = Path(os.environ.get("OTOP_VAR_DIR", BASE_DIR / "var"))

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "axes",
    "csp",
    "core",
    "accounts",
    "producers",
    "workflow",
    "evidence",
    "entry",
    "sales",
    "markets",
    "online",
    "targets",
    "reports",
    "notices",
    "api",
    "otop_portal",  # its management commands
]
MIDDLEWARE = [
    "otop_portal.middleware.ClientAddressMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # a grid of 140 rows: 290 kB become 20; Django guards against BREACH
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "otop_portal.middleware.NoNullCharactersMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "accounts.middleware.PasswordChangeMiddleware",
    "accounts.middleware.PrivatePagesMiddleware",
    "otop_portal.middleware.NotAPageMiddleware",
    "core.sent.SentFormsMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "otop_portal.urls"
WSGI_APPLICATION = "otop_portal.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "otop_portal.navigation.navigation",
            ],
        },
    }
]


def database(url: str) -> dict[str, Any]:
    """Database settings from a URL. SQLite gets WAL and immediate transactions (see docs/decisions)."""
    config: dict[str, Any] = dict(dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True))
    if config["ENGINE"].endswith("sqlite3"):
        config["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
        }
    return config


DATABASES = {"default": database(os.environ.get("DATABASE_URL", f"sqlite:///{VAR_DIR / 'portal.sqlite3'}"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["username", "display_name"]},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "accounts:login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "accounts:login"
# Of the demonstration's accounts, which hold made-up figures; the login page shows it where DEMO is on.
DEMO_PASSWORD = "otop-demo-2567"  # noqa: S105
PROXY_COUNT = 0  # of our own, each adding to X-Forwarded-For
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = timedelta(minutes=15)
SPRAYED_NAMES_LIMIT = 30  # names that one address may fail on within the cool-off; a province's offices share one
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "accounts/locked_out.html"
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_SAVE_EVERY_REQUEST = False
CSRF_FAILURE_VIEW = "otop_portal.views.csrf_failure"

# The address that printed QR codes lead to; where it is empty, the one that the browser asked for.
PORTAL_URL = os.environ.get("PORTAL_URL", "")

# Notices by e-mail. Without a host letters are printed by the worker.
EMAIL_HOST = os.environ.get("EMAIL_HOST", "")
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'console'}.EmailBackend"
EMAIL_PORT = int(os.environ.get("EMAIL_PORT", "587"))
EMAIL_USE_TLS = os.environ.get("EMAIL_USE_TLS", "1") == "1"
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
if "EMAIL_HOST_PASSWORD_FILE" in os.environ:
    EMAIL_HOST_PASSWORD = Path(os.environ["EMAIL_HOST_PASSWORD_FILE"]).read_text().strip()
# "host:port" that webhooks may reach inside the house and without https; the operator's to say, no page's.
WEBHOOK_ALLOWED_HOSTS = os.environ.get("OTOP_WEBHOOK_ALLOWED_HOSTS", "").replace(",", " ").split()
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL", "otop-portal@localhost")

LANGUAGE_CODE = "th"
TIME_ZONE = "Asia/Bangkok"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS: list[Any] = [
    BASE_DIR / "static",
    ("vendor/bootstrap", BASE_DIR / "node_modules/bootstrap/dist/css"),
    ("vendor/bootstrap-js", BASE_DIR / "node_modules/bootstrap/dist/js"),
    ("vendor/sarabun", BASE_DIR / "node_modules/@fontsource/sarabun"),
]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "otop_portal.staticfiles.PackageFinder",
]
# Single files of packages that hold much else: (below static/, folder, file).
STATICFILES_OF_PACKAGES = [
    ("vendor/echarts", BASE_DIR / "node_modules/echarts/dist", "echarts.common.min.js"),
    ("vendor/thailand", BASE_DIR / "node_modules/@svg-maps/thailand", "thailand.svg"),
]

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"

MAX_UPLOAD_BYTES = 5 * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "core.uploads.LimitedUpload",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
DATA_UPLOAD_MAX_NUMBER_FILES = 20
DATA_UPLOAD_MAX_MEMORY_SIZE = 6 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000  # the plain POST of an entry grid: 1,000 rows × (4 cells + hidden)

API_REQUESTS_PER_MINUTE = 120  # by one token

REVEALS_PER_HOUR = 20  # of telephone numbers and addresses, by one person: each time it is noted on the account
RETENTION_YEARS = 10  # after a sole owner's deregistration the name, phone number and address go; of evidence as well

# Evidence: private files beside the database, not below STATIC_ROOT. PNG and WebP are decoded whole, JPEG in part.
EVIDENCE_DIR = Path(os.environ.get("OTOP_EVIDENCE_DIR", VAR_DIR / "evidence"))
EVIDENCE_MAX_BYTES = 12 * 1024 * 1024
EVIDENCE_AT_ONCE = 5
EVIDENCE_PER_PRODUCER = 12
EVIDENCE_MAX_PIXELS = {"JPEG": 120_000_000, "PNG": 16_000_000, "WEBP": 16_000_000}
EVIDENCE_PATIENCE = 20  # seconds that a file waits for another to be looked through
EVIDENCE_MAX_DRAWN = 32_000_000  # pixels of a JPEG at the part of its size at which it is decoded
EVIDENCE_MAX_KEPT = 40_000_000  # pixels of a JPEG in several scans: 6 bytes of memory each
EVIDENCE_MAX_SCANNED = 500_000_000  # pixels × scans
EVIDENCE_SIDE = 2000
EVIDENCE_THUMBNAIL_SIDE = 320
EVIDENCE_MAX_PAGES = 30

# Downloads that take longer than one waits for are made by workers into private files.
EXPORTS_DIR = Path(os.environ.get("OTOP_EXPORTS_DIR", VAR_DIR / "exports"))
EXPORT_AT_ONCE_SECONDS = 1  # by the measured estimate (reports.cost)
EXPORT_DAYS = 7  # that a finished file may be fetched
EXPORT_BYTES_KEPT = 2 * 1024**3  # of one person's finished files; beyond, the oldest go first
EXPORT_BYTES_FREE = 1024**3  # that are left to the database on the disk, which nobody's file takes
EXPORT_LISTED_DAYS = 90  # that it stands in its requester's list

CELERY_BROKER_URL = os.environ.get("CELERY_BROKER_URL", f"redis+socket://{VAR_DIR / 'valkey.sock'}")
# How far a job is (core.jobs): by the broker's server, which web and workers share. Tests have one of their own.
PROGRESS_URL = os.environ.get("PROGRESS_URL", CELERY_BROKER_URL)


def caches(progress: str) -> dict[str, Any]:
    """The caches, given the broker's URL as Celery writes it."""
    location = progress.replace("redis+socket://", "unix://", 1)
    return {
        "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
        "answers": {
            "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
            "LOCATION": "answers",
            "OPTIONS": {"MAX_ENTRIES": 100},
        },
        "progress": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": location},
    }


CACHES = caches(PROGRESS_URL)
CELERY_TASK_ACKS_LATE = True
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True  # its message comes again; the job is claimed anew
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_TIME_LIMIT = 600
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
# A page that sends a job does not wait for a broker that is away: the job's row is sent again by `core.jobs.revive`.
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 900, "max_retries": 1, "interval_start": 0, "interval_max": 0}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "celerybeat-schedule")
# Whether a window is open follows from the clock alone: these jobs announce and keep a snapshot. They run hourly so
# that one lost run is made good by the next; each acts once per month (workflow.models.MonthEvent).
CELERY_BEAT_SCHEDULE = {
    "open-months": {"task": "workflow.tasks.open_months", "schedule": crontab(minute="0")},
    "close-months": {"task": "workflow.tasks.close_months", "schedule": crontab(minute="0")},
    "keep-sums": {"task": "reports.tasks.keep_sums", "schedule": crontab(minute="2")},
    "close-documents": {"task": "reports.tasks.close_months", "schedule": crontab(minute="5")},
    "sweep-exports": {"task": "reports.tasks.sweep", "schedule": crontab(minute="45", hour="2")},
    "retention": {"task": "core.tasks.retention", "schedule": crontab(minute="0", hour="3")},
    "sweep-evidence": {"task": "evidence.tasks.sweep", "schedule": crontab(minute="30", hour="2")},
    "revive-jobs": {"task": "core.tasks.revive_jobs", "schedule": crontab()},
    "relay-notices": {"task": "notices.tasks.relay", "schedule": 10.0, "options": {"expires": 30}},
    "send-mail": {"task": "notices.tasks.send_mail", "schedule": crontab(), "options": {"expires": 50}},
    "send-webhooks": {"task": "notices.tasks.send_webhooks", "schedule": crontab(), "options": {"expires": 50}},
    "announce-notices": {"task": "notices.tasks.announce", "schedule": crontab(minute="5", hour="6-20")},
    "sweep-notices": {"task": "notices.tasks.sweep", "schedule": crontab(minute="45", hour="2")},
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {"axes": {"level": "WARNING"}, "weasyprint": {"level": "WARNING"}, "fontTools": {"level": "WARNING"}},
}
