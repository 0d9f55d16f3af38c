"""What a rule rubric says of many files, in words."""

from dataclasses import dataclass

from qa_app.domain.rounding import display
from qa_app.domain.rubric import Rubric
from qa_app.domain.rule_summary import RatedLine
from qa_app.domain.text import BilingualText
from qa_app.wording import comparison
from qa_app.wording.catalogue import message as _
from qa_app.wording.report_tables import share_words
from qa_app.wording.words import Words

_WHOLE = 100  # per cent
_GOAL = _("%(share)s or more")
_REACHED = {True: _("reached"), False: _("not reached")}
_FEW = _("too few files to tell")
_NO_GOAL = _("no goal set")
_UNCONFIRMED = _("The rule of this goal has not been confirmed from its source.")


@dataclass(frozen=True, slots=True)
class SaidRated:
    """How often one outcome or item has the rating that counts.

    Attributes:
        code: Its code.
        title: Its title.
        rating: The rating that counts.
        share: How many of the files have it.
        goal: From which share the goal is reached.
        verdict: Whether it is.
        note: What to know of the goal; empty where there is nothing.
        percent: The share alone, for a table to keep; empty where it is not told.
        files: Files that it applies to.
        found: Those of them with the rating.
    """

    code: str
    title: BilingualText
    rating: str
    share: str
    goal: str
    verdict: str
    note: str
    percent: str
    files: int
    found: int | None


def said_rated(words: Words, rubric: Rubric, line: RatedLine) -> SaidRated:
    """Say how often one outcome or item has the rating that counts.

    Args:
        words: The language.
        rubric: The version the files were read against.
        line: What was counted.

    Returns:
        Every part in words.
    """
    own = rubric.rule_words
    named = (own.of_outcome if line.is_outcome else own.of_item)(line.rating)
    goal = "–" if line.least is None else comparison.percent(words, line.least)
    return SaidRated(
        line.code,
        line.title,
        words.rating(line.rating, named),
        share_words(words, line.share),
        goal if line.least is None else words.say(_GOAL, share=goal),
        _verdict(words, line),
        words.say(_UNCONFIRMED) if line.least is not None and line.is_verified is False else "",
        "" if line.share.value is None else display(line.share.value * _WHOLE, 1),
        line.share.count,
        line.share.found,
    )


def _verdict(words: Words, line: RatedLine) -> str:
    if line.is_reached is not None:
        return words.say(_REACHED[line.is_reached])
    return words.say(_NO_GOAL if line.least is None else _FEW)
