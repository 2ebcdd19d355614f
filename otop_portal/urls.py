"""All URLs. Each app owns its own; a view that needs no login says so itself."""

from django.urls import include, path

from otop_portal import views

urlpatterns = [
    path("", views.home, name="home"),
    path("healthz", views.healthz, name="healthz"),
    path("", include("accounts.urls")),
    path("producers/", include("producers.urls")),
    path("", include("workflow.urls")),
    path("entry/", include("evidence.urls")),
    path("entry/", include("sales.urls")),
    path("markets/", include("markets.urls")),
    path("online/", include("online.urls")),
    path("targets/", include("targets.urls")),
    path("", include("reports.urls")),
    path("", include("api.urls")),
    path("", include("notices.urls")),
]

handler400 = views.bad_request
handler403 = views.forbidden
handler404 = views.not_found
handler500 = views.server_error
