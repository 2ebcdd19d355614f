"""How production serves static files: named by content and cached for ever, JavaScript modules included."""

from __future__ import annotations

from whitenoise.storage import CompressedManifestStaticFilesStorage


class Storage(CompressedManifestStaticFilesStorage):
    """Modules import each other by hashed names too: no page of one release runs with modules of another."""

    support_js_module_import_aggregation = True
