from django.apps import AppConfig


class OnlineConfig(AppConfig):
    name = "online"
    default_auto_field = "django.db.models.BigAutoField"
