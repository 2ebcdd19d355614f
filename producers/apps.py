from django.apps import AppConfig


class ProducersConfig(AppConfig):
    name = "producers"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from core import retention
        from producers.retention import DropFruitlessRequests, ForgetSoleOwners

        retention.register(ForgetSoleOwners())
        retention.register(DropFruitlessRequests())
