"""Puts what follows a result into words of one language."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

from qa_app.domain.action_waiting import waiting
from qa_app.domain.actions import (
    Action,
    ActionKind,
    ActionState,
    ActionStep,
    Owner,
    Waits,
    days_late,
)
from qa_app.domain.answers import AnswerKind, AnswerState, state_of
from qa_app.domain.finding_check import Contradiction
from qa_app.domain.findings import ActionPlan, FindingKind
from qa_app.domain.follow_up import (
    ActionTold,
    AmendmentTold,
    AnswerTold,
    FindingTold,
    FollowUp,
    ObjectionTold,
)
from qa_app.domain.objections import GROUNDS, WAITING, ObjectionState, decide_by
from qa_app.domain.requirements import requirement_of
from qa_app.domain.rounding import display
from qa_app.domain.rubric import Rubric
from qa_app.wording.action_owners import OWNERS, said_owner, said_party
from qa_app.wording.catalogue import message as _
from qa_app.wording.said_follow_up import (
    SaidAction,
    SaidAmendment,
    SaidAnswer,
    SaidFinding,
    SaidFollowUp,
    SaidObjection,
)
from qa_app.wording.words import Words

HEADS = {
    "findings": _("Findings and actions"),
    "reader_strengths": _("Strengths named by the reviewer"),
    "answers": _("What was said to the result"),
    "objection": _("Objection and its review"),
    "amendments": _("Amendment of the review"),
    "action": _("To be done"),
    "evidence": _("What shows it"),
}
KINDS: dict[ActionKind, str] = {
    ActionKind.RED_LINE: _("Red line"),
    ActionKind.GATE: _("Must pass"),
    ActionKind.OTHER: _("Ordinary item"),
}
STATES: dict[ActionState, str] = {
    ActionState.DRAFT: _("To be opened by the signature"),
    ActionState.OPEN: _("Still to be done"),
    ActionState.PLANNED: _("Planned"),
    ActionState.DONE: _("Done, not yet verified"),
    ActionState.VERIFIED: _("Verified"),
    ActionState.DROPPED: _("Cancelled: the review is void, or no longer finds the fault"),
}
_DONE_BY: dict[Owner, str] = {
    Owner.CENTRE: _("Done by the centre"),
    Owner.WORKER: _("Done by the worker of the file"),
    Owner.SUPERVISOR: _("Done by who led the session"),
}
_DONE_BY_ONE = _("Done by %(who)s")
LOOKS: dict[ActionState, str] = {
    ActionState.DRAFT: "plain",
    ActionState.OPEN: "late",
    ActionState.PLANNED: "wait",
    ActionState.DONE: "wait",
    ActionState.VERIFIED: "done",
    ActionState.DROPPED: "plain",
}
WAITS: dict[Waits, str] = {
    Waits.CONTAIN: _("contain the harm"),
    Waits.PLAN: _("say how it will be done"),
    Waits.DO: _("do it and say so"),
    Waits.RE_READ: _("read a file again"),
    Waits.DOCUMENT: _("look at the document"),
    Waits.SEEN: _("look at it in a session, or at a document"),
    Waits.READINGS: _("later reviews of the same item"),
    Waits.NOTHING: _("nothing"),
}
STEPS: dict[ActionStep, str] = {
    ActionStep.CONTAIN: _("Harm contained"),
    ActionStep.PLAN: _("Planned"),
    ActionStep.DO: _("Said to be done"),
    ActionStep.RETURN: _("Returned"),
    ActionStep.DOCUMENT: _("Verified by a document"),
    ActionStep.SEEN: _("Verified at a later session"),
    ActionStep.RE_READ: _("A file was read again"),
    ActionStep.PROVE: _("Verified by later reviews"),
    ActionStep.RECUR: _("The fault came back: open again"),
    ActionStep.DISPROVE: _("Not shown by later reviews: back to who has to do it"),
    ActionStep.UNPROVE: _("A review that verified it no longer counts"),
    ActionStep.AMENDED: _("A review that verified it was amended and no longer meets the item"),
    ActionStep.DROP: _("Cancelled: the review that counts now no longer finds the fault"),
}
ANSWERS: dict[AnswerKind, str] = {
    AnswerKind.ACCEPT: _("The centre accepts"),
    AnswerKind.COMMENT: _("The centre comments"),
    AnswerKind.QUERY: _("The centre asks"),
    AnswerKind.REPLY: _("Reply"),
    AnswerKind.WORKER: _("The worker says"),
}
OBJECTIONS: dict[ObjectionState, str] = {
    ObjectionState.NONE: _("None"),
    ObjectionState.OPEN: _("Waits for a decision"),
    ObjectionState.PROPOSED: _("An amendment waits for a second person"),
    ObjectionState.UPHELD: _("The result stands"),
    ObjectionState.AMENDED: _("The result was amended"),
}
OBJECTION_LOOKS: dict[ObjectionState, str] = {
    ObjectionState.NONE: "plain",
    ObjectionState.OPEN: "late",
    ObjectionState.PROPOSED: "wait",
    ObjectionState.UPHELD: "done",
    ObjectionState.AMENDED: "done",
}
CONTRADICTIONS: dict[Contradiction, str] = {
    Contradiction.ITEM_MET: _(
        "%(items)s is met as answered: say in your words what was found, or take the finding away"
    ),
    Contradiction.STRENGTH_UNMET: _(
        "%(items)s is not met as answered: say in your words what was good, or take the strength"
        " away"
    ),
    Contradiction.RED_LINE_MET: _(
        "%(items)s is a red line that is met as answered: change the answer, or let the finding"
        " rest on another item"
    ),
    Contradiction.NO_ACTION: _(
        "%(items)s is a red line that failed: say what has to be done about it"
    ),
}
UNANSWERED = _("not answered yet")
AMENDMENTS: dict[str, str] = {
    "asked": _("Waits for a second person"),
    "confirmed": _("Confirmed; the amended review took the place"),
    "refused": _("Refused by the second person"),
    "withdrawn": _("Withdrawn by who proposed it"),
}
_MAIN, _BY_RULE = _("Main finding"), _("A critical item failed")
_MET_AGAIN = _("The requirement has to be met: %(requirement)s")
_WHO_UNTIL, _WHO = _("%(who)s, by %(day)s"), _("%(who)s, within the limit of its kind")
_NEXT_UNTIL = _("Next: %(who)s has to %(what)s by %(day)s")
_NEXT_LATE = _("Next: %(who)s has to %(what)s; due %(day)s, %(late)s days late")
_NEXT_LATE_ONE = _("Next: %(who)s has to %(what)s; due %(day)s, 1 day late")
_NEXT_READINGS = _("Waits for later reviews of the same item to show it")
_CAME_BACK = _("Came back %(n)s times within twelve months")
_CAME_BACK_ONCE = _("Came back once within twelve months")
_DISCUSSED = _("Talked over with the worker on %(day)s")
_DECIDE_BY = _("To be decided by %(day)s")
_BY_AT = _("%(by)s, %(at)s")
_CHANGE = _("%(code)s: %(before)s → %(answer)s")
_BANDS = _("Band: %(before)s → %(after)s")
_POINTS = _("Points: %(before)s → %(after)s")
_REFUSED_BECAUSE = _("Refused because: %(reason)s")


def said_follow_up(
    words: Words, told: FollowUp, rubric: Rubric, zone: str, today: date
) -> SaidFollowUp:
    """Put what follows a result into words.

    Args:
        words: The language.
        told: What follows.
        rubric: The version it was read against.
        zone: Local time zone.
        today: Local day; what is late is told against it.

    Returns:
        The words.
    """
    by_finding: dict[int | None, list[AnswerTold]] = {}
    for one in told.answers:
        by_finding.setdefault(one.finding_id, []).append(one)

    def lines(kind: FindingKind) -> tuple[SaidFinding, ...]:
        return tuple(
            _finding(words, one, rubric, _answers(words, by_finding.get(one.id, []), zone), today)
            for one in told.of_kind(kind)
        )

    queried = {about for about, said in by_finding.items() if _is_queried(said)}
    findings = tuple(
        replace(one, is_queried=one.id in queried) for one in lines(FindingKind.FINDING)
    )
    day = "" if told.discussed_on is None else words.day(told.discussed_on)
    return SaidFollowUp(
        strengths=lines(FindingKind.STRENGTH),
        findings=findings,
        discussed=words.say(_DISCUSSED, day=day) if day else "",
        answers=_answers(words, by_finding.get(None, []), zone),
        is_queried=None in queried,
        objection=None if told.objection is None else _objection(words, told.objection, zone),
        amendments=tuple(_amendment(words, one, rubric, zone) for one in told.amendments),
        heads={name: words.say(text) for name, text in HEADS.items()},
    )


def said_action(
    words: Words,
    plan: ActionPlan,
    told: ActionTold | None,
    requirement: str,
    today: date,
    worker: str = "",
) -> SaidAction:
    """Put an action into words.

    Args:
        words: The language.
        plan: What has to be done.
        told: The action with its limits; None while they do not run.
        requirement: Text of its first item.
        today: Local day.
        worker: Code of the worker whom something agreed is about; empty when nobody is named.

    Returns:
        The words.
    """
    due = plan.due_on if told is None else told.action.due_on
    is_agreed = told is not None and told.action.is_agreed
    who = said_owner(words, plan.owner, worker) if is_agreed else words.say(OWNERS[plan.owner])
    state = ActionState.DRAFT if told is None else told.action.state
    return SaidAction(
        id=None if told is None else told.id,
        what=plan.what or words.say(_MET_AGAIN, requirement=requirement),
        who=words.say(_WHO, who=who)
        if due is None
        else words.say(_WHO_UNTIL, who=who, day=words.day(due)),
        evidence=plan.evidence,
        state=said_state(words, state, plan.owner, is_agreed=is_agreed, worker=worker),
        look=LOOKS[state],
        waits="" if told is None else said_waiting(words, told.action, today, worker),
        came_back="" if told is None else _said_recurrences(words, told.action.recurrences),
    )


def _said_recurrences(words: Words, count: int) -> str:
    if not count:
        return ""
    return words.say(_CAME_BACK_ONCE) if count == 1 else words.say(_CAME_BACK, n=count)


def said_state(
    words: Words, state: ActionState, owner: Owner, *, is_agreed: bool = False, worker: str = ""
) -> str:
    """Say where an action stands.

    Args:
        words: The language.
        state: Its state.
        owner: Who has to do it; named once it is done.
        is_agreed: True for what was agreed in a session.
        worker: Code of the worker whom it is about; empty when nobody is named.

    Returns:
        A few words.
    """
    if state is ActionState.DONE and owner is Owner.WORKER and is_agreed:
        return words.say(_DONE_BY_ONE, who=said_owner(words, owner, worker))
    if state is ActionState.DONE:
        return words.say(_DONE_BY[owner])
    return words.say(STATES[state])


def said_waiting(words: Words, action: Action, today: date, worker: str = "") -> str:
    """Say what must happen next with an action.

    Args:
        words: The language.
        action: The action.
        today: Local day.
        worker: Code of the worker whom something agreed is about; empty when nobody is named.

    Returns:
        Who must do what by when; empty while nothing must.
    """
    waits = waiting(action)
    if waits.what is Waits.NOTHING:
        return ""
    if waits.by is None or waits.until is None:
        return words.say(_NEXT_READINGS)
    values = {
        "who": said_party(words, waits.by, action.owner, is_agreed=action.is_agreed, worker=worker),
        "what": words.say(WAITS[waits.what]),
        "day": words.day(waits.until),
    }
    late = days_late(waits.until, today)
    if not late:
        return words.say(_NEXT_UNTIL, **values)
    return words.say(_NEXT_LATE_ONE if late == 1 else _NEXT_LATE, late=late, **values)


def _finding(
    words: Words, one: FindingTold, rubric: Rubric, answers: tuple[SaidAnswer, ...], today: date
) -> SaidFinding:
    requirement = words.text(requirement_of(rubric, one.items[0]))
    tag = _MAIN if one.is_main else _BY_RULE if one.is_by_rule else ""
    return SaidFinding(
        id=one.id,
        items=tuple(one.items),
        codes=words.listed(one.items),
        tag=words.say(tag) if tag else "",
        requirement=requirement,
        text=one.text,
        action=None
        if one.plan is None
        else said_action(words, one.plan, one.action, requirement, today),
        answers=answers,
        is_queried=False,
    )


def _is_queried(said: Iterable[AnswerTold]) -> bool:
    return state_of(one.kind for one in said) is AnswerState.QUERIED


def _answers(words: Words, said: Iterable[AnswerTold], zone: str) -> tuple[SaidAnswer, ...]:
    return tuple(
        SaidAnswer(words.say(ANSWERS[one.kind]), one.text, one.by, words.instant(one.at, zone))
        for one in said
    )


def _objection(words: Words, one: ObjectionTold, zone: str) -> SaidObjection:
    decided = ""
    if one.decided_at is not None:
        decided = words.say(_BY_AT, by=one.decided_by, at=words.instant(one.decided_at, zone))
    raised_on = one.raised_at.astimezone(ZoneInfo(zone)).date()
    return SaidObjection(
        ground=words.text(GROUNDS[one.ground]),
        text=one.text,
        raised=words.say(_BY_AT, by=one.raised_by, at=words.instant(one.raised_at, zone)),
        state=words.say(OBJECTIONS[one.state]),
        look=OBJECTION_LOOKS[one.state],
        decision=one.decision,
        decided=decided,
        until=words.say(_DECIDE_BY, day=words.day(decide_by(raised_on)))
        if one.state in WAITING
        else "",
    )


def _amendment(words: Words, one: AmendmentTold, rubric: Rubric, zone: str) -> SaidAmendment:
    settled = ""
    if one.settled_at is not None:
        by = one.asked_by if one.state == "withdrawn" else one.settled_by
        settled = words.say(_BY_AT, by=by, at=words.instant(one.settled_at, zone))
    return SaidAmendment(
        state=words.say(AMENDMENTS[one.state]),
        changes=tuple(
            words.say(
                _CHANGE,
                code=code,
                before=_option(words, rubric, code, one.before[code])
                if one.before.get(code)
                else words.say(UNANSWERED),
                answer=_option(words, rubric, code, answer),
            )
            for code, answer in one.answers.items()
        ),
        text=one.text,
        asked=words.say(_BY_AT, by=one.asked_by, at=words.instant(one.asked_at, zone)),
        settled=settled,
        new_audit_id=one.new_audit_id,
        bands=tuple(_before_and_after(words, one)),
        refusal=words.say(_REFUSED_BECAUSE, reason=one.refusal) if one.refusal else "",
    )


def _before_and_after(words: Words, one: AmendmentTold) -> Iterator[str]:
    if one.percent_before is not None and one.percent_after is not None:
        before, after = display(one.percent_before), display(one.percent_after)
        yield words.say(_POINTS, before=before, after=after)
    if one.band_before and one.band_after:
        yield words.say(_BANDS, before=one.band_before, after=one.band_after)


def _option(words: Words, rubric: Rubric, code: str, answer: str) -> str:
    item = rubric.items.get(code)
    labels = {} if item is None else {one.code: one.label for one in item.scale.options}
    return words.text(labels[answer]) if answer in labels else answer
