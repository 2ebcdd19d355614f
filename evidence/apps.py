from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "evidence"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from evidence.marks import EvidenceMarker
        from workflow import marks

        marks.register(EvidenceMarker())
