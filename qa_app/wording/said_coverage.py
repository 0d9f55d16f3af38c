"""Coverage of supervision as words: sentences and tables, the same on page and paper."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from qa_app.domain.defaults import CASELOAD_MOST
from qa_app.domain.rounding import display
from qa_app.domain.session_coverage import (
    CoverageContent,
    CoverageOf,
    Figures,
    PersonLine,
    run_of,
)
from qa_app.domain.session_totals import SessionScope
from qa_app.domain.supervision import SessionType
from qa_app.wording import coverage as wording
from qa_app.wording.catalogue import message as _
from qa_app.wording.words import Words

_NETWORK = _("The whole network")
_NO_ONE_AREA = _("no one area")
_ANY_TYPE = {one.value: words for one, words in wording.TYPES.items()}
_MONTHS, _PEOPLE, _UNSEEN = _("Month by month"), _("By person"), _("Not seen for long")
_TYPES, _AREAS = _("Sessions planned, by type"), _("Sessions planned, by area of expertise")
_PARTS = _("Sessions planned, by place and centre")
_FUNCTIONS = _("Functions covered")
_DUE, _PLANNED, _HOURS = _("Due (n)"), _("Planned (n)"), _("Hours (n)")
_OF_THESE = (_("Held"), _("Of these late"), _("Missed"), _("Share held"))
_PLANNED_HELD = _("Of planned held")
_MONTH, _TYPE, _AREA, _PART, _PERSON = (
    _("Month"),
    _("Type"),
    _("Area"),
    _("Place or centre"),
    _("Person"),
)
_LAST, _DAYS, _NEVER = _("Last held"), _("Days since"), _("never")
_NORM, _CASES, _GOALS = _("Hours against the norm"), _("Open cases"), _("Learning goals")
_GOAL = _("%(open)s open, %(reached)s reached")
_ABOVE = _("%(cases)s, above %(most)s")
_MINUTES = _("last month %(minutes)s min; %(norm)s")
_UNSEEN_SOME = _("%(count)s of %(all)s people were not supervised for more than %(days)s days.")
_UNSEEN_NONE = _("All %(all)s people were supervised within %(days)s days.")
_NORM_NOTE = _(
    "The norm is held against each calendar month by itself; hours of one month make up for no"
    " other. Open cases above %(most)s are marked (CPMS, standard 18)."
)
_RECEIVED = _("Supervision received")
_RECEIVED_NOTE = _(
    "Sessions in which this supervisor was the supervised person, with the time credited by signed"
    " records."
)
_HOURS_NOTE = _("n beside hours is the number of signed records from which they come.")
_CAPTION = _("Share of sessions held, in %, months that are over; the dashed line is the median")
_CAPTION_REQUIRED = _(
    "Share held of the individual sessions due by the rhythm, in %, months that are over; the"
    " dashed line is the median"
)
_PART_NOTE = _(
    "Sessions planned. Listed by code, never by rank. What was due by the rhythm is counted for one"
    " level at a time: open a line to see it."
)


@dataclass(frozen=True, slots=True)
class SaidRow:
    """A row of a table.

    Attributes:
        cells: Its cells, the first one names it.
        of: What it is about, for a link; None for no link.
        is_marked: True where something falls short.
    """

    cells: tuple[str, ...]
    of: CoverageOf | None = None
    is_marked: bool = False


@dataclass(frozen=True, slots=True)
class SaidTable:
    """A table with its heading and a sentence.

    Attributes:
        key: Unique on its page.
        heading: What it shows.
        note: A sentence with it; empty for none.
        heads: Heads of its columns.
        rows: Its rows.
    """

    key: str
    heading: str
    note: str
    heads: tuple[str, ...]
    rows: tuple[SaidRow, ...]


@dataclass(frozen=True, slots=True)
class SaidCoverage:
    """The whole of it.

    Attributes:
        language: `zh` or `en`.
        name: Whose coverage.
        headline: The finding.
        paragraphs: What goes with it.
        caption: What the run chart shows.
        run: What it says.
        functions_heading: Heading of the next.
        functions: Which functions are covered.
        months: The table twin of the chart.
        tables: By type, by area, by part or person.
    """

    language: str
    name: str
    headline: str
    paragraphs: tuple[str, ...]
    caption: str
    run: str
    functions_heading: str
    functions: str
    months: SaidTable
    tables: tuple[SaidTable, ...]


def said_name(words: Words, of: CoverageOf) -> str:
    """Name whose coverage it is.

    Args:
        words: The language.
        of: The subject.

    Returns:
        Its name in the register; words for the whole network.
    """
    return words.say(_NETWORK) if of.scope is SessionScope.NETWORK else words.text(of.name)


def said_coverage(words: Words, content: CoverageContent, unseen_days: int) -> SaidCoverage:
    """Put coverage into words.

    Args:
        words: The language.
        content: The numbers.
        unseen_days: Since how many days somebody counts as not seen.

    Returns:
        Sentences and tables.
    """
    total = content.total
    tables = [
        _table(words, "types", _TYPES, _TYPE, _by_type(words, content)),
        _table(words, "areas", _AREAS, _AREA, _by_area(words, content)),
    ]
    if content.parts:
        rows = tuple(
            _row(words, said_name(words, part.of), part.figures, part.of) for part in content.parts
        )
        tables.insert(0, _table(words, "parts", _PARTS, _PART, rows, note=words.say(_PART_NOTE)))
    if content.people:
        tables = [_people(words, content), _unseen(words, content, unseen_days), *tables]
    run = run_of([figures.share for _month, figures in content.charted])
    return SaidCoverage(
        language=words.language,
        name=said_name(words, content.of),
        headline=_headline(words, content),
        paragraphs=_paragraphs(words, content),
        caption=words.say(_CAPTION_REQUIRED if content.required else _CAPTION),
        run=wording.run_sentence(words, run),
        functions_heading=words.say(_FUNCTIONS),
        functions=wording.functions_sentence(words, total),
        months=_months(words, content),
        tables=tuple(table for table in tables if table.rows or table.note),
    )


def _headline(words: Words, content: CoverageContent) -> str:
    if content.due.due:
        return wording.required_headline(words, content.due)
    return wording.headline(words, content.total, content.window)


def _paragraphs(words: Words, content: CoverageContent) -> tuple[str, ...]:
    said = (*wording.sentences(words, content.total, content.window), words.say(_HOURS_NOTE))
    if not content.due.due:
        return (" ".join(said),)
    planned = wording.headline(words, content.total, content.window)
    beside = " ".join((wording.planned_beside(words), planned, *said))
    return wording.required_how(words), beside


def _months(words: Words, content: CoverageContent) -> SaidTable:
    if not content.required:
        rows = tuple(
            _row(words, wording.month_words(words, month), figures)
            for month, figures in reversed(_joined(content))
        )
        return _table(words, "months", _MONTHS, _MONTH, rows)
    required, planned = dict(content.required), dict(content.months)
    heads = (_MONTH, _DUE, *_OF_THESE, _PLANNED, _PLANNED_HELD, _HOURS)
    return SaidTable(
        "months",
        words.say(_MONTHS),
        "",
        tuple(words.say(head) for head in heads),
        tuple(
            SaidRow(
                (
                    wording.month_words(words, month),
                    *_due_cells(words, required.get(month)),
                    *_planned_cells(words, planned.get(month)),
                )
            )
            for month in sorted({*required, *planned}, reverse=True)
        ),
    )


def _due_cells(words: Words, figures: Figures | None) -> tuple[str, ...]:
    if figures is None:
        # of the month that runs nothing is due by the rhythm before it is over
        return ("–",) * 5
    numbers = (figures.due, figures.held, figures.late, figures.missed)
    return (*map(str, numbers), wording.share_words(words, figures.share))


def _planned_cells(words: Words, figures: Figures | None) -> tuple[str, ...]:
    if figures is None:
        return ("–",) * 3
    hours = wording.hours_cell(words, figures)
    return str(figures.due), str(figures.held), hours


def said_received(words: Words, months: tuple[tuple[date, Figures], ...]) -> SaidTable:
    """Put the supervision that a supervisor received into a table.

    Args:
        words: The language.
        months: Month by month.

    Returns:
        The table, the latest month first.
    """
    rows = tuple(
        _row(words, wording.month_words(words, month), figures)
        for month, figures in reversed(months)
    )
    note = words.say(_RECEIVED_NOTE)
    return _table(words, "received", _RECEIVED, _MONTH, rows, note=note)


def _joined(content: CoverageContent) -> list[tuple[date, Figures]]:
    return sorted((dict(content.charted) | dict(content.months)).items())


def _table(
    words: Words, key: str, heading: str, first: str, rows: tuple[SaidRow, ...], *, note: str = ""
) -> SaidTable:
    heads = tuple(words.say(head) for head in (first, _PLANNED, *_OF_THESE, _HOURS))
    return SaidTable(key, words.say(heading), note, heads, rows)


def _row(words: Words, name: str, figures: Figures, of: CoverageOf | None = None) -> SaidRow:
    return SaidRow(
        (
            name,
            str(figures.due),
            str(figures.held),
            str(figures.late),
            str(figures.missed),
            wording.share_words(words, figures.share),
            wording.hours_cell(words, figures),
        ),
        of,
    )


def _by_type(words: Words, content: CoverageContent) -> tuple[SaidRow, ...]:
    order = [one.value for one in SessionType]
    found = sorted(content.types, key=lambda part: order.index(part[0]))
    return tuple(_row(words, words.say(_ANY_TYPE[code]), figures) for code, figures in found)


def _by_area(words: Words, content: CoverageContent) -> tuple[SaidRow, ...]:
    return tuple(
        _row(words, words.say(_NO_ONE_AREA) if name is None else words.text(name), figures)
        for name, figures in content.areas
    )


def _people(words: Words, content: CoverageContent) -> SaidTable:
    heads = (_DUE, *_OF_THESE, _PLANNED, _NORM, _CASES, _GOALS)
    return SaidTable(
        "people",
        words.say(_PEOPLE),
        words.say(_NORM_NOTE, most=CASELOAD_MOST),
        (words.say(_PERSON), *(words.say(head) for head in heads)),
        tuple(_person(words, one, content) for one in content.people),
    )


def _person(words: Words, one: PersonLine, content: CoverageContent) -> SaidRow:
    figures, months = one.figures, one.months
    minutes = display(Fraction(months.last_seconds, 60), 0)
    norm = words.say(_MINUTES, minutes=minutes, norm=wording.norm_words(words, months))
    is_above = one.open_cases > CASELOAD_MOST
    cases = words.say(_ABOVE, cases=one.open_cases, most=CASELOAD_MOST)
    return SaidRow(
        (
            _named(words, one, content),
            *_due_cells(words, one.required),
            str(figures.due),
            norm if months.months else wording.norm_words(words, months),
            cases if is_above else str(one.open_cases),
            words.say(_GOAL, open=one.goals_open, reached=one.goals_reached),
        ),
        _link(one),
        is_marked=is_above or months.short > 0,
    )


def _named(words: Words, one: PersonLine, content: CoverageContent) -> str:
    if content.of.scope is SessionScope.SUPERVISOR:
        return f"{one.code} · {words.text(one.centre)}"
    return one.code


def _link(one: PersonLine) -> CoverageOf:
    return CoverageOf(SessionScope.PRACTITIONER, one.id, one.centre)


def _unseen(words: Words, content: CoverageContent, days: int) -> SaidTable:
    late, everyone = content.unseen_for(days), len(content.people)
    note = words.say(_UNSEEN_NONE, all=everyone, days=days)
    if late:
        note = words.say(_UNSEEN_SOME, count=len(late), all=everyone, days=days)
    return SaidTable(
        "unseen",
        words.say(_UNSEEN),
        note,
        tuple(words.say(head) for head in (_PERSON, _LAST, _DAYS)),
        tuple(
            SaidRow(
                (
                    _named(words, one, content),
                    words.say(_NEVER) if one.last_on is None else words.day(one.last_on),
                    str(one.unseen),
                ),
                _link(one),
            )
            for one in late
        ),
    )
