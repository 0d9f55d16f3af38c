"""A file that somebody sends is of a kind that its page takes, as its name says."""

from collections.abc import Iterator

from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage
from wtforms import Form, ValidationError
from wtforms.fields import FileField

TABLES = (".xlsx", ".csv")
RUBRICS = (".yaml", ".yml", ".json", ".xlsx")
CRITERIA = (".yaml", ".yml", ".json")
SCANS = (".jpg", ".jpeg", ".png", ".pdf")
_LOOKED_AT = 1024
_OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"
_BEGINS = {
    ".xlsx": b"PK\x03\x04",
    ".jpg": b"\xff\xd8\xff",
    ".jpeg": b"\xff\xd8\xff",
    ".png": b"\x89PNG\r\n\x1a\n",
    ".pdf": b"%PDF-",
}


def wrong_kind(sent: FileStorage, kinds: tuple[str, ...]) -> str | None:
    """Tell why a file is not taken for what its name says.

    Args:
        sent: The file; read no further than before.
        kinds: Endings of names that the page takes, in small letters.

    Returns:
        What to tell who sent it; None where name and first bytes say the same.
    """
    head = sent.stream.read(_LOOKED_AT)
    sent.stream.seek(0)
    if not head or head.startswith(_OLD_WORKBOOK):
        return None  # whoever reads it says what it is, in better words
    name = (sent.filename or "").casefold()
    ending = next((one for one in kinds if name.endswith(one)), None)
    if ending is None:
        return str(
            _("This page takes files whose names end in %(kinds)s.", kinds=_(", ").join(kinds))
        )
    if _is(head, ending):
        return None
    return str(_("The name ends in %(ending)s, but the file holds something else.", ending=ending))


def _is(head: bytes, ending: str) -> bool:
    begins = _BEGINS.get(ending)
    if begins is None:  # text, which begins like none of the others
        return not head.startswith(tuple(_BEGINS.values()))
    # a paper may have something before its mark, as scanners write it
    return begins in head if ending == ".pdf" else head.startswith(begins)


class OfKind:
    """A check of a form: each file is of a kind that the page takes."""

    def __init__(self, *kinds: str) -> None:
        """Prepare.

        Args:
            *kinds: Endings of names, in small letters.
        """
        self.kinds = kinds

    def __call__(self, _form: Form, field: FileField) -> None:
        for sent in _files(field.data):
            told = wrong_kind(sent, self.kinds)
            if told is not None:
                raise ValidationError(told)


def _files(data: object) -> Iterator[FileStorage]:
    for one in data if isinstance(data, list) else [data]:
        if isinstance(one, FileStorage) and one.filename:
            yield one
