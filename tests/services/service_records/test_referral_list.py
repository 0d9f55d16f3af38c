"""Referrals taken in as a list, on both databases."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.errors import InvalidError, NotAllowedError
from qa_app.domain.people import Actor
from qa_app.domain.referrals import Body, Referral
from qa_app.domain.register_lists import Line
from qa_app.domain.service_lists import REFERRALS
from qa_app.domain.service_threads import Form
from qa_app.models.service_records import ReferralRow
from qa_app.queries.register_list_tables import LIST_TABLES
from qa_app.services.register.import_register_list import RegisterLines, import_register_list
from qa_app.services.service_records.record_referral import record_referral
from tests.audits import ZONE
from tests.service_records import NOW, ServiceScene, a_service, count

RECEIVED = date(2026, 3, 27)


@pytest.fixture
def scene(session: Session) -> ServiceScene:
    return a_service(session)


def line(**changes: object) -> Line:
    blank: dict[str, object] = {
        one.name: None if one.name.endswith("_on") else "" for one in REFERRALS.columns
    }
    said = {"centre": "A", "area": "social_work", "reference": "ZJ-1", "body": "police"}
    return blank | said | {"received_on": RECEIVED} | changes


def take_in(session: Session, actor: Actor, *lines: Line) -> tuple[int, int, int]:
    sent = RegisterLines(LIST_TABLES["referrals"], lines)
    counts = import_register_list(session, actor, sent, ZONE, at=NOW)
    return counts.added, counts.updated, counts.unchanged


def test_a_list_is_taken_in_with_its_limits_and_twice_adds_nothing(
    session: Session, scene: ServiceScene
) -> None:
    assert take_in(session, scene.manager, line()) == (1, 0, 0)
    assert take_in(session, scene.manager, line()) == (0, 0, 1)
    accepted = line(accepted_on=date(2026, 3, 30))
    assert take_in(session, scene.manager, accepted) == (0, 1, 0)
    rows = session.execute(select(ReferralRow).order_by(ReferralRow.id)).scalars().all()
    assert len({row.thread for row in rows}) == 1
    assert [row.accept_due_on for row in rows] == [date(2026, 4, 1)] * 2
    # five working days after Monday, over the day off on Monday 6 April
    assert [row.start_due_on for row in rows] == [None, date(2026, 4, 7)]
    assert [row.ended_why for row in rows] == ["corrected", None]


def test_what_was_recorded_on_screen_stands_in_the_list(
    session: Session, scene: ServiceScene
) -> None:
    new = Referral("social_work", "ZJ-1", Body.POLICE, RECEIVED)
    form = Form(scene.centre, "k")
    thread = record_referral(session, scene.manager, form, new, ZONE, at=NOW)
    assert take_in(session, scene.manager, line()) == (0, 0, 1)
    assert take_in(session, scene.manager, line(body="court")) == (0, 1, 0)
    assert set(session.execute(select(ReferralRow.thread)).scalars()) == {thread}


def test_lists_reach_no_further_than_who_takes_them_in(
    session: Session, scene: ServiceScene
) -> None:
    with pytest.raises(InvalidError, match="unknown_code"):
        take_in(session, scene.stranger, line())
    session.rollback()
    with pytest.raises(NotAllowedError):
        take_in(session, scene.supervisor, line())
    assert count(session, ReferralRow) == 0
