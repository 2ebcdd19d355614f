from django.apps import AppConfig


class OnlineConfig(AppConfig):
    name = "online"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from core import retention
        from online.retention import CHANNELS

        retention.register(CHANNELS)
