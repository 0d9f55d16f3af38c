"""What follows a result, on paper: strengths, findings, actions, answers, objection."""

from collections.abc import Iterable
from typing import Any

from qa_app.reports.palette import INK_2
from qa_app.reports.sheet import SMALL, Look, heading, kept_with_next, paragraph
from qa_app.wording.said_follow_up import (
    SaidAmendment,
    SaidAnswer,
    SaidFinding,
    SaidFollowUp,
    SaidObjection,
)

_QUIET = Look(size=9.5, leading=15, colour=INK_2)
_LAST = Look(size=9.5, leading=15, colour=INK_2, after=4)


def follow_up_story(follow: SaidFollowUp) -> list[Any]:
    """Lay out what follows a result.

    Args:
        follow: The words.

    Returns:
        Parts of the paper; none where nothing follows.
    """
    return [*_strengths(follow), *_findings(follow), *_answers(follow), *_disputes(follow)]


def _strengths(follow: SaidFollowUp) -> Iterable[Any]:
    if follow.strengths:
        yield from heading(follow.heads["reader_strengths"])
        for one in follow.strengths:
            yield from _line(one)


def _findings(follow: SaidFollowUp) -> Iterable[Any]:
    if not follow.findings and not follow.discussed:
        return
    yield from heading(follow.heads["findings"])
    if follow.discussed:
        yield paragraph(follow.discussed, SMALL)
    for one in follow.findings:
        yield from _line(one)
        yield from _action(one, follow)
        yield from _said(one.answers)


def _answers(follow: SaidFollowUp) -> Iterable[Any]:
    if follow.answers:
        yield from heading(follow.heads["answers"])
        yield from _said(follow.answers)


def _disputes(follow: SaidFollowUp) -> Iterable[Any]:
    if follow.objection is not None:
        yield from heading(follow.heads["objection"])
        yield from _objection(follow.objection)
    if follow.amendments:
        yield from heading(follow.heads["amendments"])
        for amended in follow.amendments:
            yield from _amendment(amended)


def _line(one: SaidFinding) -> Iterable[Any]:
    strong = f"{one.codes} {one.tag}".strip()
    yield kept_with_next(paragraph(one.requirement, strong=strong))
    if one.text:
        yield paragraph(one.text, _QUIET)


def _action(one: SaidFinding, follow: SaidFollowUp) -> Iterable[Any]:
    action = one.action
    if action is None:
        return
    yield paragraph(action.what, _QUIET, strong=follow.heads["action"])
    parts = (action.who, action.state, action.waits, action.came_back)
    yield paragraph(" · ".join(part for part in parts if part), _LAST)
    if action.evidence:
        yield paragraph(action.evidence, _LAST, strong=follow.heads["evidence"])


def _said(answers: Iterable[SaidAnswer]) -> Iterable[Any]:
    for one in answers:
        words = " · ".join(part for part in (one.text, one.by, one.at) if part)
        yield paragraph(words, _LAST, strong=one.kind)


def _objection(one: SaidObjection) -> Iterable[Any]:
    yield kept_with_next(paragraph(one.state, strong=one.ground))
    yield paragraph(f"{one.text} · {one.raised}", _LAST)
    if one.until:
        yield paragraph(one.until, _LAST)
    if one.decided:
        yield paragraph(f"{one.decision} · {one.decided}", _LAST)


def _amendment(one: SaidAmendment) -> Iterable[Any]:
    changes = [*one.changes, *one.bands]
    yield kept_with_next(paragraph(" · ".join(changes), strong=one.state))
    parts = (one.text, one.asked, one.settled, one.refusal)
    yield paragraph(" · ".join(part for part in parts if part), _LAST)
