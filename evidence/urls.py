from django.urls import path

from evidence import views

app_name = "evidence"
GALLERY = "<district_code:district>/<month:month>/evidence/<int:producer>/"
FILE = GALLERY + "<int:pk>/"
urlpatterns = [
    path(GALLERY, views.gallery, name="gallery"),
    path(FILE + "file", views.file, name="file"),
    path(FILE + "thumbnail", views.thumbnail, name="thumbnail"),
    path(FILE + "remove", views.remove, name="remove"),
]
