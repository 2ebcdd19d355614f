from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from core import retention
        from reports.keeping import Keeping
        from reports.retention import FORGET_EXPORTS, ExpireExports
        from workflow import keepers

        retention.register(ExpireExports())
        retention.register(FORGET_EXPORTS)
        keepers.register(Keeping())
