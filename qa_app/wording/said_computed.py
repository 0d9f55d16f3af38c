"""What records answer of a supervisor's quarter, in words: the same on page and paper."""

from dataclasses import dataclass

from qa_app.domain.rounding import display
from qa_app.domain.supervision_measures import Measure, SourceKind
from qa_app.domain.supervisor_quarter import Computed
from qa_app.wording.catalogue import message as _
from qa_app.wording.said_measures import measure_words
from qa_app.wording.words import Words

_SHARE = _("Computed from records: %(value)s %% (%(met)s of %(n)s), %(first)s to %(last)s.")
_COUNT = _("Computed from records: %(value)s (%(name)s), %(last)s.")
_LIST = _(
    "Computed from records: %(met)s individual sessions of %(n)s people, %(first)s to %(last)s."
)
_NOTHING = _("Cannot be computed: there are no records. It stays unanswered until you answer it.")
_NOTHING_SIGNED = _("Could not be computed: there were no records; answered by the reviewer.")
_OVERRULED = _("Overruled by the reviewer: %(entered)s. Reason: %(reason)s")
_OVERRULED_LIST = _("Overruled by the reviewer, who changed the list. Reason: %(reason)s")
_WITHHELD = _("kept back")
_MEASURES = {one.value: one for one in Measure}
_COUNTED = {Measure.SUPERVISEES.value}
SOURCES: dict[str, str] = {
    SourceKind.PERSON.value: _("person"),
    SourceKind.SESSION.value: _("session"),
    SourceKind.CASE.value: _("case"),
    SourceKind.ACTION.value: _("action"),
}
_SOURCE = _("%(kind)s %(label)s: %(holds)s")


@dataclass(frozen=True, slots=True)
class SaidMeasure:
    """A measure of a review.

    Attributes:
        measure: Its name.
        item: The item that asks for it.
        name: What it counts.
        how: How it is computed.
        said: What records answer, with its numbers.
        overruled: What the reader says instead, with the reason; empty for nothing.
        sources: What it stands on.
        at: When it was computed, local time.
        is_answered: True when records answer it.
        is_list: True for a list of dates, which is changed with the facts of the review.
    """

    measure: str
    item: str
    name: str
    how: str
    said: str
    overruled: str
    sources: tuple[str, ...]
    at: str
    is_answered: bool
    is_list: bool


def said_computed(words: Words, one: Computed, *, is_signed: bool = False) -> str:
    """Say in one line what records answer, and what a reader says instead.

    Args:
        words: The language.
        one: What records answer.
        is_signed: True for a signed review, in which nothing is open any more.

    Returns:
        One or two sentences.
    """
    if not one.is_answered:
        return words.say(_NOTHING_SIGNED if is_signed else _NOTHING)
    parts = (_answered(words, one), _instead(words, one))
    return " ".join(part for part in parts if part)


def said_measure(words: Words, one: Computed) -> SaidMeasure:
    """Put a measure of a draft into words.

    Args:
        words: The language.
        one: What records answer.

    Returns:
        The words.
    """
    name, how = measure_words(words, _MEASURES[one.measure])
    return SaidMeasure(
        measure=one.measure,
        item=one.item,
        name=name,
        how=how,
        said=_answered(words, one) if one.is_answered else words.say(_NOTHING),
        overruled=_instead(words, one),
        sources=tuple(
            words.say(
                _SOURCE,
                kind=words.say(SOURCES[kind]),
                label=label,
                holds=words.yes_or_no(is_yes=holds),
            )
            for kind, _id, label, holds in one.sources
        ),
        at=f"{words.day(one.at.date())} {one.at:%H:%M}",
        is_answered=one.is_answered,
        is_list=one.measure == Measure.SESSIONS.value,
    )


def _answered(words: Words, one: Computed) -> str:
    days = {"first": words.day(one.first), "last": words.day(one.last)}
    if one.value is None:
        return words.say(_LIST, met=one.met, n=one.n, **days)
    if one.measure in _COUNTED:
        name, _how = measure_words(words, _MEASURES[one.measure])
        return words.say(_COUNT, value=display(one.value, 0), name=name, last=days["last"])
    return words.say(_SHARE, value=display(100 * one.value), met=one.met, n=one.n, **days)


def _instead(words: Words, one: Computed) -> str:
    if not one.is_overruled:
        return ""
    reason = one.reason or words.say(_WITHHELD)
    if one.measure == Measure.SESSIONS.value:
        return words.say(_OVERRULED_LIST, reason=reason)
    return words.say(_OVERRULED, entered=one.entered or "–", reason=reason)
