from django.urls import path

from producers.views import facts, imports, personal, products, progress, registry, requests

app_name = "producers"
urlpatterns = [
    path("", registry.producer_list, name="list"),
    path("add/", registry.add, name="add"),
    path("import/", imports.upload, name="import"),
    path("import/template.xlsx", imports.template, name="import-template"),
    path("import/<int:pk>/", imports.review, name="import-review"),
    path("import/<int:pk>/accept", imports.accept, name="import-accept"),
    path("import/<int:pk>/progress", imports.progress, name="import-progress"),
    path("import/<int:pk>/cancel", imports.cancel, name="import-cancel"),
    path("requests/", requests.request_list, name="requests"),
    path("requests/approve", requests.approve_chosen, name="requests-approve"),
    path("requests/<int:pk>/", requests.detail, name="request"),
    path("requests/<int:pk>/edit/", requests.correct, name="request-edit"),
    path("requests/<int:pk>/withdraw", requests.withdraw, name="request-withdraw"),
    path("requests/<int:pk>/approve", requests.approve, name="request-approve"),
    path("requests/<int:pk>/refuse", requests.refuse, name="request-refuse"),
    path("<int:pk>/", registry.detail, name="detail"),
    path("<int:pk>/edit/", registry.edit, name="edit"),
    path("<int:pk>/deregister/", registry.deregister, name="deregister"),
    path("<int:pk>/restore/", registry.restore, name="restore"),
    path("<int:pk>/reveal", personal.reveal, name="reveal"),
    path("<int:pk>/products/add/", products.add, name="product-add"),
    path("<int:pk>/products/<int:product>/", products.edit, name="product-edit"),
    path("<int:pk>/products/<int:product>/selection", facts.selection, name="product-selection"),
    path("<int:pk>/products/<int:product>/quadrant", facts.quadrant, name="product-quadrant"),
    path("<int:pk>/products/<int:product>/standards", facts.standards, name="product-standards"),
    path("progress/", progress.progress, name="progress"),
    path("progress/<int:year>/", progress.progress, name="progress-year"),
    path("progress/<int:year>/<slug:province>/", progress.progress, name="progress-province"),
    path("progress/<int:year>/<slug:province>/officers/", progress.officers, name="officers"),
    path("standards/", facts.standard_list, name="standards"),
    path("standards/add/", facts.standard_edit, name="standard-add"),
    path("standards/<int:pk>/", facts.standard_edit, name="standard-edit"),
]
