"""The page that matches the columns of a real spreadsheet to ours, and what comes back from it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from flask_babel import gettext as _

from qa_app.domain.case_cells import alike
from qa_app.domain.case_entries import HEADS, REQUIRED, Column
from qa_app.domain.case_list import Register, has_yearless, listed_values, unmatched_values
from qa_app.domain.list_guesses import named_year, with_workers
from qa_app.domain.list_matching import (
    NOT_READ,
    ListMatch,
    RememberedMatch,
    column_letter,
    guessed,
    is_identity,
    is_understood,
    shape_of,
)
from qa_app.rubric_files.case_lists import ReadSheet
from qa_app.web.cases.raw_rows import samples_of
from qa_app.web.labels import plain

_SAMPLES = 3
_YEARS_BACK = 15
_EMPTY = "-"
"""What a value is matched to when its cell shall count as empty."""


@dataclass(frozen=True, slots=True)
class MatchColumn:
    """A column of the sheet, and which of ours it is; empty for one that is not read."""

    index: int
    letter: str
    head: str
    samples: tuple[str, ...]
    chosen: str
    is_identity: bool


@dataclass(frozen=True, slots=True)
class MatchValues:
    """Values of one column that nobody knows: field, what stands there, what it is."""

    column: str
    name: str
    options: tuple[tuple[str, str], ...]
    lines: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Sent:
    """What came back: the match, and which values were asked for."""

    match: ListMatch
    asked: frozenset[tuple[Column, str]]
    was_asked_year: bool
    wrong: tuple[str, ...]


def first_match(
    sheet: ReadSheet, remembered: RememberedMatch, workers: Collection[str]
) -> ListMatch:
    """Propose a match before anybody said anything.

    Args:
        sheet: The sheet.
        remembered: What the centre said before.
        workers: Codes of the centre's workers.

    Returns:
        The proposal; the year that the sheet names, None without one.
    """
    columns = guessed(shape_of(sheet.rows), remembered.heads)
    columns = with_workers(sheet.rows, columns, remembered.heads, workers)
    return ListMatch(columns, remembered.values(), named_year(sheet.rows, sheet.name))


def is_clear(sheet: ReadSheet, match: ListMatch) -> bool:
    """Tell whether nobody has to match anything.

    Args:
        sheet: The sheet.
        match: The proposal.

    Returns:
        True for a list with the heads of our template and years in its days; values that
        are in no list are then faults.
    """
    return is_understood(shape_of(sheet.rows)) and not has_yearless(sheet.rows, match)


def sent_match(
    fields: Mapping[str, str], sheet: ReadSheet, register: Register, remembered: RememberedMatch
) -> Sent:
    """Read what a person matched.

    Args:
        fields: The form.
        sheet: The sheet it belongs to.
        register: What the centre has.
        remembered: What the centre said of values before.

    Returns:
        The match, and sentences on what is wrong with it.
    """
    shape = shape_of(sheet.rows)
    columns: dict[int, Column] = {}
    wrong = []
    for index, head in enumerate(shape.heads):
        wanted = fields.get(f"column.{index}", NOT_READ)
        if wanted not in set(Column) or is_identity(head):
            continue
        if Column(wanted) in columns.values():
            name = plain(HEADS[Column(wanted)])
            wrong.append(_("Two columns are matched to %(name)s: keep one of them", name=name))
        columns[index] = Column(wanted)
    wrong += [
        _("Say which column is %(name)s", name=plain(HEADS[column]))
        for column in Column
        if column in REQUIRED and column not in columns.values()
    ]
    said, asked = _said(fields, register)
    values = remembered.values()
    for column, given in said.items():
        values[column] = {**values.get(column, {}), **given}
    return Sent(
        ListMatch(columns, values, _year(fields, register)),
        asked,
        "year" in fields,
        tuple(wrong),
    )


def _said(
    fields: Mapping[str, str], register: Register
) -> tuple[dict[Column, dict[str, str]], frozenset[tuple[Column, str]]]:
    said: dict[Column, dict[str, str]] = {}
    asked = set()
    for name, value in fields.items():
        kind, _dot, rest = name.partition(".")
        code, _dot, number = rest.partition(".")
        if kind != "said" or code not in set(Column):
            continue
        column, key = Column(code), alike(value)
        asked.add((column, key))
        chosen = fields.get(f"value.{code}.{number}", "")
        if chosen in listed_values(column, register):
            said.setdefault(column, {})[key] = chosen
        elif chosen == _EMPTY and column not in REQUIRED:
            said.setdefault(column, {})[key] = ""
    return said, frozenset(asked)


def _year(fields: Mapping[str, str], register: Register) -> int | None:
    years = years_of(register)
    return next((year for year in years if str(year) == fields.get("year")), None)


def years_of(register: Register) -> tuple[int, ...]:
    """Give the years among which a person chooses.

    Args:
        register: What the centre has.

    Returns:
        The present one first.
    """
    last = register.today.year
    return tuple(range(last, last - _YEARS_BACK, -1))


def is_open(sent: Sent, sheet: ReadSheet, register: Register) -> bool:
    """Tell whether something is still to be asked.

    Args:
        sent: What came back.
        sheet: The sheet.
        register: What the centre has.

    Returns:
        True when a required column lacks, a value was not asked yet, or a year.
    """
    if sent.wrong or (has_yearless(sheet.rows, sent.match) and not sent.was_asked_year):
        return True
    unknown = unmatched_values(sheet.rows, register, sent.match)
    return any(
        (column, alike(value)) not in sent.asked
        for column, values in unknown.items()
        for value in values
    )


def match_columns(sheet: ReadSheet, match: ListMatch) -> tuple[MatchColumn, ...]:
    """List the columns of the sheet.

    Args:
        sheet: The sheet.
        match: What is matched so far.

    Returns:
        Those with a head.
    """
    shape = shape_of(sheet.rows)
    return tuple(
        MatchColumn(
            index,
            column_letter(index),
            head,
            () if is_identity(head) else samples_of(sheet.rows, shape, index, _SAMPLES),
            match.columns[index].value if index in match.columns else NOT_READ,
            is_identity(head),
        )
        for index, head in enumerate(shape.heads)
        if head
    )


def match_values(sheet: ReadSheet, register: Register, match: ListMatch) -> tuple[MatchValues, ...]:
    """List the values that nobody knows.

    Args:
        sheet: The sheet.
        register: What the centre has.
        match: What is matched so far.

    Returns:
        One block for each column.
    """
    return tuple(
        _block(column, values, register)
        for column, values in unmatched_values(sheet.rows, register, match).items()
    )


def _block(column: Column, values: tuple[str, ...], register: Register) -> MatchValues:
    options = [("", _("not matched: a fault"))]
    if column not in REQUIRED:
        options.append((_EMPTY, _("count as empty")))
    options += [(code, plain(name)) for code, name in listed_values(column, register).items()]
    lines = tuple((str(at), value, "") for at, value in enumerate(values))
    return MatchValues(column.value, plain(HEADS[column]), tuple(options), lines)


def column_options() -> tuple[tuple[str, str], ...]:
    """Give what a column may be matched to.

    Returns:
        Code and name; those that a list needs are marked.
    """
    named = [
        (column.value, plain(HEADS[column]) + ("*" if column in REQUIRED else ""))
        for column in Column
    ]
    return ((NOT_READ, _("not read")), *named)
