"""How a draft stands, for the script of its page."""

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from qa_app.domain.asked import asked_items
from qa_app.domain.audit_entries import EntryKind, KeptValues, entries_of_values
from qa_app.domain.background import background_of
from qa_app.domain.draft import Draft, Progress, progress_of, scored_draft, whole_progress
from qa_app.domain.rubric import Rubric
from qa_app.domain.rubric_islands import Island, islands_of
from qa_app.domain.working_days import WorkingCalendar
from qa_app.web.asking.states import mode_of, view_of
from qa_app.wording import Words
from qa_app.wording.drafts import DraftWords


def rating_words(draft: Draft, language: str) -> dict[str, str]:
    """Say how a rule rubric rates its items so far.

    Args:
        draft: The draft.
        language: Language of the page.

    Returns:
        Item to the words of its rating, empty while it is open; empty for other methods.
    """
    words, ratings, own = Words(language), draft.score.ratings, draft.rubric.rule_words
    return {
        item.code: words.rating(rating, own.of_item(rating))
        if (rating := ratings.get(item.code))
        else ""
        for item in draft.rubric.rule_items
    }


class Reading(NamedTuple):
    """What decides how the items of a draft stand, beside its entries.

    Attributes:
        rubric: The version, with its words.
        assessors: Who takes part.
        read_at: The present, naive local time to the minute.
        calendar: Working days of the rubric's region.
    """

    rubric: Rubric
    assessors: tuple[str, ...]
    read_at: datetime
    calendar: WorkingCalendar


_Parts = tuple[dict[str, list[str | None]], dict[str, list[int]]]
_MOST_KEPT = 2000
_ANSWER = EntryKind.ANSWER.value
_kept_parts: dict[tuple[Any, ...], tuple[_Parts | None]] = {}


def standing(draft: Draft, language: str) -> dict[str, object]:
    """Tell a script how the draft stands.

    Args:
        draft: The draft.
        language: Language of the page.

    Returns:
        JSON values: items that are not simply rated by the reader, and progress by section.
    """
    filled = {(one.kind, one.key) for one in draft.entries if one.value is not None}
    parts = _moved_items(draft, language), _sections(draft)
    return _told(draft.rubric, parts, rating_words(draft, language), filled)


def standing_of(reading: Reading, kept: KeptValues, language: str) -> dict[str, object]:
    """Tell a script how a draft stands, looking anew only at what its last save touches.

    Args:
        reading: The reading.
        kept: What its entries say; none of a review that records answer.
        language: Language of the page.

    Returns:
        The same as `standing`.
    """
    parts = _of_islands(reading, kept, language)
    if parts is not None:
        return _told(reading.rubric, parts, {}, kept)
    return standing(_scored(reading, kept), language)


def _scored(reading: Reading, kept: KeptValues) -> Draft:
    rubric, assessors, read_at, calendar = reading
    return scored_draft(rubric, entries_of_values(kept), assessors, read_at, calendar)


def _of_islands(reading: Reading, kept: KeptValues, language: str) -> _Parts | None:
    islands = islands_of(reading.rubric)
    if len(islands) < 2:  # noqa: PLR2004 - one is the whole
        return None
    answers, others = {}, []
    for place, text in kept.items():
        if place[0] == _ANSWER:
            answers[place[1]] = text
        else:
            others.append((place, text))
    beside = frozenset(others)
    items: dict[str, list[str | None]] = {}
    sections: dict[str, list[int]] = {}
    for island in islands:
        at = reading.read_at if island.is_dated else None
        own = tuple(map(answers.get, island.codes))
        key = (island.rubric, language, reading.assessors, at, reading.calendar, beside, own)
        found = _kept_parts.get(key)  # looked up once: another thread may empty it at any time
        if found is None:
            found = (_of_island(reading, island, kept, language),)
            if len(_kept_parts) >= _MOST_KEPT:
                _kept_parts.clear()
            _kept_parts[key] = found
        (parts,) = found
        if parts is None:
            return None
        items |= parts[0]
        sections |= parts[1]
    return items, sections


def _of_island(reading: Reading, island: Island, kept: KeptValues, language: str) -> _Parts | None:
    own = {
        (kind, key): text
        for (kind, key), text in kept.items()
        if (kind != _ANSWER or key in island.rubric.items)
        and (kind != EntryKind.MEASURE or key in island.measures)
    }
    draft = _scored(reading._replace(rubric=island.rubric), own)
    # a year that the holiday table lacks changes how every item is looked at
    return (
        None
        if draft.missing_year is not None
        else (_moved_items(draft, language), _sections(draft))
    )


def _sections(draft: Draft) -> dict[str, list[int]]:
    return {code: [part.done, part.of] for code, part in progress_of(draft).items()}


def _told(
    rubric: Rubric, parts: _Parts, ratings: dict[str, str], filled: Iterable[tuple[str, str]]
) -> dict[str, object]:
    items, sections = parts
    whole = whole_progress(Progress(*part) for part in sections.values())
    asked = _asked(rubric)
    return {
        "items": items,
        "sections": sections,
        "progress": [whole.done, whole.of],
        "ratings": ratings,
        "background": [len(asked.intersection(filled)), len(asked)],
    }


@lru_cache(maxsize=256)
def _asked(rubric: Rubric) -> frozenset[tuple[str, str]]:
    return frozenset((one.kind, one.key) for one in background_of(rubric))


def _moved_items(draft: Draft, language: str) -> dict[str, list[str | None]]:
    words = DraftWords(Words(language), draft)
    values = {one.key: one.value for one in draft.entries if one.kind is EntryKind.ANSWER}
    asked = asked_items(draft.rubric)
    return {
        code: view_of(words, asked[code], told, values.get(code)).plain()
        for code, told in draft.told.items()
        if mode_of(asked[code], told) != "plain"  # nearly all are, and the script knows those
    }
