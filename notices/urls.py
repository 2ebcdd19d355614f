from django.urls import URLPattern, path

from notices.views import notices, remind, webhooks
from workflow.models import Kind
from workflow.urls import MONTH

app_name = "notices"


def of_kind(kind: Kind, prefix: str = "") -> URLPattern:
    """Beside the board of each kind; `reverse` finds it by `kind=`."""
    return path(f"{prefix}{MONTH}remind/", remind.remind, {"kind": kind}, name="remind")


urlpatterns = [
    path("notices/", notices.listing, name="list"),
    path("notices/read/", notices.read_all, name="read-all"),
    path("notices/settings/", notices.ways, name="settings"),
    path("notices/settings/mail/", notices.address, name="address"),
    path("notices/settings/mail/<str:token>/", notices.confirm, name="confirm"),
    path("notices/<int:pk>/", notices.follow, name="follow"),
    path("webhooks/", webhooks.listing, name="webhooks"),
    path("webhooks/new/", webhooks.edit, name="webhook-new"),
    path("webhooks/<int:pk>/", webhooks.edit, name="webhook"),
    path("webhooks/<int:pk>/test/", webhooks.test, name="webhook-test"),
    path("webhooks/<int:pk>/rotate/", webhooks.rotate, name="webhook-rotate"),
    path("webhooks/<int:pk>/active/", webhooks.active, name="webhook-active"),
    of_kind(Kind.MARKETS, "markets/"),
    of_kind(Kind.SALES),
]
