"""Possible unreported harm and flags: raised, settled, never gone."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from qa_app.domain.bars import ConflictReason, Tie, TieKind
from qa_app.domain.errors import ConflictError, InvalidError, OutOfReachError, RefusedError
from qa_app.domain.escalation import OutcomeSent
from qa_app.domain.people import Actor, Grant, Reach, Role
from qa_app.models.escalations import (
    EscalationOutcomeRow,
    EscalationRow,
    ItemFlagRow,
    NoHarmRequestRow,
)
from qa_app.models.journal import JournalRow
from qa_app.queries.escalations import harm_seen, harms_of, open_harms, second_persons
from qa_app.queries.item_flags import flagged_items, flagged_readings
from qa_app.queries.no_harm_asks import given_to_others, no_harm_asks
from qa_app.services.audits.answer_no_harm import answer_no_harm
from qa_app.services.audits.ask_no_harm import ask_no_harm
from qa_app.services.audits.flag_item import flag_item
from qa_app.services.audits.raise_harm import raise_harm
from qa_app.services.audits.save_entries import save_entries
from qa_app.services.audits.settle_harm import settle_harm
from qa_app.services.audits.sign_audit import sign_audit
from qa_app.services.audits.unflag_item import unflag_item
from qa_app.services.readers.record_tie import NewTie, record_tie
from tests.audits import ZONE, Desk, a_desk, all_met, minutes_later, someone
from tests.one_hand import refuses_one_hand
from tests.people import NOON

POLICE_NOW = OutcomeSent("reported", "police", told_at=NOON)


@pytest.fixture
def desk(session: Session) -> Desk:
    """A draft with every item answered."""
    made = a_desk(session)
    save_entries(session, made.reader, made.audit, all_met(), ZONE, at=NOON)
    return made


@pytest.fixture
def harm(session: Session, desk: Desk) -> int:
    return raise_harm(session, desk.reader, desk.audit, "B1", at=NOON)


def settle(session: Session, desk: Desk, harm: int, sent: OutcomeSent = POLICE_NOW) -> None:
    settle_harm(session, desk.second, harm, sent, ZONE, at=minutes_later(30))


def test_harm_blocks_the_signature_until_it_has_an_outcome(
    session: Session, desk: Desk, harm: int
) -> None:
    with pytest.raises(InvalidError) as refused:
        sign_audit(session, desk.reader, desk.audit, ZONE, at=minutes_later(5))
    assert refused.value.code == "harm_open"
    assert [one.id for one in open_harms(session, desk.reader, 9)] == [harm]
    assert [one.id for one in open_harms(session, desk.second, 9)] == [harm]
    settle(session, desk, harm)
    assert open_harms(session, desk.reader, 9) == ()
    sign_audit(session, desk.reader, desk.audit, ZONE, at=minutes_later(40))
    (kept,) = harms_of(session, desk.reader, desk.audit)
    assert kept.settled is not None
    assert (kept.item, kept.settled.told_to, kept.settled.by) == ("B1", "police", "second")
    assert kept.until == NOON + timedelta(hours=24)


def test_nothing_of_it_can_be_changed_or_deleted(session: Session, desk: Desk, harm: int) -> None:
    ask(session, desk.reader, harm, desk.second)
    settle(session, desk, harm)
    for statement in (
        update(EscalationRow).values(item=""),
        delete(EscalationOutcomeRow),
        update(EscalationOutcomeRow).values(told_to="civil_affairs"),
        delete(EscalationRow),
        delete(NoHarmRequestRow),
        update(NoHarmRequestRow).values(second_id=desk.reader.account_id),
    ):
        with pytest.raises(DBAPIError):
            session.execute(statement)
        session.rollback()


def test_only_reader_and_supervisors_of_the_centre_know_of_it(
    session: Session, desk: Desk, harm: int
) -> None:
    for actor in (desk.elsewhere, desk.manager):
        assert harm_seen(session, actor, harm) is None
        assert open_harms(session, actor, 9) == ()
        with pytest.raises(OutOfReachError):
            settle_harm(session, actor, harm, POLICE_NOW, ZONE, at=NOON)
        with pytest.raises(OutOfReachError):
            raise_harm(session, actor, desk.audit, "", at=NOON)
    with pytest.raises(OutOfReachError):  # nobody raises it in another one's draft
        raise_harm(session, desk.second, desk.audit, "", at=NOON)


def test_the_first_outcome_stands(session: Session, desk: Desk, harm: int) -> None:
    settle(session, desk, harm)
    with pytest.raises(ConflictError) as refused:
        settle(session, desk, harm)
    assert refused.value.code == "harm_settled"


def ask(session: Session, by: Actor, harm: int, second: Actor, minute: int = 5) -> None:
    ask_no_harm(session, by, harm, second.account_id, ZONE, at=minutes_later(minute))


def answer(session: Session, by: Actor, harm: int, said: str = "no_harm", minute: int = 9) -> None:
    answer_no_harm(session, by, harm, said, ZONE, at=minutes_later(minute))


def refusal(act: Callable[..., None], *args: Any, **named: Any) -> str:
    with pytest.raises(RefusedError) as refused:
        act(*args, **named)
    return refused.value.code


def acts(session: Session) -> list[str]:
    rows = session.execute(
        select(JournalRow.action, JournalRow.actor_name).order_by(JournalRow.seq)
    )
    return [f"{row.action} {row.actor_name}" for row in rows if row.action.startswith("harm:")]


def test_no_harm_ends_it_only_once_the_second_person_confirms(
    session: Session, desk: Desk, harm: int
) -> None:
    ask(session, desk.reader, harm, desk.second)
    assert refusal(sign_audit, session, desk.reader, desk.audit, ZONE, at=NOON) == "harm_open"
    (waits,) = open_harms(session, desk.second, 9)
    assert waits.asks(desk.second.account_id)
    assert not waits.asks(desk.reader.account_id)
    refuses_one_hand(session, lambda: answer(session, desk.second, harm), desk.second, desk.reader)
    answer(session, desk.second, harm)
    (kept,) = harms_of(session, desk.reader, desk.audit)
    assert kept.settled is not None
    assert (kept.settled.outcome, kept.settled.second) == ("no_harm", "second")
    assert (kept.settled.by, kept.settled.at) == ("reader", minutes_later(9))
    assert acts(session) == ["harm:raise reader", "harm:ask reader", "harm:answer second"]
    assert refusal(answer, session, desk.second, harm) == "harm_settled"
    assert refusal(ask, session, desk.reader, harm, desk.second) == "harm_settled"
    sign_audit(session, desk.reader, desk.audit, ZONE, at=minutes_later(40))


def test_nobody_else_confirms_it(session: Session, desk: Desk, harm: int) -> None:
    assert refusal(answer, session, desk.second, harm) == "not_asked"
    ask(session, desk.reader, harm, desk.second)
    for actor in (desk.reader, desk.manager, desk.elsewhere):
        assert refusal(answer, session, actor, harm) in {"harm", "not_asked"}
    assert refusal(answer, session, desk.second, harm, "perhaps") == "answer_missing"
    assert refusal(settle, session, desk, harm, OutcomeSent("no_harm")) == "outcome_unknown"
    assert len(open_harms(session, desk.reader, 9)) == 1


def test_who_says_that_it_may_be_harm_leaves_only_the_report(
    session: Session, desk: Desk, harm: int
) -> None:
    third = someone(session, "third", Role.SENIOR_SUPERVISOR, "A", desk.centre)
    ask(session, desk.reader, harm, desk.second)
    answer(session, desk.second, harm, "may_be_harm")
    assert refusal(ask, session, desk.reader, harm, third) == "no_harm_denied"
    assert refusal(answer, session, desk.second, harm) == "not_asked"
    assert len(open_harms(session, desk.reader, 9)) == 1
    settle(session, desk, harm)
    assert open_harms(session, desk.reader, 9) == ()


def test_who_is_asked_instead_takes_the_place(session: Session, desk: Desk, harm: int) -> None:
    third = someone(session, "third", Role.SENIOR_SUPERVISOR, "A", desk.centre)
    ask(session, desk.reader, harm, desk.second)
    assert refusal(ask, session, desk.reader, harm, desk.second) == "asked_before"
    assert given_to_others(session, desk.second, NOON, 9) == ()
    ask(session, desk.reader, harm, third, 6)
    assert refusal(answer, session, desk.second, harm) == "not_asked"
    # who was asked first learns of it, and only they
    (given,) = given_to_others(session, desk.second, NOON, 9)
    assert (given.harm_id, given.second, given.by) == (harm, "third", "reader")
    assert given.at == minutes_later(6)
    assert given_to_others(session, desk.second, minutes_later(7), 9) == ()
    for other in (third, desk.reader, desk.manager, desk.elsewhere):
        assert given_to_others(session, other, NOON, 9) == ()
    seen = harm_seen(session, desk.second, harm)
    assert seen is not None
    told = no_harm_asks(session, seen)
    assert [(one.second, one.answer, one.is_taken_back) for one in told] == [
        ("second", "", True),
        ("third", "", False),
    ]
    session.rollback()
    answer(session, third, harm)
    # and keeps it once the harm has its outcome
    assert len(given_to_others(session, desk.second, NOON, 9)) == 1
    assert [one.answer for one in no_harm_asks(session, seen)] == ["", "no_harm"]


def test_who_is_asked_again_is_told_nothing_of_before(
    session: Session, desk: Desk, harm: int
) -> None:
    third = someone(session, "third", Role.SENIOR_SUPERVISOR, "A", desk.centre)
    for minute, who in enumerate((desk.second, third, desk.second), start=5):
        ask(session, desk.reader, harm, who, minute)
    assert given_to_others(session, desk.second, NOON, 9) == ()
    assert [one.second for one in given_to_others(session, third, NOON, 9)] == ["second"]
    session.rollback()
    answer(session, desk.second, harm, "may_be_harm")
    seen = harm_seen(session, desk.reader, harm)
    assert seen is not None
    told = no_harm_asks(session, seen)
    assert [one.answer for one in told] == ["", "", "may_be_harm"]
    assert [one.is_taken_back for one in told] == [True, True, False]


def test_the_second_person_is_a_supervisor_of_the_centre_whom_nothing_bars(
    session: Session, desk: Desk, harm: int
) -> None:
    today = NOON.date()
    seen = harm_seen(session, desk.reader, harm)
    assert seen is not None
    assert [one.name for one in second_persons(session, desk.reader, seen, today)] == ["second"]
    for wrong in (desk.reader, desk.manager, desk.elsewhere):
        assert refusal(ask, session, desk.reader, harm, wrong) == "second_missing"
    ask(session, desk.reader, harm, desk.second)
    # a conflict that comes to light afterwards bars the answer as well
    tie = Tie(TieKind.CONFLICT, desk.centre, None, today, None, ConflictReason.FAMILY)
    record_tie(session, desk.second, NewTie(desk.second.account_id or 0, tie), at=minutes_later(6))
    assert refusal(answer, session, desk.second, harm) == "barred"
    assert second_persons(session, desk.reader, seen, today) == ()
    assert len(open_harms(session, desk.reader, 9)) == 1


def test_a_report_before_the_case_was_opened_is_none(
    session: Session, desk: Desk, harm: int
) -> None:
    before = OutcomeSent("before", "police", told_on=date(2026, 1, 4))
    assert refusal(settle, session, desk, harm, before) == "day_before_case"
    settle(session, desk, harm, OutcomeSent("before", "police", told_on=date(2026, 1, 5)))


def test_a_form_sent_twice_raises_once_and_the_journal_tells_it(
    session: Session, desk: Desk
) -> None:
    made = {raise_harm(session, desk.reader, desk.audit, "A1", at=NOON, key="k1") for _ in range(2)}
    assert len(made) == 1
    with pytest.raises(InvalidError):
        raise_harm(session, desk.reader, desk.audit, "Z9", at=NOON)
    assert session.execute(select(func.count()).select_from(EscalationRow)).scalar_one() == 1
    row = session.execute(select(JournalRow).where(JournalRow.action == "harm:raise")).scalar_one()
    assert row.object_id == str(made.pop())
    assert '"key":"A1"' in row.detail


def test_a_flag_is_shown_to_the_moderator_once_the_review_is_signed(
    session: Session, desk: Desk
) -> None:
    whole = someone(session, "moderates", Role.MODERATOR, "A", desk.centre)
    flag_item(session, desk.reader, desk.audit, "A1", "between_two", zone=ZONE, at=NOON)
    with pytest.raises(ConflictError):
        flag_item(session, desk.reader, desk.audit, "A1", "expertise", zone=ZONE, at=NOON)
    flag_item(session, desk.reader, desk.audit, "B1", "expertise", zone=ZONE, at=NOON)
    unflag_item(session, desk.reader, desk.audit, "B1", zone=ZONE, at=NOON)
    with pytest.raises(ConflictError):
        unflag_item(session, desk.reader, desk.audit, "B1", zone=ZONE, at=NOON)
    assert [one.item for one in flagged_items(session, desk.reader, [desk.audit])] == ["A1"]
    assert flagged_items(session, whole, [desk.audit]) == ()
    assert flagged_items(session, desk.second, [desk.audit]) == ()
    sign_audit(session, desk.reader, desk.audit, ZONE, at=minutes_later(5))
    (told,) = flagged_readings(session, whole, 9)
    assert [(one.item, one.reason) for one in told.flags] == [("A1", "between_two")]
    apart = Grant(Role.MODERATOR, Reach(centre_ids=frozenset({desk.centre + 1})))
    assert flagged_readings(session, type(whole)(whole.account_id, "x", (apart,)), 9) == ()
    for statement in (delete(ItemFlagRow), update(ItemFlagRow).values(reason="expertise")):
        with pytest.raises(DBAPIError):
            session.execute(statement)
        session.rollback()


def test_a_flag_needs_an_item_a_reason_and_a_draft_of_ones_own(
    session: Session, desk: Desk
) -> None:
    for item, reason, code in (("Z9", "expertise", "item_unknown"), ("A1", "", "reason_unknown")):
        with pytest.raises(InvalidError) as refused:
            flag_item(session, desk.reader, desk.audit, item, reason, zone=ZONE, at=NOON)
        assert refused.value.code == code
    for actor in (desk.second, desk.manager, desk.elsewhere):
        with pytest.raises(OutOfReachError):
            flag_item(session, actor, desk.audit, "A1", "expertise", zone=ZONE, at=NOON)
        with pytest.raises(OutOfReachError):
            unflag_item(session, actor, desk.audit, "A1", zone=ZONE, at=NOON)


def test_a_reader_whose_reach_was_moved_knows_nothing_of_it_any_more(
    session: Session, desk: Desk, harm: int
) -> None:
    moved = replace(desk.reader, grants=desk.elsewhere.grants)
    assert harm_seen(session, moved, harm) is None
    assert harms_of(session, moved, desk.audit) == open_harms(session, moved, 9) == ()
    with pytest.raises(OutOfReachError):
        settle_harm(session, moved, harm, POLICE_NOW, ZONE, at=minutes_later(30))
    assert harm_seen(session, desk.reader, harm) is not None
