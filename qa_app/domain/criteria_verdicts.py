"""What verdicts come to together: evidence that is missing, and how an area stands."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from qa_app.domain.endorsement import Judgement, Reason, is_of_centre
from qa_app.domain.verdicts import WORST_FIRST, Verdict

_HELD_TRUE = frozenset({Verdict.MET, Verdict.CONDITIONAL})


def held_back(judgements: Sequence[Judgement | None]) -> tuple[Judgement | None, ...]:
    """Say "cannot tell" of what rests on evidence that is missing.

    Args:
        judgements: Those of one area, of one set; None where a criterion is not asked.

    Returns:
        The same with verdicts taken back, each with the evidence that it waits for; values stay.
        Evidence that nobody collects yet is not among the judgements and takes nothing back.

    Source: the criteria file, `evidence_rule`.
    """
    lacking = [
        one
        for one in judgements
        if one is not None and one.criterion.qualifies and one.verdict not in _HELD_TRUE
    ]
    missing = [one.criterion for one in lacking]
    given_up = max((one.given_up for one in lacking), key=len, default=())

    def told(one: Judgement | None) -> Judgement | None:
        wants = tuple(by for by in missing if one.criterion.code in by.qualifies) if one else ()
        if one is None or not wants:
            return one
        return replace(one, verdict=Verdict.CANNOT_TELL, wants=wants, given_up=given_up)

    return tuple(told(one) for one in judgements)


def worst_of(judgements: Iterable[Judgement | None]) -> Verdict | None:
    """Find how several criteria stand together.

    Args:
        judgements: The judgements; None where a criterion is not asked.

    Returns:
        Their worst verdict; None when none is asked. How few files the programme read twice
        speaks of the programme and not of the centre, so that it is left out, unless the team
        gave up what would show it.
    """
    verdicts = {
        one.verdict
        for one in judgements
        if one is not None and (is_of_centre(one.criterion) or one.reason is Reason.RELAXED)
    }
    return next((verdict for verdict in WORST_FIRST if verdict in verdicts), None)
