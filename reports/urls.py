from django.urls import path

from reports import (
    closing_views,
    dashboard_views,
    download_views,
    held_views,
    mine_views,
    national_views,
    online_views,
    reconcile_views,
    views,
)
from workflow.models import Kind

app_name = "reports"
DISTRICT_MONTH = "documents/<slug:code>/<str:district>/<str:month>"
DOWNLOAD = "downloads/<slug:document>/<slug:area>/<slug:period>"
urlpatterns = [
    path("overview/", dashboard_views.year, name="overview"),
    path("overview/<month:month>/", dashboard_views.month, name="overview-month"),
    path("markets/national/", national_views.national, {"kind": Kind.MARKETS}, name="national"),
    path("markets/national/<budget_year:year>/", national_views.national, {"kind": Kind.MARKETS}, name="national-year"),
    path("national/", national_views.national, {"kind": Kind.SALES}, name="national"),  # last: where no kind is named
    path("national/<budget_year:year>/", national_views.national, {"kind": Kind.SALES}, name="national-year"),
    path("online/<budget_year:year>/<int:number>/report/<slug:area>.xlsx", online_views.report, name="online-report"),
    path("downloads/", download_views.choose, name="downloads"),
    path("downloads/mine/", mine_views.mine, name="mine"),
    path("downloads/mine/<int:pk>/", mine_views.one, name="mine-one"),
    path("downloads/mine/<int:pk>/file", mine_views.file, name="mine-file"),
    path("downloads/mine/<int:pk>/progress", mine_views.progress, name="mine-progress"),
    path("downloads/mine/<int:pk>/cancel", mine_views.cancel, name="mine-cancel"),
    path("downloads/mine/<int:pk>/again", mine_views.again, name="mine-again"),
    path("downloads/closing/", closing_views.latest, name="closing-latest"),
    path("downloads/closing/<month:month>/", closing_views.month, name="closing"),
    path("downloads/closing/<month:month>/<slug:document>/<slug:area>/file", closing_views.file, name="closing-file"),
    path(f"{DOWNLOAD}.<slug:format>", download_views.file, name="download-file"),
    path(f"{DOWNLOAD}/", download_views.show, name="download"),
    path(f"{DISTRICT_MONTH}.<slug:format>", views.document, name="document"),
    path(DISTRICT_MONTH, views.document, name="document"),
    path("producers/<int:pk>/held/", held_views.show, name="held"),
    path("reconcile/", reconcile_views.page, name="reconcile"),
    path("verify/", views.verify, name="verify"),
    path("verify/<str:code>", views.verify, name="verify-code"),
]
