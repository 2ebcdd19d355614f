from django.urls import URLPattern, path, re_path

from api import views
from api.v1 import api


def _doors() -> list[URLPattern]:
    """Ninja's addresses behind the door that all of version 1 shares."""
    tables = [pattern for pattern in api.urls[0] if isinstance(pattern, URLPattern) and pattern.name != "api-root"]
    return [path(f"api/v1/{table.pattern}", views.door(table.callback), name=table.name) for table in tables]


app_name = "api"
urlpatterns = [
    path("api/", views.about, name="about"),
    path("api/v1/openapi.json", views.openapi, name="openapi"),
    *_doors(),
    re_path(r"^api/v1/(?P<rest>.*)$", views.nowhere, name="nowhere"),
    path("account/tokens/", views.tokens, name="tokens"),
    path("account/tokens/<int:pk>/revoke/", views.revoke, name="revoke"),
]
