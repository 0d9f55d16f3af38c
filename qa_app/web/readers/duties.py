"""Every open duty of a person on one page, and one form that gives them to successors."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from qa_app import clock
from qa_app.domain.duties import DutyKind, asks_successor
from qa_app.domain.errors import ConflictError, InvalidError, OutOfReachError
from qa_app.domain.hand_over import HandOver, HandOverReason
from qa_app.domain.permissions import Permission
from qa_app.domain.supervision_agreements import EndReason
from qa_app.extensions import database
from qa_app.queries.agreements import agreements_passed
from qa_app.queries.hand_overs import PassedDuty, passed_from
from qa_app.queries.open_duties import DutyInHand, duties_of
from qa_app.queries.readers import Reader, capacities, drafts_in_hand, reader_within
from qa_app.queries.staff import StaffLine
from qa_app.services.agreements.end_agreement import AgreementEnding, end_agreement
from qa_app.services.audits.hand_over import hand_over
from qa_app.services.supervision.reassign_session import reassign_session
from qa_app.web.double_booking import told_words
from qa_app.web.guard import current_actor, requires
from qa_app.web.numbers import number_or_none
from qa_app.web.pages import Page
from qa_app.web.readers.blueprint import bp
from qa_app.web.session_labels import hand_over_words
from qa_app.web.settings import installation, local_today
from qa_app.web.step_up import asks_again
from qa_app.web.successor_labels import begun_words, nobody_words, refusal_words

_CONFLICT, _UNPROCESSABLE = 409, 422
_PASSED_MOST = 200


@dataclass(frozen=True, slots=True)
class DutyLine:
    """A duty on the page.

    Attributes:
        duty: It.
        key: What names it in the form.
        what: What it is.
        link: Its own page; empty without one.
        advice: What to do where it is not passed on from here; empty otherwise.
        is_ticked: True when it is to be given.
        to: Who is chosen for it; 0 for nobody.
        fault: Why it was not given; empty otherwise.
        is_asked: True when who was told of it may tick that it is meant.
    """

    duty: DutyInHand
    key: str
    what: str
    link: str
    advice: str
    is_ticked: bool
    to: int
    fault: str
    is_asked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DutiesPage(Page):
    """Every open duty of a person."""

    template: ClassVar[str] = "readers/duties.html"

    reader: Reader
    title: str
    lines: tuple[DutyLine, ...]
    may_give: bool
    people: tuple[tuple[int, str], ...]
    loads: dict[int, str]
    for_all: int
    reasons: tuple[tuple[str, str], ...]
    reason: str
    passed_words: str
    passed: tuple[PassedDuty, ...]
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Sent:
    """What was sent, and what became of it: faults by the duty's key, empty for the whole form."""

    ticked: frozenset[str]
    to: Mapping[str, int]
    for_all: int
    reason: str
    passed: str
    faults: Mapping[str, str]
    asked: frozenset[str]


@bp.get("/readers/<int:account_id>/duties")
@requires(Permission.READER_MANAGE)
def duties(account_id: int) -> ResponseReturnValue:
    return _page(_found(account_id), None).render()


@bp.post("/readers/<int:account_id>/duties")
@requires(Permission.READER_MANAGE)
@asks_again("readers.duties", "account_id")
def pass_duties(account_id: int) -> ResponseReturnValue:
    reader, form = _found(account_id), request.form
    ticked, reason = frozenset(form.getlist("give")), form.get("reason", "")
    for_all = number_or_none(form.get("all", "")) or 0
    found = {_key(one): one for one in _duties(account_id)}
    to = {
        key: for_all or number_or_none(form.get(f"to.{key}", "")) or 0 for key in {*found, *ticked}
    }
    meant = frozenset(form.getlist("meant"))
    faults: dict[str, str] = {}
    asked: set[str] = set()
    status, passed = _UNPROCESSABLE, ""
    if not ticked:
        faults[""] = str(_("Tick what is to be given"))
    elif reason not in tuple(HandOverReason):
        faults[""] = str(_("Choose a reason"))
    else:
        status = _CONFLICT
        for key in sorted(ticked):
            change = HandOver(account_id, to[key], HandOverReason(reason), key in meant)
            try:
                why, code = _given(found.get(key), change)
            except InvalidError as fault:
                is_asked = fault.code in {"rules_bend", "double_booked"}
                why = told_words(fault) if is_asked else refusal_words(fault.code)
                code = _UNPROCESSABLE
                asked |= {key} if is_asked else set()
            status = max(status, code)
            if why:
                faults[key] = why
        passed = ",".join(sorted(ticked - set(faults)))
    if not faults:
        return redirect(url_for("readers.duties", account_id=account_id, passed=passed))
    sent = _Sent(ticked, to, for_all, reason, passed, faults, frozenset(asked))
    return _page(reader, sent).render(), status


def _given(duty: DutyInHand | None, change: HandOver) -> tuple[str, int]:
    """Give one duty to its successor; says why not, and how badly, where it cannot be.

    What the service refuses of it is raised.
    """
    meanwhile = str(_("Somebody else changed this meanwhile: look at it again"))
    if duty is None or not asks_successor(duty.kind):
        return meanwhile, _CONFLICT
    if not change.to_id:
        return str(_("Choose a successor")), _UNPROCESSABLE
    try:
        _pass(duty, change)
    except (ConflictError, OutOfReachError) as fault:
        if fault.code == "record_begun":
            return begun_words(), _CONFLICT
        return meanwhile, _CONFLICT
    return "", 0


