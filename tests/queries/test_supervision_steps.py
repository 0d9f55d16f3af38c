"""What a database reads for one person does not grow with the sessions of all others."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from sqlalchemy import insert
from sqlalchemy.orm import Session

from qa_app.domain.session_coverage import CoverageOf
from qa_app.domain.session_totals import WHOLE_NETWORK_ID, SessionScope
from qa_app.domain.text import BilingualText
from qa_app.models.places import PractitionerRow
from qa_app.models.required_counts import replace_required
from qa_app.models.session_totals import SessionMonthRow
from qa_app.models.supervision import SessionPersonRow, SupervisionSessionRow
from qa_app.queries.record_duties import record_duties
from qa_app.queries.session_days import waiting_proposals
from qa_app.queries.session_recount import counted_required
from qa_app.queries.session_required import required_by_month, required_by_person
from tests.audits import ZONE
from tests.people import NOON
from tests.records import Talk, a_talk

MARCH, APRIL = date(2026, 3, 1), date(2026, 4, 1)
OTHERS = 300


def own_duties(session: Session, talk: Talk) -> None:
    record_duties(session, talk.worker, ZONE, 8)


def duties_of_the_leader(session: Session, talk: Talk) -> None:
    record_duties(session, talk.lead, ZONE, 8)


def days_that_wait(session: Session, talk: Talk) -> None:
    waiting_proposals(session, talk.lead, 8)


def own_months(session: Session, talk: Talk) -> None:
    worker = talk.scene.workers["W1"]
    of = CoverageOf(SessionScope.PRACTITIONER, worker, BilingualText("", ""))
    required_by_month(session, of, [MARCH, APRIL])
    required_by_person(session, [worker], [MARCH, APRIL])


def months_of_the_network(session: Session, talk: Talk) -> None:
    network = CoverageOf(SessionScope.NETWORK, WHOLE_NETWORK_ID, BilingualText("", ""))
    (_march, (_month, april)) = required_by_month(session, network, [MARCH, APRIL])
    assert april.due >= 3


@contextmanager
def steps(session: Session) -> Iterator[list[int]]:
    """Count the steps of SQLite's machine."""
    counted = [0]

    def one_more() -> int:
        counted[0] += 1
        return 0

    driver = session.connection().connection.driver_connection
    driver.set_progress_handler(one_more, 1)
    try:
        yield counted
    finally:
        driver.set_progress_handler(None, 1)


def many_others(session: Session, talk: Talk) -> None:
    """Sessions of somebody else with workers of another centre, one each, and their totals."""
    numbers = range(1_000, 1_000 + OTHERS)
    days = [APRIL + timedelta(days=number % 28) for number in numbers]
    rows = [
        {
            "id": number,
            "centre_id": talk.scene.other_centre,
            "type": "individual",
            "planned_on": day,
            "supervisor_id": talk.scene.elsewhere.account_id,
            "files_wanted": 0,
            "sequence": 0,
            "state": "planned",
            "created_at": NOON,
        }
        for number, day in zip(numbers, days, strict=True)
    ]
    people = [
        {
            "id": number,
            "centre_id": talk.scene.other_centre,
            "code": f"X{number}",
            "area_code": "legal_aid",
            "started_on": date(2025, 1, 6),
        }
        for number in numbers
    ]
    totals = [
        {"scope": "practitioner", "scope_id": number, "month": APRIL, "type": "individual"}
        | {"area_code": "", "due": 1, "held": 1}
        for number in numbers
    ]
    session.execute(insert(SupervisionSessionRow), rows)
    session.execute(insert(PractitionerRow), people)
    session.execute(
        insert(SessionPersonRow),
        [{"session_id": number, "practitioner_id": number} for number in numbers],
    )
    session.execute(insert(SessionMonthRow), totals)
    replace_required(session, counted_required(session))
    session.commit()


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    "ask",
    [own_duties, duties_of_the_leader, days_that_wait, own_months, months_of_the_network],
)
def test_sessions_of_others_are_not_read(
    session: Session, ask: Callable[[Session, Talk], None]
) -> None:
    talk = a_talk(session)
    with steps(session) as few:
        ask(session, talk)
    session.rollback()
    many_others(session, talk)
    with steps(session) as many:
        ask(session, talk)
    assert few[0] > 0
    # less than one step for each of them
    assert many[0] - few[0] < OTHERS, (few, many)
