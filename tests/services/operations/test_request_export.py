"""A supervisor asks for results, whoever keeps the journal approves, for a week."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, InvalidError, OutOfReachError
from qa_app.domain.export_requests import RefusalReason, RequestState
from qa_app.domain.item_export import ExportForm, Purpose, exported_rows
from qa_app.domain.people import WHOLE_NETWORK, Actor, Grant, Role
from qa_app.domain.permissions import Permission
from qa_app.models.exports import ExportRequestRow
from qa_app.models.journal import JournalRow
from qa_app.queries.export_requests import (
    ExportSize,
    export_size,
    own_requests,
    requests_to_answer,
)
from qa_app.queries.item_export import ExportFilter, exported_readings
from qa_app.services.audits.save_entries import save_entries
from qa_app.services.audits.sign_audit import sign_audit
from qa_app.services.operations.answer_export import answer_export
from qa_app.services.operations.request_export import NewRequest, request_export
from qa_app.services.operations.take_export import take_export
from tests.audits import (
    ZONE,
    Desk,
    a_case_file,
    a_draft,
    a_signed_desk,
    all_met,
    minutes_later,
    someone,
)
from tests.one_hand import refuses_one_hand
from tests.people import NOON, person

WEEK = timedelta(days=7)
NEW = NewRequest(
    ExportFilter(date(2026, 3, 1), date(2026, 3, 23), "A"),
    ExportForm.CSV,
    Purpose.SUPERVISION,
    key="k1",
)


@pytest.fixture
def desk(session: Session) -> Desk:
    return a_signed_desk(session)


@pytest.fixture
def keeper(session: Session, desk: Desk) -> Actor:
    made = someone(session, "keeper", Role.AUDIT_ADMIN, "A", desk.centre)
    return replace(made, grants=(Grant(Role.AUDIT_ADMIN, WHOLE_NETWORK),))


def ask(session: Session, desk: Desk, new: NewRequest = NEW) -> int:
    return request_export(session, desk.reader, new, ZONE, at=NOON)


def acts(session: Session, action: str) -> list[str]:
    query = select(JournalRow.detail).where(JournalRow.action == action).order_by(JournalRow.seq)
    found = list(session.execute(query).scalars())
    session.rollback()
    return found


def test_it_is_asked_for_approved_and_taken_for_a_week(
    session: Session, desk: Desk, keeper: Actor
) -> None:
    made = ask(session, desk)
    with pytest.raises(ConflictError, match="export_not_approved"):
        take_export(session, desk.reader, made, "X0000000001", at=NOON)
    (waits,) = requests_to_answer(session, keeper, NOON, 9)
    assert (waits.id, waits.asked_by, waits.state) == (made, "reader", RequestState.ASKED)
    session.rollback()
    later = NOON + timedelta(days=1)
    refuses_one_hand(
        session,
        lambda: answer_export(session, keeper, made, at=later, refusal=None),
        keeper,
        desk.reader,
    )
    answer_export(session, keeper, made, at=later, refusal=None)
    held = take_export(session, desk.reader, made, "X0000000001", at=later + WEEK / 2)
    fixed = replace(NEW.chosen, centres=frozenset({desk.centre}), signed_until=NOON)
    assert (held.chosen, held.form) == (fixed, ExportForm.CSV)
    with pytest.raises(ConflictError, match="export_lapsed"):
        take_export(session, desk.reader, made, "X0000000002", at=later + WEEK)
    asked = '{"form":"csv","purpose":"supervision","since":"2026-03-01","until":"2026-03-23"}'
    assert acts(session, "items:request") == [asked]
    assert acts(session, "items:answer") == ['{"refusal":null,"step":"approve"}']
    taken = asked.replace(',"since"', f',"request":{made},"since"')
    assert acts(session, "items:export") == [taken]
    (own,) = own_requests(session, desk.reader, later, 9)
    assert (own.state, own.answered_by) == (RequestState.APPROVED, "keeper")
    assert own_requests(session, desk.second, later, 9) == ()


def test_what_is_signed_and_what_comes_into_reach_after_it_was_asked_for_stays(
    session: Session, desk: Desk, keeper: Actor
) -> None:
    by = Permission.ITEMS_REQUEST
    everywhere = replace(NEW, chosen=ExportFilter(None, date(2026, 3, 23)))
    made = ask(session, desk, everywhere)
    answer_export(session, keeper, made, at=NOON, refusal=None)
    # another file of the same day, signed a minute after it was asked for
    file = a_case_file(session, desk.centre, "KM-26-0000-00009")
    later = a_draft(session, desk.centre, desk.rubric, desk.reader, file)
    save_entries(session, desk.reader, later, all_met(), ZONE, at=minutes_later(1))
    sign_audit(session, desk.reader, later, ZONE, at=minutes_later(1))
    held = take_export(session, desk.reader, made, "X0000000001", at=minutes_later(2))
    found = [one.head[0] for one, _ in exported_readings(session, desk.reader, held.chosen, by)]
    assert found == [desk.audit]
    # their reach grew since: what was approved did not
    wide = replace(desk.reader, grants=(Grant(Role.SENIOR_SUPERVISOR, WHOLE_NETWORK),))
    again = take_export(session, wide, made, "X0000000002", at=minutes_later(3))
    assert again.chosen.centres == frozenset({desk.centre})
    other = replace(held.chosen, centres=desk.elsewhere.grants[0].reach.centre_ids)
    assert list(exported_readings(session, wide, other, by)) == []
    session.rollback()


def test_refused_or_unanswered_nothing_leaves(session: Session, desk: Desk, keeper: Actor) -> None:
    made = ask(session, desk)
    answer_export(session, keeper, made, at=NOON, refusal=RefusalReason.TALK)
    with pytest.raises(ConflictError, match="export_not_approved"):
        take_export(session, desk.reader, made, "X0000000001", at=NOON)
    with pytest.raises(ConflictError, match="export_answered"):
        answer_export(session, keeper, made, at=NOON, refusal=None)
    (told,) = own_requests(session, desk.reader, NOON, 9)
    assert (told.state, told.refusal) == (RequestState.REFUSED, RefusalReason.TALK)
    session.rollback()
    assert acts(session, "items:answer") == ['{"refusal":"talk","step":"refuse"}']
    other = ask(session, desk, replace(NEW, key="k2"))
    assert requests_to_answer(session, keeper, NOON + WEEK, 9) == ()
    session.rollback()
    with pytest.raises(ConflictError, match="export_lapsed"):
        answer_export(session, keeper, other, at=NOON + WEEK, refusal=None)
    assert acts(session, "items:export") == []


def test_whoever_answers_is_told_what_the_file_would_hold(
    session: Session, desk: Desk, keeper: Actor
) -> None:
    ask(session, desk)
    (waits,) = requests_to_answer(session, keeper, NOON, 9)
    size = export_size(session, keeper, waits)
    by = Permission.ITEMS_REQUEST
    ((reading, words),) = exported_readings(session, desk.reader, waits.chosen, by)
    rows = list(exported_rows("X0000000001", reading, words))
    items = [row for row in rows if row[len(reading.head) + 1] == "item"]
    assert (size.reviews, size.files, size.items) == (1, 1, len(items))
    assert len(rows) >= size.items > 0
    assert (size.first, size.last) == (reading.head[8], reading.head[8])
    assert [count for _name, count in size.centres] == [1]
    # what is signed after it was asked for is not in it
    file = a_case_file(session, desk.centre, "KM-26-0000-00009")
    later = a_draft(session, desk.centre, desk.rubric, desk.reader, file)
    save_entries(session, desk.reader, later, all_met(), ZONE, at=minutes_later(1))
    sign_audit(session, desk.reader, later, ZONE, at=minutes_later(1))
    assert export_size(session, keeper, waits) == size
    # nor what whoever answers does not reach
    near = replace(keeper, grants=(Grant(Role.AUDIT_ADMIN, desk.elsewhere.grants[0].reach),))
    assert export_size(session, near, waits) == ExportSize(0, 0, 0, None, None, ())


def test_sent_twice_it_is_one(session: Session, desk: Desk) -> None:
    assert ask(session, desk) == ask(session, desk)
    count = select(func.count()).select_from(ExportRequestRow)
    assert session.execute(count).scalar_one() == 1
    session.rollback()
    with pytest.raises(ConflictError, match="key_reused"):
        ask(session, desk, replace(NEW, form=ExportForm.XLSX))


@pytest.mark.parametrize(
    ("chosen", "code"),
    [
        (ExportFilter(date(2026, 4, 1), date(2026, 3, 23)), "span"),
        (ExportFilter(date(2026, 4, 1)), "nothing"),
        (ExportFilter(None, date(2026, 3, 24)), "span_ahead"),
        (ExportFilter(None, date(2099, 12, 31)), "span_ahead"),
    ],
)
def test_bad_input(session: Session, desk: Desk, chosen: ExportFilter, code: str) -> None:
    with pytest.raises(InvalidError, match=code):
        ask(session, desk, replace(NEW, chosen=chosen))


def test_who_may_not(session: Session, desk: Desk, keeper: Actor) -> None:
    for actor in (desk.manager, desk.elsewhere, keeper, person(Role.AUDITOR)):
        with pytest.raises(OutOfReachError):
            request_export(session, actor, NEW, ZONE, at=NOON)
    made = ask(session, desk)
    near = replace(keeper, grants=(Grant(Role.AUDIT_ADMIN, desk.elsewhere.grants[0].reach),))
    for actor in (desk.reader, desk.second, desk.manager, near):
        with pytest.raises(OutOfReachError):
            answer_export(session, actor, made, at=NOON, refusal=None)
        assert requests_to_answer(session, actor, NOON, 9) == ()
        session.rollback()
    answer_export(session, keeper, made, at=NOON, refusal=None)
    for actor in (desk.second, desk.manager, keeper):
        with pytest.raises(OutOfReachError):
            take_export(session, actor, made, "X0000000001", at=NOON)


def test_the_database_refuses_a_second_answer_and_an_own_one(
    session: Session, desk: Desk, keeper: Actor
) -> None:
    made = ask(session, desk)
    own = update(ExportRequestRow).values(is_approved=True, answered_by=desk.reader.account_id)
    with pytest.raises(DBAPIError, match="second person"):
        session.execute(own)
    session.rollback()
    with pytest.raises(DBAPIError, match="second person"):
        session.execute(update(ExportRequestRow).values(centres=[]))
    session.rollback()
    for bare in (
        {"is_approved": False, "answered_by": keeper.account_id},
        {"is_approved": True, "refusal": "talk", "answered_by": keeper.account_id},
    ):
        with pytest.raises(DBAPIError, match="refused with a reason"):
            session.execute(update(ExportRequestRow).values(**bare))
        session.rollback()
    answer_export(session, keeper, made, at=NOON, refusal=RefusalReason.TALK)
    with pytest.raises(DBAPIError, match="second person"):
        session.execute(update(ExportRequestRow).values(is_approved=True))
    session.rollback()
    with pytest.raises(DBAPIError, match="kept"):
        session.execute(delete(ExportRequestRow))
    session.rollback()
