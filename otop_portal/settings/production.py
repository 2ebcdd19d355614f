"""Production: refuses to start without its secrets, and serves only over https."""

import os
from pathlib import Path
from urllib.parse import quote

from django.core.exceptions import ImproperlyConfigured

from otop_portal.settings.base import *  # noqa: F403
from otop_portal.settings.base import caches, database


def required(name: str) -> str:
    """The variable NAME, or the content of the file that NAME_FILE names."""
    if path := os.environ.get(f"{name}_FILE"):
        value = Path(path).read_text().strip()
    else:
        value = os.environ.get(name, "").strip()
    if not value:
        raise ImproperlyConfigured(f"production needs {name} or {name}_FILE")
    return value


def database_url() -> str:
    """DATABASE_URL, or one made of DATABASE_HOST/NAME/USER and the password's file. PostgreSQL only."""
    if "DATABASE_HOST" in os.environ:
        return (
            f"postgres://{quote(required('DATABASE_USER'))}:{quote(required('DATABASE_PASSWORD'), safe='')}"
            f"@{os.environ['DATABASE_HOST']}:{os.environ.get('DATABASE_PORT', '5432')}/{required('DATABASE_NAME')}"
        )
    return required("DATABASE_URL")


DEBUG = False
DEMO = False
SECRET_KEY = required("SECRET_KEY")
if len(SECRET_KEY) < 50:
    raise ImproperlyConfigured("SECRET_KEY must have at least 50 characters")
ALLOWED_HOSTS = required("ALLOWED_HOSTS").split(",")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS]
DATABASES = {"default": database(database_url())}
if not DATABASES["default"]["ENGINE"].endswith("postgresql"):
    raise ImproperlyConfigured("production runs on PostgreSQL")
CELERY_BROKER_URL = required("CELERY_BROKER_URL")
CACHES = caches(CELERY_BROKER_URL)

PROXY_COUNT = int(os.environ.get("PROXY_COUNT", "1"))  # https is made by a proxy, so there is one
SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "otop_portal.staticfiles.Storage"},
}
