from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "core"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """By now the models of every app are known."""
        from core.importing.draft import register_expiry

        register_expiry()
