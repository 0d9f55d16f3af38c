"""The yearly pack on data of minors in words: as a table, on a page and on paper."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from qa_app.domain.people import Role
from qa_app.wording.catalogue import message as _
from qa_app.wording.digested_papers import digested_paper
from qa_app.wording.journal import ACTIONS
from qa_app.wording.role_names import ROLES
from qa_app.wording.said import SaidLine
from qa_app.wording.said_printed import SaidPart, SaidPrinted, SaidTable
from qa_app.wording.words import Words

_FILES = _("list of case files")
_ACCESS = _("requests for access to case files")
_INCIDENTS = _("records of services: incidents")
_GUARD = _("reasons given to the guard on free text")
_JOURNAL = _("the journal")
_GRANTS = _("roles of the accounts that are open")

FIGURES: dict[str, tuple[str, str]] = {
    "files": (_("case files listed now"), _FILES),
    "files_sealed": (_("sealed case files now"), _FILES),
    "access_approved": (_("requests for access approved"), _ACCESS),
    "access_refused": (_("requests for access refused"), _ACCESS),
    "access_open": (_("requests for access without an answer"), _ACCESS),
    "incidents_privacy": (_("incidents known: disclosures of private information"), _INCIDENTS),
    "incidents_other": (_("incidents known: of other kinds"), _INCIDENTS),
    "guard_reasons": (_("texts kept for a typed reason"), _GUARD),
}
"""Counted thing to its words and to where it is counted."""
_NOW = frozenset({"files", "files_sealed"})
_ROLE = _("accounts that hold a role now: %(role)s")
_ACT = _("in the journal: %(act)s")
HEADS_SHOWN = (_("What is counted"), _("Number"), _("Counted for"), _("Source"))
_CODE = _("Code")
_TITLE = _("Yearly pack on data of minors")
_SUBJECT = _("Year %(year)s")
_NOTE = _(
    "Numbers alone: no file, no person, no text. Files and roles as they stand on the day on which"
    " this was made; everything else within the year, by local days."
)
_FIGURES = _("Figures")
_FOR_YEAR = _("Year counted")
_STAND = _("As it stands on")
_PRIVATE = _("Internal")
_MADE = _("Made on %(at)s")


@dataclass(frozen=True, slots=True)
class PackLine:
    """A figure in words.

    Attributes:
        code: What is counted, as `queries.audit_pack.Figure` names it.
        said: The same in words.
        number: How many.
        period: The year, or the day of what stands now.
        source: Where it is counted.
        action: The act of the journal that is counted; empty for what is counted elsewhere.
    """

    code: str
    said: str
    number: int
    period: str
    source: str
    action: str


def pack_lines(
    words: Words, figures: Sequence[tuple[str, int]], when: tuple[int, date]
) -> tuple[PackLine, ...]:
    """Put figures into words.

    Args:
        words: The language.
        figures: Code of what is counted, and how many.
        when: The year, and the day on which they were counted.

    Returns:
        A line for each figure, in order.
    """
    return tuple(_line(words, code, number, when) for code, number in figures)


def _line(words: Words, code: str, number: int, when: tuple[int, date]) -> PackLine:
    year, today = str(when[0]), words.day(when[1])
    if code in FIGURES:
        said, source = FIGURES[code]
        period = today if code in _NOW else year
        return PackLine(code, words.say(said), number, period, words.say(source), "")
    if code in ACTIONS:
        said = words.say(_ACT, act=words.say(ACTIONS[code]))
        return PackLine(code, said, number, year, words.say(_JOURNAL), code)
    role = words.say(ROLES[Role(code.partition("/")[2])])
    return PackLine(code, words.say(_ROLE, role=role), number, today, words.say(_GRANTS), "")


def pack_csv(words: Words, figures: Sequence[tuple[str, int]], when: tuple[int, date]) -> str:
    """Write the pack as a table.

    Args:
        words: The language.
        figures: Code of what is counted, and how many.
        when: The year, and the day on which they were counted.

    Returns:
        CSV with a byte-order mark, so that spreadsheets read it as UTF-8.
    """
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow([words.say(one) for one in (_CODE, *HEADS_SHOWN)])
    rows.writerows(
        (one.code, one.said, one.number, one.period, one.source)
        for one in pack_lines(words, figures, when)
    )
    return f"\ufeff{out.getvalue()}"


def said_pack(
    words: Words, figures: Sequence[tuple[str, int]], when: tuple[int, date]
) -> SaidPrinted:
    """Put the pack on paper.

    Args:
        words: The language.
        figures: Code of what is counted, and how many.
        when: The year, and the day on which they were counted.

    Returns:
        The paper; the same for the same figures of one day.
    """
    year, today = when
    cells = tuple(
        (one.said, str(one.number), one.period, one.source)
        for one in pack_lines(words, figures, when)
    )
    heads = tuple(words.say(one) for one in HEADS_SHOWN)
    part = SaidPart(
        words.say(_FIGURES), (words.say(_NOTE),), SaidTable(heads, (46, 12, 18, 32), cells)
    )
    identity = (
        SaidLine(words.say(_FOR_YEAR), str(year)),
        SaidLine(words.say(_STAND), words.day(today)),
    )
    subject = words.say(_SUBJECT, year=year)
    ends = minors_ends(words, today)
    return digested_paper(words, (words.say(_TITLE), subject), identity, (part,), ends)


def minors_ends(words: Words, today: date) -> tuple[str, str]:
    """Say when a paper on data of minors was made, and for whom it is.

    Args:
        words: The language.
        today: The day on which it is made.

    Returns:
        Both, as `digested_paper` ends with them.
    """
    return words.say(_MADE, at=words.day(today)), words.say(_PRIVATE)
