from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "core"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """By now the models of every app are known; forms are read later."""
        from django.forms import Field

        from core.forms import REQUIRED
        from core.importing.draft import register_expiry

        register_expiry()
        Field.default_error_messages.update(REQUIRED)  # of every form, instead of Django's "ฟิลด์นี้จำเป็น"
