"""Lists of the register in words: what may stand in a column, faults that read otherwise there."""

from collections.abc import Mapping
from decimal import Decimal

from qa_app.domain.list_faults import Flaw, ListFault
from qa_app.domain.register_lists import CellKind, ListColumn
from qa_app.domain.text import BilingualText
from qa_app.wording.case_lists import fault_words
from qa_app.wording.catalogue import message as _
from qa_app.wording.words import Words

_NO_IDENTITY = _("Delete it: the register holds codes, days and kinds, and no such number")
_FLAWS: dict[Flaw, tuple[str, str]] = {
    Flaw.EMPTY: (_("The file is empty"), _("Start from the template")),
    Flaw.NO_ROWS: (_("There is no row below the heads"), _("Fill in at least one row")),
    Flaw.UNKNOWN_COLUMN: (
        _("This column is not one of this list"),
        _("Delete the column, or give it a head of the template"),
    ),
    Flaw.ID_NUMBER: (_("The cell holds an ID number, or what looks like one"), _NO_IDENTITY),
    Flaw.PHONE: (_("The cell holds a phone number"), _NO_IDENTITY),
    Flaw.MAIL: (_("The cell holds an e-mail address"), _NO_IDENTITY),
    Flaw.TOO_LONG: (
        _("The cell is longer than %(most)s characters"),
        _("Shorten it"),
    ),
}
_KINDS: dict[CellKind, str] = {
    CellKind.CODE: _("Letters, digits, dash, dot, slash; no Hanzi"),
    CellKind.DIGEST: _("SHA-256 of the paper: 64 hexadecimal digits"),
    CellKind.DAY: _("Such as 2026-03-02 or 2026/3/2"),
    CellKind.MOMENT: _("Such as 2026-03-02 17:00"),
    CellKind.YES_NO: _("Yes or no; blank is no"),
    CellKind.TEXT: _("At most %(most)s characters; nobody is named"),
    CellKind.WHOLE: _("A number from %(least)s to %(most)s"),
    CellKind.MARKS: _(
        "%(example)s: every code with its number, a semicolon between; from %(least)s to %(most)s"
    ),
    CellKind.KNOWN: _("A code of the register"),
}
_CODES = ("LA01", "LA02")
_ONE = _("One of: %(allowed)s")
_SEVERAL = _("One or more of: %(allowed)s; a semicolon between")


def register_fault_words(words: Words, fault: ListFault) -> tuple[str, str]:
    """Put a fault of a list of the register into words.

    Args:
        words: The language.
        fault: The fault.

    Returns:
        What is wrong, and the way out.
    """
    own = _FLAWS.get(fault.flaw)
    if own is None:
        return fault_words(words, fault)
    return words.say(own[0], **fault.params), words.say(own[1], **fault.params)


def column_words(words: Words, column: ListColumn, allowed: Mapping[str, BilingualText]) -> str:
    """Tell what may stand in a column.

    Args:
        words: The language.
        column: The column.
        allowed: Of a column of listed values: code to name.

    Returns:
        A line.
    """
    if column.kind in {CellKind.LISTED, CellKind.SEVERAL}:
        names = words.listed(one.in_language(words.language) for one in allowed.values())
        said = words.say(_ONE if column.kind is CellKind.LISTED else _SEVERAL, allowed=names)
    else:
        bounds = {
            "least": _bound(column, column.least),
            "most": column.most if column.kind is CellKind.TEXT else _bound(column, column.most),
            "example": "; ".join(f"{code}=" + "/".join(["2"] * column.numbers) for code in _CODES),
        }
        kind = CellKind.CODE if column.may_be_new else column.kind
        said = words.say(_KINDS[kind], **bounds)
    note = column.note.in_language(words.language)
    if column.kind is CellKind.CODE and column.is_judged:
        return note
    return f"{note} · {said}" if note else said


def _bound(column: ListColumn, bound: int) -> str:
    return f"{Decimal(bound).scaleb(-column.places):f}"
