"""Review rounds in words: how far they stand and what their samples say."""

from datetime import date
from fractions import Fraction

from qa_app.domain.audit_stage import Stage
from qa_app.domain.round_results import ResultKind, SampleResult
from qa_app.domain.rounding import display
from qa_app.domain.rounds import RoundCancelReason
from qa_app.domain.statistics.lqas import LqasRule
from qa_app.wording.catalogue import message as _
from qa_app.wording.words import Words

STAGES: dict[Stage, str] = {
    Stage.PLANNED: _("planned"),
    Stage.DRAWN: _("drawn"),
    Stage.IN_REVIEW: _("being reviewed"),
    Stage.SUBMITTED: _("submitted"),
    Stage.MODERATION: _("in moderation"),
    Stage.SHARED: _("shared with the centre"),
    Stage.FINAL: _("final"),
    Stage.APPEALED: _("under appeal"),
}
"""Stage to its words; every stage has some, by test."""
CANCEL_REASONS: dict[RoundCancelReason, str] = {
    RoundCancelReason.PLANNED_BY_MISTAKE: _("it was planned by mistake"),
    RoundCancelReason.NO_READERS: _("there are no reviewers for it"),
    RoundCancelReason.EMERGENCY: _("an emergency came first"),
    RoundCancelReason.JOINED: _("it is joined to another round"),
}
LOOKS: dict[Stage, str] = {
    Stage.PLANNED: "plain",
    Stage.DRAWN: "plain",
    Stage.IN_REVIEW: "run",
    Stage.SUBMITTED: "run",
    Stage.MODERATION: "wait",
    Stage.SHARED: "wait",
    Stage.FINAL: "done",
    Stage.APPEALED: "late",
}
"""Stage to the look of its chip."""
_SPAN = _("%(first)s to %(last)s")
_ROUND = _("Review round %(number)s")
_UNREAD = _("%(read)s of %(all)s read so far; the sample speaks once all are read")
_FEW = _("%(good)s of %(read)s at band B or above; too few files to speak for the others")
_ALL = _("%(good)s of all %(read)s files at band B or above")
_COUNTS = _(
    "%(good)s of %(read)s at band B or above; for all %(frame)s files that means between %(low)s"
    " and %(high)s"
)
_SMALL = _("few files, so the range is wide")
_SHARES = _(
    "%(good)s of %(read)s at band B or above; weighed by groups that means between %(low)s %% and"
    " %(high)s %% of all %(frame)s files"
)
_NO_SPREAD = _(
    "%(good)s of %(read)s at band B or above; no range, because only one file of a larger group"
    " was read"
)
_PASSES = _("passes: at least %(least)s of %(size)s were wanted")
_FAILS = _("not shown to meet the standard: at least %(least)s of %(size)s were wanted")
_NO_VERDICT = _("no verdict: fewer than %(size)s files could be read")
_WIDE_BELOW = 10
_HUNDRED = 100


def said_round(words: Words, number: int) -> str:
    """Name a round.

    Args:
        words: The language.
        number: Its number.

    Returns:
        The name.
    """
    return words.say(_ROUND, number=number)


def said_span(words: Words, first: date, last: date) -> str:
    """Say from when to when.

    Args:
        words: The language.
        first: First day.
        last: Last day.

    Returns:
        Both days.
    """
    return words.say(_SPAN, first=words.day(first), last=words.day(last))


def said_stage(words: Words, stage: Stage) -> str:
    """Say how far something stands.

    Args:
        words: The language.
        stage: How far.

    Returns:
        The words.
    """
    return words.say(STAGES[stage])


def said_result(
    words: Words, result: SampleResult, frame_count: int, wanted: int, rule: LqasRule | None
) -> str:
    """Say what a sample tells about all files of its frame.

    Args:
        words: The language.
        result: What it tells.
        frame_count: Files of the frame.
        wanted: Files of the sample that are to be read.
        rule: Its lot quality rule; None without one.

    Returns:
        One line.
    """
    parts = [_found(words, result, frame_count, wanted)]
    if result.kind in {ResultKind.COUNTS, ResultKind.SHARES} and result.read_count < min(
        _WIDE_BELOW, frame_count
    ):
        parts.append(words.say(_SMALL))
    if rule is not None and result.kind is not ResultKind.UNREAD:
        message = {True: _PASSES, False: _FAILS, None: _NO_VERDICT}[result.passes]
        values = {} if message is _NO_VERDICT else {"least": rule.least}
        parts.append(words.say(message, size=rule.size, **values))
    return words.sequence(parts)


def _found(words: Words, result: SampleResult, frame_count: int, wanted: int) -> str:
    if result.kind is ResultKind.UNREAD:
        return words.say(_UNREAD, read=result.read_count, all=wanted)
    values: dict[str, object] = {"good": result.conforming_count, "read": result.read_count}
    if result.kind is ResultKind.COUNTS:
        if result.low == result.high:
            return words.say(_ALL, **values)
        return words.say(_COUNTS, frame=frame_count, low=result.low, high=result.high, **values)
    if result.kind is ResultKind.SHARES:
        return words.say(
            _SHARES,
            frame=frame_count,
            low=_percent(result.low),
            high=_percent(result.high),
            **values,
        )
    return words.say(_FEW if result.kind is ResultKind.FEW else _NO_SPREAD, **values)


def _percent(share: Fraction | None) -> str:
    return display((share or Fraction(0)) * _HUNDRED, 0)
