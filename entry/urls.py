"""The addresses of one kind's entry, to be put under the prefix of its app."""

from __future__ import annotations

from django.urls import URLPattern, path

from entry.views import acts, cells, entry, workbook

MONTH = "<str:code>/<str:month>/"


def current_url(kind: str) -> URLPattern:
    """Where the officer's work is now."""
    return path("", entry.current, {"kind": kind}, name="current")


def month_urls(kind: str) -> list[URLPattern]:
    """Everything of one district's month."""
    views = (
        ("", entry.entry, "entry"),
        ("cells", cells.cells, "cells"),
        ("paste-check", cells.paste_check, "paste-check"),
        ("sync", acts.sync, "sync"),
        ("rows/add", acts.row_add, "row-add"),
        ("rows/<int:pk>/remove", acts.row_remove, "row-remove"),
        ("zero", acts.zero, "zero"),
        ("reason", acts.reason, "reason"),
        ("confirm", acts.confirm, "confirm"),
        ("withdraw", acts.withdraw, "withdraw"),
        ("workbook.xlsx", workbook.workbook, "workbook"),
        ("upload", workbook.upload, "upload"),
        ("upload/<int:pk>/", workbook.upload_review, "upload-review"),
        ("upload/<int:pk>/accept", workbook.upload_accept, "upload-accept"),
    )
    return [path(MONTH + part, view, {"kind": kind}, name=name) for part, view, name in views]
