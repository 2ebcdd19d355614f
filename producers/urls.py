from django.urls import path

from producers.views import imports, products, registry

app_name = "producers"
urlpatterns = [
    path("", registry.producer_list, name="list"),
    path("add/", registry.add, name="add"),
    path("import/", imports.upload, name="import"),
    path("import/template.xlsx", imports.template, name="import-template"),
    path("import/<int:pk>/", imports.review, name="import-review"),
    path("import/<int:pk>/accept", imports.accept, name="import-accept"),
    path("<int:pk>/", registry.detail, name="detail"),
    path("<int:pk>/edit/", registry.edit, name="edit"),
    path("<int:pk>/deregister/", registry.deregister, name="deregister"),
    path("<int:pk>/restore/", registry.restore, name="restore"),
    path("<int:pk>/phone", registry.reveal_phone, name="reveal-phone"),
    path("<int:pk>/products/add/", products.add, name="product-add"),
    path("<int:pk>/products/<int:product>/", products.edit, name="product-edit"),
]
