"""Static files: single files of npm packages, and how production serves all of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.contrib.staticfiles.utils import matches_patterns
from django.core.files.storage import FileSystemStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage


class Storage(CompressedManifestStaticFilesStorage):
    """Modules import each other by hashed names too: no page of one release runs with modules of another."""

    support_js_module_import_aggregation = True


class PackageFinder(BaseFinder):
    """Finds the files named in settings.STATICFILES_OF_PACKAGES, and nothing else of their folders."""

    def check(self, **kwargs: Any) -> list[Any]:
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        """The absolute path of a static file (a list of them with `find_all`); [] where there is none."""
        found = [
            str(folder / name)
            for prefix, folder, name in settings.STATICFILES_OF_PACKAGES
            if path == f"{prefix}/{name}" and Path(folder, name).is_file()
        ]
        return found if find_all or not found else found[0]

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        """(name, storage) of each, for collectstatic."""
        for prefix, folder, name in settings.STATICFILES_OF_PACKAGES:
            if not matches_patterns(name, list(ignore_patterns or [])):
                storage = FileSystemStorage(location=folder)
                storage.prefix = prefix  # type: ignore[attr-defined]  # which collectstatic reads
                yield name, storage
