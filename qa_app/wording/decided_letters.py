"""What was decided, for the draft of the letter about it."""

from dataclasses import dataclass
from datetime import date

from qa_app.domain.text import BilingualText
from qa_app.wording.catalogue import message as _
from qa_app.wording.said_printed import SaidPart
from qa_app.wording.words import Words

_DECISION, _REASONS, _CONDITIONS = _("Decision"), _("Reasons"), _("Conditions")
_DECIDED = _("Decided: %(status)s.")
_ON_SCREEN = _("Decided by %(body)s, confirmed on the platform on %(day)s.")
_ON_PAPER = _(
    "Decided by %(body)s on paper, %(number)s of %(on)s, confirmed on the platform on %(day)s."
)
_NOBODY = _("(to be filled in: the body that decides)")
_FROM = _("It takes effect on %(first)s and holds until %(last)s.")
_WITHOUT_END = _("It takes effect on %(first)s.")
_DEPARTS = _("From the evidence follows “%(status)s”; the decision departs from it.")
_CONDITION = _("%(number)s. %(text)s (due on %(day)s)")
_NO_CONDITIONS = _("without conditions")


@dataclass(frozen=True, slots=True)
class DecidedLetter:
    """A decision as its letter tells it.

    Attributes:
        status: What was decided.
        body: Who decided; None where nobody has named the body.
        document: Number and day of the paper; None for a decision on the platform.
        confirmed_on: Local day on which a second person confirmed it.
        effective_on: First day.
        valid_until: Last day; None without an end.
        departs_from: What follows from the evidence, where something else was decided.
        reasons: The reasons, without references of cases; empty without any.
        conditions: What is asked, and by which day.
        last_day: Last local day on which the centre may object.
    """

    status: BilingualText
    body: BilingualText | None
    document: tuple[str, date] | None
    confirmed_on: date
    effective_on: date
    valid_until: date | None
    departs_from: BilingualText | None
    reasons: str
    conditions: tuple[tuple[str, date], ...]
    last_day: date


def decided_parts(words: Words, one: DecidedLetter) -> tuple[SaidPart, ...]:
    """Put a decision into the parts of its letter.

    Args:
        words: The language.
        one: The decision.

    Returns:
        What was decided by whom and for how long, the reasons where there are any, the conditions.
    """
    told = [
        words.say(_DECIDED, status=words.text(one.status)),
        _by(words, one),
        words.say(_WITHOUT_END, first=words.day(one.effective_on))
        if one.valid_until is None
        else words.say(_FROM, first=words.day(one.effective_on), last=words.day(one.valid_until)),
    ]
    if one.departs_from is not None:
        told.append(words.say(_DEPARTS, status=words.text(one.departs_from)))
    asked = tuple(
        words.say(_CONDITION, number=number, text=text, day=words.day(due))
        for number, (text, due) in enumerate(one.conditions, 1)
    )
    reasons = (SaidPart(words.say(_REASONS), (one.reasons,)),) if one.reasons else ()
    return (
        SaidPart(words.say(_DECISION), tuple(told)),
        *reasons,
        SaidPart(words.say(_CONDITIONS), asked or (words.say(_NO_CONDITIONS),)),
    )


def _by(words: Words, one: DecidedLetter) -> str:
    body = words.say(_NOBODY) if one.body is None else words.text(one.body)
    day = words.day(one.confirmed_on)
    if one.document is None:
        return words.say(_ON_SCREEN, body=body, day=day)
    number, on = one.document
    return words.say(_ON_PAPER, body=body, number=number, on=words.day(on), day=day)
