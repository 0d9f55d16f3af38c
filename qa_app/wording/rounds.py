"""Review rounds in words: how far they stand and what their samples say."""

from datetime import date

from qa_app.domain.audit_stage import Stage
from qa_app.domain.round_results import ResultKind, SampleResult
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
_GROUPS = _(
    "%(good)s of %(read)s at band B or above; each group counted by its size, for all %(frame)s"
    " files that means between %(low)s and %(high)s"
)
_UNREAD_GROUPS = _("groups of which no file could be read, so that anything may be in them: %(n)s")
_SINGLE_GROUPS = _("larger groups of which one file was read, which says little of them: %(n)s")
_PASSES = _("passes: at least %(least)s of %(size)s were wanted")
_FAILS = _("not shown to meet the standard: at least %(least)s of %(size)s were wanted")
_NO_VERDICT = _("no verdict: fewer than %(size)s files could be read")
_PROVISIONAL = _("provisional: not every result is final")
_WIDE_BELOW = 10


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
    words: Words,
    result: SampleResult,
    frame_count: int,
    wanted: int,
    rule: LqasRule | None,
    *,
    is_final: bool,
) -> str:
    """Say what a sample tells about all files of its frame.

    Args:
        words: The language.
        result: What it tells.
        frame_count: Files of the frame.
        wanted: Files of the sample that are to be read.
        rule: Its lot quality rule; None without one.
        is_final: True once every result of it is final; until then what it says may change.

    Returns:
        One line.
    """
    parts = [_found(words, result, frame_count, wanted)]
    if result.low is not None and result.read_count < min(_WIDE_BELOW, frame_count):
        parts.append(words.say(_SMALL))
    for message, groups in (
        (_UNREAD_GROUPS, result.unread_groups),
        (_SINGLE_GROUPS, result.single_groups),
    ):
        if groups:
            parts.append(words.say(message, n=groups))
    if rule is not None and result.kind is not ResultKind.UNREAD:
        verdict = {True: _PASSES, False: _FAILS, None: _NO_VERDICT}[result.passes]
        values = {} if verdict is _NO_VERDICT else {"least": rule.least}
        parts.append(words.say(verdict, size=rule.size, **values))
    if not is_final and result.kind is not ResultKind.UNREAD:
        parts.append(words.say(_PROVISIONAL))
    return words.sequence(parts)


def _found(words: Words, result: SampleResult, frame_count: int, wanted: int) -> str:
    if result.kind is ResultKind.UNREAD:
        return words.say(_UNREAD, read=result.read_count, all=wanted)
    values: dict[str, object] = {"good": result.conforming_count, "read": result.read_count}
    if result.kind is ResultKind.FEW:
        return words.say(_FEW, **values)
    if result.read_count == frame_count:
        return words.say(_ALL, **values)
    message = _COUNTS if result.kind is ResultKind.COUNTS else _GROUPS
    return words.say(message, frame=frame_count, low=result.low, high=result.high, **values)
