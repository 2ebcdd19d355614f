from django.apps import AppConfig


class MarketsConfig(AppConfig):
    name = "markets"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from entry.report import register
        from markets.grid import MarketGrid

        register(MarketGrid())
