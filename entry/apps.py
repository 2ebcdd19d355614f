from django.apps import AppConfig


class EntryConfig(AppConfig):
    name = "entry"
    default_auto_field = "django.db.models.BigAutoField"
