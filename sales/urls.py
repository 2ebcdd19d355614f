from django.urls import path

from entry.urls import current_url, month_urls
from sales.views import history
from workflow.models import Kind

app_name = "sales"
urlpatterns = [
    current_url(Kind.SALES),
    path("producer/<int:pk>/", history.history, name="producer-history"),  # before the months, which it would match
    *month_urls(Kind.SALES),
]
