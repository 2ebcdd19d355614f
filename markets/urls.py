from django.urls import include, path, register_converter

from entry.urls import current_url, month_urls
from markets.converters import MarketCodeConverter
from markets.views import imports, lines, progress, register
from workflow.models import Kind

register_converter(MarketCodeConverter, "market_code")

app_name = "markets"
urlpatterns = [
    path("entry/", include([current_url(Kind.MARKETS), *month_urls(Kind.MARKETS)])),
    path("", register.market_list, name="list"),
    path("add/", register.add, name="add"),
    path("progress/", progress.progress, name="progress"),
    path("deadline/", progress.deadline, name="deadline"),
    path("import/", imports.upload, name="import"),
    path("import/template.xlsx", imports.template, name="import-template"),
    path("import/<int:pk>/", imports.review, name="import-review"),
    path("import/<int:pk>/accept", imports.accept, name="import-accept"),
    path("lines/", lines.lines, name="lines"),
    path("<market_code:code>/", register.detail, name="detail"),
    path("<market_code:code>/edit/", register.edit, name="edit"),
    path("<market_code:code>/status/", register.status, name="status"),
]
