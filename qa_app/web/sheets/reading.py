"""Uploads to filed pages: what is refused, why, and what was read."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from flask_babel import gettext as _

from qa_app.domain.defaults import SCAN_BYTES_MOST, SCAN_PAGES_MOST, SCAN_PIXELS_MOST
from qa_app.domain.score_sheet import PageMark, SheetLayout, misfit
from qa_app.scans.images import UnreadableScanError, pages_in
from qa_app.scans.sheets import filed_jpeg, read_rows, sheet_image
from qa_app.services.audits.file_scans import NewScan


@dataclass(frozen=True, slots=True)
class Upload:
    """What came of an upload: pages to be filed, and file and sentence of those refused."""

    scans: tuple[NewScan, ...]
    refused: tuple[tuple[str, str], ...]


def read_uploads(
    files: Iterable[tuple[str, bytes]], wanted: PageMark, layout: SheetLayout
) -> Upload:
    """Read the files of an upload.

    Args:
        files: Name and content.
        wanted: What the codes of the sheet say.
        layout: The sheet.

    Returns:
        Each page either read or refused with a reason; nothing after the most pages of one upload
        is opened, and the first file left out is refused.
    """
    scans: list[NewScan] = []
    refused: list[tuple[str, str]] = []
    for name, page in _pages(files):
        if len(scans) + len(refused) >= SCAN_PAGES_MOST:
            refused.append((name, refusal_words("too_many_pages")))
            break
        found = page if isinstance(page, str) else _read(page, wanted, layout)
        if isinstance(found, str):
            refused.append((name, refusal_words(found)))
        else:
            scans.append(found)
    return Upload(tuple(scans), tuple(refused))


def _pages(files: Iterable[tuple[str, bytes]]) -> Iterator[tuple[str, bytes | str]]:
    # a file is unpacked only when it is asked for; a word stands for one that cannot be
    for name, content in files:
        try:
            pages = pages_in(content)
        except UnreadableScanError as fault:
            yield name, fault.code
            continue
        for page in pages:
            yield name, page


def _read(page: bytes, wanted: PageMark, layout: SheetLayout) -> NewScan | str:
    try:
        image = sheet_image(page)
    except UnreadableScanError as fault:
        return fault.code
    reason = misfit(image.mark, wanted)
    if reason is not None:
        return reason
    rows = read_rows(image, layout.on_page(image.mark.page))
    return NewScan(image.mark.page, page, filed_jpeg(image), rows)


def refusal_words(code: str) -> str:
    """Say why a page was refused, and the way out.

    Args:
        code: The reason.

    Returns:
        A sentence or two.
    """
    mega = 1_000_000
    words: dict[str, str] = {
        "too_large": _("The file is larger than %(most)s MB: scan in grey at 200 dpi",
                       most=SCAN_BYTES_MOST // mega),
        "too_many_pages": _("More than %(most)s pages at once: send the others next",
                            most=SCAN_PAGES_MOST),
        "too_many_pixels": _("The image has more than %(most)s million pixels: scan at 200 dpi",
                             most=SCAN_PIXELS_MOST // mega),
        "not_an_image": _("This is no JPEG, PNG or PDF that can be read"),
        "pdf_without_photos": _("This PDF holds no scanned page: send the scan as JPEG or PNG"),
        "pdf_other_encoding": _("The pages of this PDF are packed in a way that is not read here, "
                                "or it has a password: scan in grey or black and white to JPEG, "
                                "PNG or an ordinary PDF without strong compression"),
        "no_marks": _("The four black squares in the corners were not found: keep all of them in "
                      "the picture, on flat paper"),
        "no_code": _("The code on the page cannot be read: photograph it sharply and without "
                     "glare"),
        "other_code": _("The code on the page is none of a score sheet"),
        "other_file": _("This sheet belongs to another file"),
        "other_rubric": _("This sheet belongs to another rubric"),
        "other_version": _("This sheet was printed for another version of the rubric"),
        "other_layout": _("This sheet was printed with other items: print it anew"),
        "no_such_page": _("The sheet has no such page"),
    }  # fmt: skip
    return words[code]
