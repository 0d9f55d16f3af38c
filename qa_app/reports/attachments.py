"""Files that travel inside a PDF: put in as it is drawn, taken out without a PDF library."""

import re
from typing import Any, Final

LONGEST: Final = 1_000_000
"""Longest file that is taken out, in bytes."""

_KIND: Final = b"/EmbeddedFile"
_LENGTH = re.compile(rb"/Length (\d{1,7})\b")


def attach(canvas: Any, name: str, content: bytes) -> None:
    """Put a file into a PDF.

    Args:
        canvas: The canvas, before it is saved.
        name: What readers call the file, ASCII.
        content: The file; it stands in the PDF as it is, so that it can be found without a library.

    Source: ISO 32000-1, 7.11.4; the library has no way of its own for it (ADR 0043).
    """
    from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFStream, PDFString

    document = canvas._doc  # noqa: SLF001 - the library has no public way in
    size = PDFDictionary({"Size": len(content)})
    about = PDFDictionary({"Type": PDFName("EmbeddedFile"), "Params": size})
    stream = document.Reference(PDFStream(about, content, filters=[]))
    called = PDFString(name)
    place = PDFDictionary(
        {
            "Type": PDFName("Filespec"),
            "F": called,
            "UF": called,
            "EF": PDFDictionary({"F": stream}),
            "AFRelationship": PDFName("Data"),
        }
    )
    named = PDFDictionary({"Names": PDFArray([called, document.Reference(place)])})
    document.Catalog.Names = PDFDictionary({"EmbeddedFiles": named})


def attached(pdf: bytes) -> bytes | None:
    """Take out the file that `attach` put in.

    Args:
        pdf: A PDF file, as it was drawn here.

    Returns:
        The first file; None when there is none, or another program wrote the PDF anew.
    """
    at = pdf.find(_KIND)
    start, end = pdf.rfind(b"obj", 0, max(at, 0)), pdf.find(b"stream\n", max(at, 0))
    if at < 0 or start < 0 or end < 0:
        return None
    length = _LENGTH.search(pdf[start:end])
    if length is None or int(length[1]) > LONGEST:
        return None
    first = end + len(b"stream\n")
    return pdf[first : first + int(length[1])]
