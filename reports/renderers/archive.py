"""PDF/A-3u for the archive, tagged for readers' aids (PDF/UA-1): what WeasyPrint leaves to be said in the metadata.

WeasyPrint writes one variant's claim; a file that keeps both says so in its XMP, and PDF/A wants a foreign claim's
vocabulary described there too (ISO 19005-3, 6.6.2.3).
"""

from __future__ import annotations

from typing import Any

import pydyf  # type: ignore[import-untyped]

from reports.renderers import textlayer

OPTIONS = {"pdf_variant": "pdf/a-3u", "pdf_tags": True}
_END = b"</rdf:RDF>"
_CLAIM = b"""<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 this file conforms to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
"""


def finish(document: Any, pdf: pydyf.PDF) -> None:
    """The finisher of an archive file: the text layer, then the claims."""
    textlayer.repair(document, pdf)
    (metadata,) = (thing for thing in pdf.objects if _is_metadata(thing))
    (text,) = metadata.stream
    metadata.stream[:] = [text.replace(_END, _CLAIM + _END)]
    metadata.compress = False  # archives' tools look for it as plain text
    pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})


def _is_metadata(thing: Any) -> bool:
    return isinstance(thing, pydyf.Stream) and thing.extra.get("Type") == "/Metadata"
