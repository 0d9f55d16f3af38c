"""A changed holiday moves nothing that was signed before it."""

import json
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from qa_app.domain.answer_texts import AmendmentSent, Settling
from qa_app.domain.audit_entries import EntryKind
from qa_app.domain.holidays import HolidayAct, HolidayChange
from qa_app.domain.people import Role
from qa_app.models.audits import AuditRow
from qa_app.queries.holidays import PastCalendars, working_calendar
from qa_app.queries.score_check import checked_scores_of
from qa_app.services.answers.propose_amendment import propose_amendment
from qa_app.services.answers.settle_amendment import settle_amendment
from qa_app.services.audits.save_entries import save_entries
from qa_app.services.audits.sign_audit import sign_audit
from qa_app.services.operations.change_holiday import change_holiday
from tests.audits import ZONE, Desk, a_desk, a_draft, change, minutes_later, someone
from tests.builders import item, section
from tests.people import NOON, OPERATOR

EVENTS = [{"id": "r", "zh": "收到", "en": "received"}, {"id": "v", "zh": "到访", "en": "visited"}]
LIMIT = {"from": "r", "to": "v", "within": "5wd", "late_until": "10wd"}
SATURDAY = date(2026, 3, 7)
WORKED = HolidayChange("CN", HolidayAct.DAY_WORKED, SATURDAY)
# from Monday 2 March the fifth working day is Monday 9 March; a Saturday worked makes it the 7th
DAYS = [
    change("r", "2026-03-02", kind=EntryKind.CLOCK),
    change("v", "2026-03-09", kind=EntryKind.CLOCK),
]
CHANGED = minutes_later(3)


@pytest.fixture
def desk(session: Session) -> Desk:
    part = section("A", item("A1"), item("A2", scale="time3", clock=LIMIT))
    made = a_desk(session, part, clocks=EVENTS)
    signed(session, made, made.audit, minutes_later(1))
    assert codes(session, made.audit) == {"A1": "unmet", "A2": "on_time"}
    change_holiday(session, OPERATOR, WORKED, at=CHANGED)
    return made


def signed(session: Session, desk: Desk, audit: int, at: datetime) -> None:
    answer = change("A1", "unmet", note="案卷里没有")
    save_entries(session, desk.reader, audit, [answer, *DAYS], ZONE, at=at)
    sign_audit(session, desk.reader, audit, ZONE, at=at)


def codes(session: Session, audit: int) -> Mapping[str, Any]:
    row = session.get_one(AuditRow, audit, populate_existing=True)
    found: Mapping[str, Any] = json.loads(row.explanation or "{}")["codes"]
    session.rollback()
    return found


def test_a_calendar_of_the_past_is_the_one_before_the_change(session: Session, desk: Desk) -> None:
    past = PastCalendars(session)
    assert working_calendar(session, "CN").is_working(SATURDAY)
    assert not past.at("CN", CHANGED - timedelta(seconds=1)).is_working(SATURDAY)
    assert past.at("CN", CHANGED).is_working(SATURDAY)
    assert past.at("XX", NOON).years == frozenset()


def test_signed_scores_are_as_they_stand_and_new_ones_count_by_the_new_table(
    session: Session, desk: Desk
) -> None:
    later = a_draft(session, desk.centre, desk.rubric, desk.reader)
    signed(session, desk, later, minutes_later(5))
    assert codes(session, later) == {"A1": "unmet", "A2": "late"}
    removed = HolidayChange("CN", HolidayAct.REMOVE, SATURDAY)
    change_holiday(session, OPERATOR, removed, at=minutes_later(7))
    found = checked_scores_of(session, ZONE, [desk.audit, later])
    assert (found.count, found.drifted) == (2, ())


def test_an_amendment_changes_the_answers_it_names_and_no_other(
    session: Session, desk: Desk
) -> None:
    third = someone(session, "third", Role.SENIOR_SUPERVISOR, "A", desk.centre)
    at = NOON + timedelta(days=2)
    sent = AmendmentSent({"A1": "met"}, "第3页")
    propose_amendment(session, desk.second, desk.audit, sent, ZONE, at=at)
    made = settle_amendment(session, third, desk.audit, Settling(), ZONE, at=at)
    assert made is not None
    assert codes(session, made) == {"A1": "met", "A2": "on_time"}
    assert checked_scores_of(session, ZONE, [desk.audit, made]).drifted == ()
