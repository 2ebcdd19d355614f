from django.apps import AppConfig


class WorkflowConfig(AppConfig):
    name = "workflow"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from producers.services import months
        from workflow.calendar import is_closed

        months.register(is_closed)
