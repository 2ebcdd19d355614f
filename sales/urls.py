from django.urls import path

from sales.views import acts, cells, entry, history, workbook

app_name = "sales"
MONTH = "<str:code>/<str:month>/"
urlpatterns = [
    path("", entry.current, name="current"),
    path("producer/<int:pk>/", history.history, name="producer-history"),  # before MONTH, which it would match
    path(MONTH, entry.entry, name="entry"),
    path(MONTH + "cells", cells.cells, name="cells"),
    path(MONTH + "paste-check", cells.paste_check, name="paste-check"),
    path(MONTH + "sync", acts.sync, name="sync"),
    path(MONTH + "rows/add", acts.row_add, name="row-add"),
    path(MONTH + "rows/<int:pk>/remove", acts.row_remove, name="row-remove"),
    path(MONTH + "zero", acts.zero, name="zero"),
    path(MONTH + "reason", acts.reason, name="reason"),
    path(MONTH + "confirm", acts.confirm, name="confirm"),
    path(MONTH + "withdraw", acts.withdraw, name="withdraw"),
    path(MONTH + "workbook.xlsx", workbook.workbook, name="workbook"),
    path(MONTH + "upload", workbook.upload, name="upload"),
    path(MONTH + "upload/<int:pk>/", workbook.upload_review, name="upload-review"),
    path(MONTH + "upload/<int:pk>/accept", workbook.upload_accept, name="upload-accept"),
]
