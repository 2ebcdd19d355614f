"""The portal's addresses and /bench-empty/: what asking with a token costs before anything is read."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from api.auth import Bearer
from api.views import door
from otop_portal.urls import urlpatterns as portal


@door
def empty(request: HttpRequest) -> HttpResponse:
    return HttpResponse("[]" if Bearer()(request) else "", content_type="application/json")


urlpatterns = [path("bench-empty/", empty), *portal]
