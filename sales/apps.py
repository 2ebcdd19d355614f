from django.apps import AppConfig


class SalesConfig(AppConfig):
    name = "sales"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from entry.report import register
        from producers import hindrances
        from sales.grid import SalesGrid
        from sales.selectors.rows import reported_by_both

        register(SalesGrid())
        hindrances.register(reported_by_both)
