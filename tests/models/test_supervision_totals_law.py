"""After any history of supervision its totals equal what sessions, posts and agreements say."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from itertools import cycle, islice
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from qa_app.domain.errors import RefusedError
from qa_app.domain.month_grid import first_day, month_of
from qa_app.domain.session_coverage import CoverageOf, Figures, total_of
from qa_app.domain.session_list import PastSession
from qa_app.domain.session_totals import SessionScope
from qa_app.domain.supervision import CancelReason, SessionState, SessionType
from qa_app.domain.supervision_agreements import EndReason
from qa_app.domain.text import BilingualText
from qa_app.models.agreements import SupervisionAgreementRow
from qa_app.models.places import CentreRow, PlaceRow, PractitionerRow
from qa_app.models.sealing import Sealer
from qa_app.models.session_counts import counting_sessions
from qa_app.models.supervision import SupervisionSessionRow
from qa_app.queries.session_recount import checked_session_totals
from qa_app.queries.session_required import required_by_month, required_by_person
from qa_app.services.agreements.change_agreement import change_agreement
from qa_app.services.agreements.end_agreement import AgreementEnding, end_agreement
from qa_app.services.places.add_practitioner import NewPractitioner, add_practitioner
from qa_app.services.places.end_practitioner import end_practitioner
from qa_app.services.supervision.import_sessions import import_sessions
from qa_app.services.supervision.settle_session import SessionSettlement, settle_session
from tests.agreements import TERMS, Team, a_team, an_agreement
from tests.audits import ZONE
from tests.conftest import FIELD_KEY
from tests.people import NOON, OPERATOR
from tests.sessions import DAY, a_session

LATER = NOON + timedelta(days=200)
EVERY = (None, 7, 10, 14, 28, 1)
MONTHS = [
    first_day(number) for number in range(month_of(date(2025, 1, 1)), month_of(date(2027, 3, 1)))
]
HELD = SessionSettlement(SessionState.HELD)


@pytest.fixture
def team(session: Session) -> Team:
    return a_team(session)


def plan(session: Session, team: Team, which: int, day: date) -> None:
    people = tuple(islice(cycle(workers(session)), which, which + 1 + which % 2))
    values = {"type": SessionType.INDIVIDUAL, "rubric_version_id": None, "files_wanted": 0}
    a_session(session, team.scene, planned_on=day, people=people[: which % 3], **values)


def hold(session: Session, team: Team, which: int, _day: date) -> None:
    a_year_on = LATER + timedelta(days=365)
    settle_session(
        session, team.scene.supervisor, planned(session, which), HELD, ZONE, at=a_year_on
    )


def cancel(session: Session, team: Team, which: int, _day: date) -> None:
    new_day = LATER.date() + timedelta(days=1 + which)
    settled = SessionSettlement(SessionState.CANCELLED, CancelReason.TRAVEL, new_day, is_meant=True)
    settle_session(session, team.scene.supervisor, planned(session, which), settled, ZONE, at=LATER)


def move(session: Session, _team: Team, which: int, day: date) -> None:
    # one that was held is put on the day that its record names
    one = planned(session, which, "planned", "held")
    with counting_sessions(session, [one]):
        row = session.get_one(SupervisionSessionRow, one)
        row.moved_from_on = row.moved_from_on or row.planned_on
        row.planned_on = day
    session.commit()


def take_in(session: Session, team: Team, which: int, day: date) -> None:
    people = tuple(sorted(islice(cycle(workers(session)), which, which + 2)))
    leader = team.scene.supervisor.account_id or 0
    days = (day, day + timedelta(days=9))
    entries = [
        PastSession(row, team.scene.centre, on, None, SessionType.OBSERVATION, leader, people)
        for row, on in enumerate(days, start=2)
    ]
    import_sessions(session, OPERATOR, entries, ZONE, at=LATER)


def begin(session: Session, _team: Team, which: int, day: date) -> None:
    code = f"N{len(workers(session))}"
    started = day - timedelta(days=90 * which)
    new = NewPractitioner("AB"[which % 2], code, "legal_aid", started)
    add_practitioner(session, OPERATOR, new, at=NOON)


def leave(session: Session, _team: Team, which: int, day: date) -> None:
    one = workers(session)[which % len(workers(session))]
    last = None if day.day % 3 == 0 else day
    end_practitioner(session, OPERATOR, one, last, ZONE, at=LATER)


def agree(session: Session, team: Team, which: int, day: date) -> None:
    one = workers(session)[(which + day.day) % len(workers(session))]
    until = day + timedelta(days=45) if day.day % 2 else None
    terms = replace(TERMS, every_days=EVERY[which])
    whom = {"practitioner_id": one, "supervisor_id": team.head, "terms": terms}
    an_agreement(session, team, from_on=day, until_on=until, **whom)


def agree_anew(session: Session, team: Team, which: int, day: date) -> None:
    agreement, revision = standing(session, which)
    terms = replace(TERMS, every_days=EVERY[day.day % len(EVERY)])
    change_agreement(session, team.city, agreement, (terms, revision), at=NOON)


def end(session: Session, team: Team, which: int, day: date) -> None:
    agreement, _revision = standing(session, which)
    ending = AgreementEnding(EndReason.ASKED, day, team.lead if day.day % 2 else None)
    end_agreement(session, team.city, agreement, ending, ZONE, at=NOON)


ACTS = (
    plan,
    hold,
    cancel,
    move,
    take_in,
    begin,
    leave,
    *[agree] * 3,
    *[agree_anew] * 2,
    *[end] * 2,
)
histories = st.lists(
    st.tuples(st.sampled_from(ACTS), st.integers(0, 5), st.integers(-60, 90)),
    min_size=20,
    max_size=30,
)


def planned(session: Session, which: int, *states: str) -> int:
    row = SupervisionSessionRow
    query = select(row.id).where(row.state.in_(states or ["planned"])).order_by(row.id)
    return chosen(session, session.scalars(query).all(), which)


def standing(session: Session, which: int) -> tuple[int, int]:
    row = SupervisionAgreementRow
    query = select(row.id, row.revision).where(row.ended_at.is_(None)).order_by(row.id)
    return chosen(session, [(one.id, one.revision) for one in session.execute(query)], which)


def chosen(session: Session, found: Sequence[Any], which: int) -> Any:
    session.rollback()
    if not found:
        raise NothingThereError
    return found[which % len(found)]


class NothingThereError(Exception):
    """No session is planned, or no agreement stands."""


def workers(session: Session) -> list[int]:
    found = list(session.scalars(select(PractitionerRow.id).order_by(PractitionerRow.id)))
    session.rollback()
    return found


# each history goes on where the one before ended, which only makes it longer
@settings(max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=histories)
def test_after_any_history_the_totals_equal_a_recount(
    engine: Engine, team: Team, history: list[tuple]
) -> None:
    with Session(engine, info={"sealer": Sealer(FIELD_KEY)}) as session:
        for act, which, days in history:
            with suppress(RefusedError, NothingThereError):
                act(session, team, which, DAY + timedelta(days=days))
            session.rollback()
        assert checked_session_totals(session) == ()
        assert dict(by_totals(session)) == dict(one_by_one(session))


Cell = tuple[tuple[str, int, date], Figures]


def by_totals(session: Session) -> Iterator[Cell]:
    """Read what network and places show."""
    places = session.scalars(select(PlaceRow.id)).all()
    for scope, key in ((SessionScope.NETWORK, 0), *((SessionScope.PLACE, one) for one in places)):
        of = CoverageOf(scope, key, BilingualText("", ""))
        for month, figures in required_by_month(session, of, MONTHS):
            yield (scope.value, key, month), figures


def one_by_one(session: Session) -> Iterator[Cell]:
    """Add up what each practitioner's own page shows."""
    paths = dict(
        session.execute(
            select(PractitionerRow.id, CentreRow.place_path).join(
                CentreRow, CentreRow.id == PractitionerRow.centre_id
            )
        ).all()
    )
    places = session.scalars(select(PlaceRow.id)).all()
    for month in MONTHS:
        each = required_by_person(session, list(paths), [month])
        yield ("network", 0, month), total_of(list(each.values()))
        for place in places:
            inside = [one for key, one in each.items() if f"/{place}/" in f"/{paths[key]}"]
            yield ("place", place, month), total_of(inside)
