from django.apps import AppConfig


class SalesConfig(AppConfig):
    name = "sales"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from sales.kind import SalesKind
        from workflow import kinds
        from workflow.models import Kind

        kinds.register(Kind.SALES, SalesKind())