def _pass(duty: DutyInHand, change: HandOver) -> None:
    now, zone = clock.now(), installation().timezone
    whose = (database(), current_actor(), duty.id)
    # one duty, one service
    act: Callable[[], object]
    if duty.kind is DutyKind.AGREEMENT:
        reason = EndReason(change.reason.value)
        ending = AgreementEnding(reason, None, change.to_id, from_id=change.from_id)
        act = partial(end_agreement, *whose, ending, zone, at=now)
    elif duty.kind is DutyKind.DRAFT:
        act = partial(hand_over, *whose, change, at=now, zone=zone)
    else:
        act = partial(reassign_session, *whose, change, zone, at=now)
    act()


def _found(account_id: int) -> Reader:
    return reader_within(database(), current_actor(), account_id) or abort(404)


def _duties(account_id: int) -> tuple[DutyInHand, ...]:
    return duties_of(database(), current_actor(), account_id, local_today())


def _key(duty: DutyInHand) -> str:
    return f"{duty.kind.value}.{duty.id}"


def _page(reader: Reader, sent: _Sent | None) -> DutiesPage:
    found = _duties(reader.id)
    lines = tuple(_line(one, sent) for one in found)
    people = {one.id: one for duty in found for one in duty.successors.people}
    loads = _loads(people)
    reasons = tuple((one.value, str(hand_over_words(one))) for one in HandOverReason)
    passed = _passed(reader.id, request.args.get("passed", "") if sent is None else sent.passed)
    return DutiesPage(
        reader=reader,
        title=_title(len(lines)),
        lines=lines,
        may_give=bool(people),
        people=tuple(sorted(loads.items(), key=lambda one: one[1])),
        loads=loads,
        for_all=0 if sent is None else sent.for_all,
        reasons=reasons,
        reason="" if sent is None else sent.reason,
        passed_words=_passed_words(len(passed)),
        passed=passed,
        faults=_fault_words(lines, sent),
    )


def _loads(people: Mapping[int, StaffLine]) -> dict[int, str]:
    """Name the successors, with how much each has in hand."""
    in_hand = drafts_in_hand(database(), list(people), current_actor().account_id)
    takes = capacities(database(), list(people))
    return {
        one.id: str(
            _(
                "%(name)s (%(files)d in hand, %(week)d a week)",
                name=one.name,
                files=in_hand.get(one.id, 0),
                week=takes[one.id][0],
            )
        )
        for one in people.values()
    }


def _passed(account_id: int, said: str) -> tuple[PassedDuty, ...]:
    found: dict[str, list[int]] = {one.value: [] for one in DutyKind if asks_successor(one)}
    for key in said.split(",")[:_PASSED_MOST]:
        kind, _sep, number = key.partition(".")
        if kind in found:
            found[kind].append(number_or_none(number) or 0)
    drafts, sessions = found[DutyKind.DRAFT.value], found[DutyKind.SESSION.value]
    agreements = found[DutyKind.AGREEMENT.value]
    return (
        *passed_from(database(), current_actor(), account_id, drafts, sessions),
        *agreements_passed(database(), current_actor(), account_id, agreements),
    )


def _passed_words(count: int) -> str:
    if not count:
        return ""
    words = ngettext("%(num)d duty changed hands:", "%(num)d duties changed hands:", count)
    return str(words)


def _fault_words(lines: Sequence[DutyLine], sent: _Sent | None) -> tuple[str, ...]:
    if sent is None:
        return ()
    names = {one.key: f"{one.what} {one.duty.reference or ''}".strip() for one in lines}
    return tuple(
        str(_("%(what)s: %(why)s", what=names.get(key) or _("no duty any more"), why=why))
        if key
        else why
        for key, why in sent.faults.items()
    )


def _title(count: int) -> str:
    if not count:
        return str(_("No open duty is in this person's hands"))
    return str(
        ngettext(
            "%(num)d open duty asks for a successor",
            "%(num)d open duties ask for a successor",
            count,
        )
    )


def _line(duty: DutyInHand, sent: _Sent | None) -> DutyLine:
    key = _key(duty)
    # everything is to be given unless somebody says otherwise
    is_ticked = bool(duty.successors.people) if sent is None else key in sent.ticked
    return DutyLine(
        duty=duty,
        key=key,
        what=_what(duty),
        link=_link(duty),
        advice=_advice(duty),
        is_ticked=is_ticked,
        to=0 if sent is None else sent.to.get(key, 0),
        is_asked=sent is not None and key in sent.asked,
        fault="" if sent is None else sent.faults.get(key, ""),
    )


def _what(duty: DutyInHand) -> str:
    words = {
        DutyKind.DRAFT: _("review not signed"),
        DutyKind.SECOND_READING: _("second reading"),
        DutyKind.SESSION: _("supervision session"),
        DutyKind.ROUND: _("review round"),
        DutyKind.AGREEMENT: _("supervision agreement"),
    }
    return str(words[duty.kind])


def _link(duty: DutyInHand) -> str:
    if duty.kind is DutyKind.ROUND:
        return url_for("rounds.show", round_id=duty.id)
    if duty.kind is DutyKind.AGREEMENT:
        return url_for("agreements.show", agreement_id=duty.id)
    if duty.session_id is None:
        return ""
    return url_for("supervision.show", session_id=duty.session_id)


def _advice(duty: DutyInHand) -> str:
    if duty.kind is DutyKind.SECOND_READING:
        return str(_("A blind pair is drawn anew, never inherited: on the page of its session."))
    if duty.kind is DutyKind.ROUND:
        return str(_("Name somebody else on the page of the round."))
    return nobody_words(duty.successors)
