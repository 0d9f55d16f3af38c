"""No act of one person opens to them what was closed: every right, and each way to come by it.

Source: the table of ADR 0047, "What nobody brings about alone".
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from qa_app.domain.access_requests import AccessPurpose
from qa_app.domain.answer_texts import AmendmentSent
from qa_app.domain.errors import AccessNeededError, InvalidError, OutOfReachError, RefusedError
from qa_app.domain.frames import AddReason
from qa_app.domain.hand_over import HandOver, HandOverReason
from qa_app.domain.openings import Why
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, roles_fit_together, roles_with
from qa_app.domain.reading_pairs import DissolveReason
from qa_app.domain.supervision import SessionType
from qa_app.domain.supervision_agreements import EndReason
from qa_app.models.agreements import SupervisionAgreementRow
from qa_app.models.audits import AuditRow
from qa_app.models.cases import CaseFileRow, CaseListRow
from qa_app.models.findings import AmendmentRow
from qa_app.models.places import PractitionerRow
from qa_app.queries.assignments import division_of
from qa_app.queries.openings import opening_of
from qa_app.queries.own_choice import closed_files
from qa_app.services.access.answer_access import answer_access
from qa_app.services.access.ask_access import NewAccess, ask_access
from qa_app.services.agreements.end_agreement import AgreementEnding, end_agreement
from qa_app.services.agreements.name_deputy import NewDeputy, name_deputy
from qa_app.services.answers.propose_amendment import propose_amendment
from qa_app.services.audits.add_file import add_file
from qa_app.services.audits.ask_void import ask_void
from qa_app.services.audits.hand_over import hand_over
from qa_app.services.audits.open_supplement import open_supplement
from qa_app.services.moderation.redraw_pair import Redraw, redraw_pair
from qa_app.services.readers.assign_files import Accepted, assign_files
from qa_app.services.supervision.plan_session import NewSession, plan_session
from qa_app.services.supervision.reassign_session import reassign_session
from tests.audits import ZONE, a_draft
from tests.kept import kept
from tests.pairs import LATER, MET, Twice, a_drawn_sample, a_pair, read
from tests.people import NOON

AT = LATER + timedelta(hours=2)
NEXT_DAYS = [AT, AT + timedelta(days=1), AT + timedelta(days=60)]


@dataclass(frozen=True)
class Closed:
    """A signed review that is closed to another senior supervisor of its centre."""

    twice: Twice
    audit: int
    file: int
    reference: str
    agreement: int
    draft: int
    session: int

    @property
    def me(self) -> Actor:
        return replace(self.twice.moderator, grants=self.twice.moderator.grants[:1])

    @property
    def my_id(self) -> int:
        return self.me.account_id or 0


@kept
def a_closed_review(session: Session) -> Closed:
    """A colleague supervises the worker and planned to have the file read again."""
    twice = a_drawn_sample(session)
    audit = session.execute(select(AuditRow.id).order_by(AuditRow.id).limit(1)).scalar_one()
    file = session.get_one(CaseFileRow, session.get_one(AuditRow, audit).case_file_id or 0)
    worker = session.execute(
        insert(PractitionerRow)
        .values(code="W9", centre_id=twice.centre, area_code="legal_aid", started_on=NOON.date())
        .returning(PractitionerRow.id)
    ).scalar_one()
    file.practitioner_id, reference = worker, file.reference
    agreed = {"kind": "standing", "place_path": "1/", "minutes": 60, "functions": {}}
    made = SupervisionAgreementRow(
        **agreed,
        supervisor_id=twice.planner.account_id,
        practitioner_id=worker,
        centre_id=twice.centre,
        from_on=date(2026, 1, 1),
        created_at=NOON,
        created_by=twice.planner.account_id,
    )
    session.add(made)
    session.commit()
    agreement = made.id
    read(session, twice.first, audit, MET)
    new = NewSession(
        centre_id=twice.centre,
        type=SessionType.CASE_FILE_CHECK,
        planned_on=LATER.date() + timedelta(days=2),
        supervisor_id=twice.planner.account_id or 0,
        rubric_version_id=twice.rubric,
        files_wanted=1,
    )
    again = plan_session(session, twice.planner, new, ZONE, at=AT)
    third = twice.third.account_id or 0
    draft = add_file(session, twice.planner, again, reference, AddReason.COMPLAINT, third, at=AT)
    return Closed(twice, audit, file.id, reference, agreement, draft, again)


@pytest.fixture
def one(session: Session) -> Closed:
    return a_closed_review(session)


def why(session: Session, actor: Actor, audit: int) -> set[Why | None]:
    found = {opening_of(session, actor, audit, at=day, on=day.date()).why for day in NEXT_DAYS}
    session.rollback()
    return found


def _given(one: Closed, from_id: int | None) -> HandOver:
    return HandOver(from_id, one.my_id, HandOverReason.AWAY, is_meant=True)


def _supplements(s: Session, one: Closed) -> None:
    open_supplement(s, one.me, one.audit, ZONE, at=AT)


def _adds(s: Session, one: Closed, reader: int | None = None) -> None:
    new = NewSession(
        centre_id=one.twice.centre,
        type=SessionType.CASE_FILE_CHECK,
        planned_on=LATER.date() + timedelta(days=3),
        supervisor_id=(one.twice.planner.account_id or 0) if reader is None else one.my_id,
        rubric_version_id=one.twice.rubric,
        files_wanted=1,
    )
    made = plan_session(s, one.me, new, ZONE, at=AT)
    add_file(s, one.me, made, one.reference, AddReason.COMPLAINT, reader or one.my_id, at=AT)


def _adds_for_another_where_they_lead(s: Session, one: Closed) -> None:
    _adds(s, one, one.twice.third.account_id)


def _takes_over(s: Session, one: Closed) -> None:
    hand_over(s, one.me, one.draft, _given(one, one.twice.third.account_id), at=AT)


def _divides(s: Session, one: Closed) -> None:
    line = Accepted(one.draft, one.twice.third.account_id, one.my_id)
    assign_files(s, one.me, one.session, [line], at=AT)


def _leads(s: Session, one: Closed) -> None:
    change = _given(one, one.twice.planner.account_id)
    reassign_session(s, one.me, one.twice.session, change, ZONE, at=AT)


def _stands_in(s: Session, one: Closed) -> None:
    until = AT.date() + timedelta(days=90)
    name_deputy(s, one.me, one.agreement, NewDeputy(one.my_id, AT.date(), until), at=AT)


def _succeeds(s: Session, one: Closed) -> None:
    ending = AgreementEnding(EndReason.WORKLOAD, AT.date(), one.my_id)
    end_agreement(s, one.me, one.agreement, ending, ZONE, at=AT)


def _ends(s: Session, one: Closed) -> None:
    end_agreement(s, one.me, one.agreement, AgreementEnding(EndReason.LEFT), ZONE, at=AT)


def _rewrites(s: Session, one: Closed) -> None:
    row = {"centre_id": one.twice.centre, "digest": "", "imported_by": one.me.account_id}
    counts = {"added_count": 0, "updated_count": 1, "unchanged_count": 0, "imported_at": AT}
    made = insert(CaseListRow).values(**row, **counts).returning(CaseListRow.id)
    listed = s.execute(made).scalar_one()
    change = update(CaseFileRow).where(CaseFileRow.id == one.file)
    s.execute(change.values(practitioner_id=None, list_id=listed))
    s.commit()


def _asks_to_void(s: Session, one: Closed) -> None:
    ask_void(s, one.me, one.audit, "wrong_file", at=AT)


def _amends(s: Session, one: Closed) -> None:
    sent = AmendmentSent({"A1": "unmet"}, "案卷第3页没有首次会谈的记录")
    propose_amendment(s, one.me, one.audit, sent, ZONE, at=AT)


def _asked_to_void(s: Session, one: Closed) -> None:
    asked = {"void_reason": "wrong_file", "void_asked_at": AT, "void_asked_by": one.my_id}
    s.execute(update(AuditRow).where(AuditRow.id == one.audit).values(**asked))
    s.commit()


def _has_proposed(s: Session, one: Closed) -> None:
    row = {"body": b"\0", "changes": b"\0", "state": "asked", "asked_at": AT}
    s.add(AmendmentRow(audit_id=one.audit, asked_by=one.my_id, **row))
    s.commit()


def _approves(s: Session, one: Closed) -> None:
    new = NewAccess(one.audit, AccessPurpose.SUPERVISION, "准备下周对该社工的督导", 2)
    asked = ask_access(s, one.me, new, ZONE, at=AT)
    answer_access(s, one.me, asked, None, ZONE, at=AT)


Act = Callable[[Session, Closed], None]
ADMINISTRATION = "by roles and accounts, which nobody gives who reads reviews"
ALONE: dict[Why, str | dict[Act, type[RefusedError] | None]] = {
    Why.READER: {
        _supplements: AccessNeededError,
        _adds: InvalidError,
        _takes_over: InvalidError,
        _divides: InvalidError,
    },
    Why.OWN_FILE: ADMINISTRATION,
    Why.OWN_CENTRE: ADMINISTRATION,
    Why.SUPERVISOR: {
        _leads: InvalidError,
        _adds_for_another_where_they_lead: InvalidError,
        _stands_in: None,
        _succeeds: None,
        _ends: None,
        _rewrites: None,
    },
    Why.DECIDES: {
        _asks_to_void: AccessNeededError,
        _amends: AccessNeededError,
        _asked_to_void: None,
        _has_proposed: None,
    },
    Why.REQUEST: {_approves: OutOfReachError},
    Why.NO_FILE: "no file is behind a review of a whole centre",
    Why.SYSTEM: "no person is the system",
}
"""Every right: the acts that could bring it about, with what refuses them; or why there is none."""


def test_every_right_is_thought_of() -> None:
    assert set(ALONE) == set(Why)
    reading = roles_with(Permission.AUDIT_READ)
    for given in (Permission.ROLE_GRANT, Permission.ACCOUNT_MANAGE):
        for giver in roles_with(given):
            assert not any(roles_fit_together(frozenset({giver, role})) for role in reading)


@pytest.mark.parametrize(
    ("act", "refusal"),
    [
        pytest.param(act, refusal, id=act.__name__)
        for acts in ALONE.values()
        if isinstance(acts, dict)
        for act, refusal in acts.items()
    ],
)
def test_nobody_opens_a_closed_file_to_themselves(
    session: Session, one: Closed, act: Act, refusal: type[RefusedError] | None
) -> None:
    assert why(session, one.me, one.audit) == {None}
    if refusal is None:
        act(session, one)
    else:
        closed = "closed_file" if refusal is InvalidError else None
        with pytest.raises(refusal, match=closed):
            act(session, one)
    assert why(session, one.me, one.audit) == {None}


def test_what_another_person_brings_about_opens_it(session: Session, one: Closed) -> None:
    third = one.twice.third.account_id
    asked = {"void_reason": "wrong_file", "void_asked_at": AT, "void_asked_by": third}
    whose = update(AuditRow).where(AuditRow.id == one.audit)
    session.execute(whose.values(**asked))
    session.commit()
    assert why(session, one.me, one.audit) == {Why.DECIDES}
    session.execute(whose.values(void_reason=None, void_asked_at=None, void_asked_by=None))
    session.commit()
    # who supervises hands the worker over to them
    ending = AgreementEnding(EndReason.WORKLOAD, AT.date() - timedelta(days=1), one.my_id)
    end_agreement(session, one.twice.planner, one.agreement, ending, ZONE, at=AT)
    assert why(session, one.me, one.audit) == {Why.SUPERVISOR}


def test_a_reader_keeps_what_they_signed_and_nothing_that_was_given_up(
    session: Session, one: Closed
) -> None:
    # what is only given to them opens itself; signed, it opens what others read of the file
    twice = one.twice
    assert why(session, twice.third, one.audit) == {None}
    opens = {"dropped": None, "locked": Why.READER, "signed": Why.READER}
    opens |= {"replaced": Why.READER, "void": None}
    people = (twice.third, twice.second, twice.elsewhere, twice.manager, twice.planner)
    for person, (state, held) in zip(people, opens.items(), strict=True):
        reader = replace(twice.third, account_id=person.account_id)
        a_draft(session, twice.centre, twice.rubric, reader, one.file, state=state)
        assert why(session, reader, one.audit) == {held}, state


@pytest.mark.parametrize("has_read", [False, True])
def test_who_was_to_read_second_opens_nothing_after_a_conflict_of_interest(
    session: Session, *, has_read: bool
) -> None:
    twice = a_drawn_sample(session)
    pair = a_pair(session, twice)
    # one of them signs, and the pair is given up before the other one does
    early, late = (twice.first, pair.first_id), (twice.second, pair.second_id)
    read(session, *(late if has_read else early), MET)
    change = Redraw(twice.third.account_id or 0, DissolveReason.CONFLICT_OF_INTEREST, "r" * 32)
    redraw_pair(session, twice.planner, pair.id, change, ZONE, at=LATER)
    if has_read:
        read(session, *early, MET)
    assert why(session, twice.second, pair.first_id) == {None}
    assert why(session, twice.first, pair.first_id) == {Why.READER}


def test_a_closed_file_is_not_proposed_to_who_divides(session: Session, one: Closed) -> None:
    proposed = {}
    for actor in (one.me, one.twice.planner):
        found = division_of(session, actor, one.session, ZONE, at=AT)
        assert found is not None
        (line,) = found.lines
        proposed[actor.name] = actor.account_id in {person.id for person in line.fit}
    assert proposed == {"moderator": False, "planner": True}


def test_a_reading_without_a_recorded_reader_is_closed_too(session: Session, one: Closed) -> None:
    read_before = select(AuditRow.case_file_id).where(AuditRow.case_file_id.is_not(None))
    unread = select(CaseFileRow).where(CaseFileRow.id.not_in(read_before)).limit(1)
    file = session.scalars(unread).one()
    worker = session.get_one(CaseFileRow, one.file).practitioner_id
    file.practitioner_id, number = worker, file.id
    session.commit()
    assert closed_files(session, one.me, [number, None], ZONE, at=AT) == frozenset()
    nobody = replace(one.twice.third, account_id=None)
    a_draft(session, one.twice.centre, one.twice.rubric, nobody, number, state="signed")
    assert closed_files(session, one.me, [number, None], ZONE, at=AT) == {number}
