from django.apps import AppConfig


class SalesConfig(AppConfig):
    name = "sales"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from entry.report import register
        from sales.grid import SalesGrid

        register(SalesGrid())
