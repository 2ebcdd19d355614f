from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "evidence"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from core import retention
        from evidence.marks import EvidenceMarker
        from evidence.retention import ExpireEvidence
        from workflow import marks

        marks.register(EvidenceMarker())
        retention.register(ExpireEvidence())
