from django.urls import path

from notices.views import notices

app_name = "notices"
urlpatterns = [
    path("notices/", notices.listing, name="list"),
    path("notices/read/", notices.read_all, name="read-all"),
    path("notices/settings/", notices.ways, name="settings"),
    path("notices/<int:pk>/", notices.follow, name="follow"),
]
