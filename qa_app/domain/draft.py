"""How a draft stands while it is read: scored as it is, so that conditions switch at once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from qa_app.domain.asked import asked_sections
from qa_app.domain.audit_entries import Entry, EntryKind, Lack, lacks_of, plain_case
from qa_app.domain.case_plain import case_from
from qa_app.domain.found_codes import found_codes, score_with_dates
from qa_app.domain.rubric import Method, Rubric
from qa_app.domain.scoring_result import AuditScore, CodeSource, ItemExplanation, State
from qa_app.domain.working_days import WorkingCalendar

_OUT = frozenset({State.OFF, State.REPORTED})


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft, scored.

    Attributes:
        rubric: The version it is read against.
        entries: What was saved.
        score: The score of what was saved, with its explanation.
        told: Item to what the score says of it, an answer that dates, a log or a number give as
            well told as theirs; empty for rule rubrics.
        found: Item to the code that dates, a log or a number give, whoever set the one that
            stands; items without such a code left out.
        missing_year: A year that a limit needs and the holiday table lacks; every limit that
            the reader did not set then reads as unknown. None when all is there.
        is_whole: False when the score itself needs the missing year; what the reader set over a
            limit stands without it.
    """

    rubric: Rubric
    entries: tuple[Entry, ...]
    score: AuditScore
    told: Mapping[str, ItemExplanation]
    found: Mapping[str, str]
    missing_year: int | None = None
    is_whole: bool = True

    def lacks(self) -> tuple[Lack, ...]:
        """List what is missing before signing.

        Returns:
            In the order of the rubric.
        """
        return lacks_of(self.rubric, self.score, self.entries, self.found)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a section, or the whole, is answered."""

    done: int
    of: int


def scored_draft(
    rubric: Rubric,
    entries: Sequence[Entry],
    assessors: Iterable[str],
    read_at: datetime,
    calendar: WorkingCalendar,
) -> Draft:
    """Score a draft as it stands.

    Args:
        rubric: Its rubric.
        entries: What was saved.
        assessors: Who takes part.
        read_at: The present, naive local time to the minute.
        calendar: Working days of the rubric's region.

    Returns:
        The draft, scored.
    """
    case = case_from(rubric, plain_case(entries, assessors, read_at))
    score, missing_year = score_with_dates(rubric, case, calendar)
    is_whole = missing_year is None
    if not is_whole:
        case = replace(case, clocks={})
    found, sources, year = found_codes(rubric, case, calendar, score)
    told = {
        # an answer that dates give as well overrules nothing
        one.item: replace(one, source=sources[one.item])
        if one.source is CodeSource.READER and one.item in sources and one.code == found[one.item]
        else one
        for one in (score.explanation.items if score.explanation else ())
    }
    return Draft(rubric, tuple(entries), score, told, found, missing_year or year, is_whole)


def progress_of(draft: Draft) -> dict[str, Progress]:
    """Count what is answered of what is in force.

    Args:
        draft: The draft.

    Returns:
        Section to its progress, in the rubric's order.
    """
    if draft.rubric.method is Method.RULES:
        return _progress_of_rules(draft)
    return {
        section.code: Progress(
            sum(1 for one in in_force if one.state is not State.OPEN), len(in_force)
        )
        for section in draft.rubric.sections
        for in_force in [
            [
                draft.told[item.code]
                for item in section.items
                if draft.told[item.code].state not in _OUT
            ]
        ]
    }


def _progress_of_rules(draft: Draft) -> dict[str, Progress]:
    saved = {(one.kind, one.key) for one in draft.entries if one.value is not None}
    progress = {}
    for section in asked_sections(draft.rubric):
        done = sum(1 for item in section.items if (item.kind, item.code) in saved)
        # once a rule gives the rating, what is still unanswered no longer matters
        rated = draft.score.ratings.get(section.code) is not None
        progress[section.code] = Progress(done, done if rated else len(section.items))
    return progress


def whole_progress(parts: Iterable[Progress]) -> Progress:
    """Add up the progress of sections.

    Args:
        parts: Their progress.

    Returns:
        The whole.
    """
    counted = list(parts)
    return Progress(sum(part.done for part in counted), sum(part.of for part in counted))


def entry_of(entries: Iterable[Entry], kind: EntryKind, key: str) -> Entry:
    """Find an entry.

    Args:
        entries: The entries of an audit.
        kind: What it is about.
        key: Which.

    Returns:
        The entry; an empty one of revision 0 when it was never saved.
    """
    return next(
        (entry for entry in entries if entry.kind is kind and entry.key == key),
        Entry(kind, key, None, revision=0),
    )
