"""Access by request from asking to its end, and what an opening leaves in the journal."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from qa_app.domain.access_requests import AccessPurpose, AccessRefusal, AccessState
from qa_app.domain.errors import (
    AccessNeededError,
    ConflictError,
    InvalidError,
    OutOfReachError,
)
from qa_app.domain.openings import Why
from qa_app.domain.people import Actor, Role
from qa_app.models.agreements import SupervisionAgreementRow
from qa_app.models.asked_access import AccessRequestRow
from qa_app.models.audits import AuditRow
from qa_app.models.cases import CaseFileRow
from qa_app.models.journal import JournalRow
from qa_app.models.places import PractitionerRow
from qa_app.queries.access_requests import access_at_a_glance, access_to_answer, own_access
from qa_app.queries.openings import opening_of
from qa_app.services.access.answer_access import answer_access
from qa_app.services.access.ask_access import NewAccess, ask_access
from qa_app.services.access.end_access import end_access
from qa_app.services.audits.open_audit import Look, open_audit
from tests.audits import ZONE, Desk, a_desk, someone
from tests.one_hand import refuses_one_hand
from tests.people import NOON

TODAY = date(2026, 3, 23)
WORDS = "准备下周对该社工的督导"


@pytest.fixture
def desk(session: Session) -> Desk:
    """A signed review of a file whose worker the reader supervises."""
    made = a_desk(session)
    session.get_one(AuditRow, made.audit).state = "signed"
    worker = session.execute(select(PractitionerRow.id).order_by(PractitionerRow.id)).scalars()
    file = session.get_one(CaseFileRow, made.file)
    file.practitioner_id = worker.first()
    session.add(
        SupervisionAgreementRow(
            kind="standing",
            supervisor_id=made.reader.account_id,
            practitioner_id=file.practitioner_id,
            place_path="1/",
            minutes=60,
            functions={},
            from_on=TODAY,
            created_at=NOON,
        )
    )
    session.commit()
    return made


def opens(session: Session, actor: Actor, desk: Desk, minutes: float = 0) -> None:
    at = NOON + timedelta(minutes=minutes)
    open_audit(session, actor, desk.audit, desk.centre, at=at, look=Look(zone=ZONE))


def ask(session: Session, actor: Actor, desk: Desk, **fields: object) -> int:
    new = NewAccess(desk.audit, AccessPurpose.SUPERVISION, WORDS, 2)
    return ask_access(session, actor, replace(new, **fields), ZONE, at=NOON)  # type: ignore[arg-type]


def acts(session: Session, action: str) -> list[tuple[int | None, dict[str, object]]]:
    rows = select(JournalRow).where(JournalRow.action == action).order_by(JournalRow.seq)
    return [(row.actor_id, json.loads(row.detail)) for row in session.execute(rows).scalars()]


def why(session: Session, actor: Actor, desk: Desk) -> Why | None:
    return opening_of(session, actor, desk.audit, at=NOON, on=TODAY).why


def test_who_opens_a_file_by_which_right(session: Session, desk: Desk) -> None:
    reviewer = someone(session, "reviewer", Role.AUDITOR, "A", desk.centre)
    own = session.get_one(CaseFileRow, desk.file).practitioner_id
    worker = someone(session, "worker", Role.CASEWORKER, "A", desk.centre)
    assert why(session, desk.reader, desk) is Why.READER
    assert why(session, desk.manager, desk) is Why.OWN_CENTRE
    assert why(session, replace(worker, practitioner_id=own), desk) is Why.OWN_FILE
    # somebody else supervises the worker, and a reviewer reads what is given to them
    assert why(session, desk.second, desk) is None
    assert why(session, reviewer, desk) is None
    with pytest.raises(OutOfReachError):
        why(session, desk.elsewhere, desk)
    # what waits for a decision is opened by who may decide it
    change = update(AuditRow).where(AuditRow.id == desk.audit)
    session.execute(
        change.values(void_reason="x", void_asked_by=desk.reader.account_id, void_asked_at=NOON)
    )
    assert why(session, desk.second, desk) is Why.DECIDES
    session.execute(change.values(void_reason=None, void_asked_by=None, void_asked_at=None))
    # nobody in particular supervises the worker: whoever supervises there does
    session.execute(update(SupervisionAgreementRow).values(until_on=TODAY - timedelta(days=1)))
    assert why(session, desk.second, desk) is Why.SUPERVISOR
    assert why(session, reviewer, desk) is None
    # of a sealed file neither does
    session.execute(update(CaseFileRow).values(is_sealed=True))
    assert why(session, desk.second, desk) is None
    assert why(session, desk.manager, desk) is Why.OWN_CENTRE


def glance(session: Session, actor: Actor, minutes: int = 0) -> tuple[int, list[int]]:
    at = NOON + timedelta(minutes=minutes)
    found = access_at_a_glance(session, actor, at=at, on=TODAY)
    return found.waiting, [one.id for one in found.held]


def test_access_from_asking_to_its_end(session: Session, desk: Desk) -> None:
    second = desk.second
    with pytest.raises(AccessNeededError):
        opens(session, second, desk)
    assert acts(session, "audit:read") == []
    asked = ask(session, second, desk, key="k" * 32)
    assert ask(session, second, desk, key="k" * 32) == asked
    with pytest.raises(ConflictError, match="access_waits"):
        ask(session, second, desk)
    (mine,) = own_access(session, second, NOON, 10)
    assert (mine.words, mine.state, mine.reference) == (
        WORDS,
        AccessState.ASKED,
        "KM-26-0000-00077",
    )
    with pytest.raises(AccessNeededError):
        opens(session, second, desk)
    # not by who asked, nor by somebody who does not answer for the file
    for stranger in (second, desk.elsewhere):
        assert access_to_answer(session, stranger, at=NOON, on=TODAY, most=9) == ()
        with pytest.raises(OutOfReachError):
            answer_access(session, stranger, asked, None, ZONE, at=NOON)
    (waiting,) = access_to_answer(session, desk.manager, at=NOON, on=TODAY, most=9)
    assert waiting.id == asked
    assert glance(session, desk.manager) == (1, [])
    assert glance(session, second) == glance(session, desk.elsewhere) == (0, [])
    refuses_one_hand(
        session,
        lambda: answer_access(session, desk.reader, asked, None, ZONE, at=NOON),
        desk.reader,
        second,
    )
    until = answer_access(session, desk.reader, asked, None, ZONE, at=NOON)
    assert until == NOON + timedelta(days=2)
    with pytest.raises(ConflictError, match="access_answered"):
        answer_access(session, desk.manager, asked, AccessRefusal.TALK, ZONE, at=NOON)
    opens(session, second, desk)
    assert acts(session, "audit:read") == [
        (second.account_id, {"view": "report", "why": "request", "request": asked})
    ]
    assert glance(session, desk.manager) == (0, [])
    assert glance(session, second) == (0, [asked])
    # it ends by itself, to the minute
    assert glance(session, second, 2 * 24 * 60) == (0, [])
    opens(session, second, desk, 2 * 24 * 60 - 1)
    with pytest.raises(AccessNeededError):
        opens(session, second, desk, 2 * 24 * 60)
    # or by hand, and bites at once
    end_access(session, desk.manager, asked, ZONE, at=NOON)
    with pytest.raises(AccessNeededError):
        opens(session, second, desk, 30)
    with pytest.raises(ConflictError, match="access_over"):
        end_access(session, second, asked, ZONE, at=NOON)
    assert [detail["why"] for _, detail in acts(session, "access:end")] == ["revoked"]


def test_who_asked_takes_back_and_who_answers_refuses_with_a_reason(
    session: Session, desk: Desk
) -> None:
    first = ask(session, desk.second, desk)
    with pytest.raises(OutOfReachError):
        end_access(session, desk.manager, first, ZONE, at=NOON)
    end_access(session, desk.second, first, ZONE, at=NOON)
    again = ask(session, desk.second, desk)
    answer_access(session, desk.manager, again, AccessRefusal.ELSEWHERE, ZONE, at=NOON)
    refused, taken = own_access(session, desk.second, NOON, 10)
    assert (refused.state, refused.refusal) == (AccessState.REFUSED, AccessRefusal.ELSEWHERE)
    assert (taken.state, taken.ended_by) == (AccessState.ENDED, "second")
    with pytest.raises(AccessNeededError):
        opens(session, desk.second, desk)
    with pytest.raises(OutOfReachError):
        answer_access(session, desk.manager, 10**6, None, ZONE, at=NOON)


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"words": "准备"}, "access_words"),
        ({"words": "x" * 301}, "access_words"),
        ({"days": 0}, "access_days"),
        ({"days": 8}, "access_days"),
        ({"words": "核对身份证号530102200801011233的档案"}, "access_identity"),
    ],
)
def test_what_cannot_be_asked(
    session: Session, desk: Desk, fields: dict[str, object], code: str
) -> None:
    with pytest.raises(InvalidError, match=code):
        ask(session, desk.second, desk, **fields)
    assert session.execute(select(AccessRequestRow.id)).all() == []


def test_who_opens_a_file_anyway_or_knows_of_none_does_not_ask(
    session: Session, desk: Desk
) -> None:
    with pytest.raises(InvalidError, match="access_held"):
        ask(session, desk.reader, desk)
    for actor in (desk.manager, desk.elsewhere):  # a manager needs to ask for nothing
        with pytest.raises(OutOfReachError):
            ask(session, actor, desk)


def test_one_row_for_each_person_reading_and_quarter_of_an_hour(
    session: Session, desk: Desk
) -> None:
    for minutes in (0, 1, 14.9, 15, 29, 30):
        opens(session, desk.manager, desk, minutes)
    opens(session, desk.reader, desk, 1)
    assert [who for who, _ in acts(session, "audit:read")] == [
        desk.manager.account_id,
        desk.manager.account_id,
        desk.manager.account_id,
        desk.reader.account_id,
    ]


def test_the_database_keeps_answers_to_a_second_person_and_a_week(
    session: Session, desk: Desk
) -> None:
    asked = ask(session, desk.second, desk)
    change = update(AccessRequestRow).where(AccessRequestRow.id == asked)
    given = {"is_approved": True, "answered_at": NOON, "expires_at": NOON}

    def refused(statement: object) -> None:
        with pytest.raises(DBAPIError):
            session.execute(statement)  # type: ignore[call-overload]
        session.rollback()

    whole = select(AccessRequestRow.__table__).where(AccessRequestRow.id == asked)
    row = dict(session.execute(whole).mappings().one())
    changes: tuple[Callable[[], object], ...] = (
        lambda: change.values(answered_by=desk.second.account_id, **given),
        lambda: change.values(answered_by=None, **given),
        lambda: change.values(answered_by=desk.reader.account_id, **given | {"expires_at": None}),
        lambda: change.values(
            answered_by=desk.reader.account_id, is_approved=False, answered_at=NOON
        ),
        lambda: change.values(days=7),
        lambda: insert(AccessRequestRow).values(**row | {"id": asked + 1, "days": 8}),
        lambda: insert(AccessRequestRow).values(**row | {"id": asked + 1, "is_approved": True}),
    )
    for make in changes:
        refused(make())
