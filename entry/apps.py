from django.apps import AppConfig


class EntryConfig(AppConfig):
    name = "entry"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from core import retention
        from entry.selectors.uploads import KEPT_FOR, expired

        retention.register(retention.DropOld(f"filled workbooks sent more than {KEPT_FOR.days} days ago", expired))
