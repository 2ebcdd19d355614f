"""`./dev run`: one machine, SQLite, 127.0.0.1. The secret key is made once and kept in var/."""

import os
import secrets

from otop_portal.settings.base import *  # noqa: F403
from otop_portal.settings.base import VAR_DIR

DEBUG = False
ALLOWED_HOSTS = os.environ.get("OTOP_ALLOWED_HOSTS", "127.0.0.1,localhost").split(",")


def _secret_key() -> str:
    VAR_DIR.mkdir(parents=True, exist_ok=True)
    path = VAR_DIR / "secret_key"
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(50))
    except FileExistsError:
        pass
    return path.read_text()


SECRET_KEY = _secret_key()
DEMO = True
