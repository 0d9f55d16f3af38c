from datetime import date, time, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, InvalidError, OutOfReachError
from qa_app.domain.supervision import SessionType
from qa_app.models.journal import JournalRow
from qa_app.models.session_changes import SessionSeriesRow
from qa_app.models.supervision import SessionPersonRow, SupervisionSessionRow
from qa_app.queries.series_fitness import SeriesPlace
from qa_app.services.supervision.start_series import NewSeries, start_series
from tests.audits import ZONE
from tests.people import NOON
from tests.series import START, a_series, a_table, on_day, planned, terms
from tests.sessions import Scene, a_scene


@pytest.fixture
def scene(session: Session) -> Scene:
    made = a_scene(session)
    a_table(session)
    return made


def test_a_weekly_series_stands_on_its_working_days(session: Session, scene: Scene) -> None:
    people = (scene.workers["W1"],)
    made = a_series(
        session, scene, rule="FREQ=WEEKLY;BYDAY=FR,MO", people=people, starts_at=time(9)
    )
    days = planned(session, made)
    # Friday 3 April; Monday 6 April is off, so the 7th; Friday 1 May is off and so are the
    # weekend, 4 and 5 May: the 6th, and Monday the 4th has no day of its own
    assert days[:4] == [date(2026, 4, 3), date(2026, 4, 7), date(2026, 4, 10), date(2026, 4, 13)]
    assert [day for day in days if date(2026, 4, 28) < day < date(2026, 5, 12)] == [
        date(2026, 5, 6),
        date(2026, 5, 8),
        date(2026, 5, 11),
    ]
    # up to 92 days after the first
    assert days[-1] == date(2026, 7, 3) == START + timedelta(days=92)
    row = on_day(session, made, date(2026, 4, 7))
    assert (row.series_on, row.starts_at_time, row.due_on, row.sequence) == (
        date(2026, 4, 6),
        time(9),
        None,
        0,
    )
    named = session.scalars(
        select(SessionPersonRow.practitioner_id).where(SessionPersonRow.session_id == row.id)
    ).all()
    assert list(named) == [scene.workers["W1"]]


def test_months_after_the_last_one_names_the_first_day_alone(
    session: Session, scene: Scene
) -> None:
    made = a_series(session, scene, rule=None, months_after=3, starts_on=date(2026, 4, 4))
    assert planned(session, made) == [date(2026, 4, 7)]


def test_it_is_kept_in_one_form_with_its_journal_row(session: Session, scene: Scene) -> None:
    made = a_series(session, scene, rule="RRULE:byday=th;freq=weekly;interval=2")
    row = session.get_one(SessionSeriesRow, made)
    assert (row.rule, row.state, row.revision) == (
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH",
        "active",
        1,
    )
    entry = session.scalars(select(JournalRow).order_by(JournalRow.seq.desc()).limit(1)).one()
    assert (entry.action, entry.object_id, entry.centre_id) == (
        "series:start",
        str(made),
        scene.centre,
    )
    assert '"added":7' in entry.detail


def test_twice_is_once(session: Session, scene: Scene) -> None:
    key = "k" * 22
    first = a_series(session, scene, key)
    assert a_series(session, scene, key) == first
    with pytest.raises(ConflictError, match="key_reused"):
        a_series(session, scene, key, rule="FREQ=DAILY")
    session.rollback()
    assert session.scalar(select(func.count()).select_from(SessionSeriesRow)) == 1


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"type": SessionType.CASE_FILE_CHECK}, "type_reads_files"),
        ({"area": "psychological"}, "unknown_area"),
        ({"people": (10**6,)}, "unknown_person"),
        ({"supervisor_id": 10**6}, "unfit_supervisor"),
        ({"rule": "FREQ=YEARLY"}, "rule_frequency"),
        ({"starts_on": date(2026, 3, 22)}, "unfit_start"),
    ],
)
def test_bad_input_leaves_nothing(
    session: Session, scene: Scene, fields: dict[str, Any], code: str
) -> None:
    with pytest.raises(InvalidError) as refused:
        a_series(session, scene, **fields)
    assert refused.value.code == code
    session.rollback()
    assert session.scalar(select(func.count()).select_from(SupervisionSessionRow)) == 0
    assert session.scalar(select(func.count()).select_from(SessionSeriesRow)) == 0


def test_out_of_reach_and_denied(session: Session, scene: Scene) -> None:
    new = NewSeries(SeriesPlace(scene.centre, SessionType.GROUP), terms(scene))
    for actor in (scene.elsewhere, scene.reader):
        with pytest.raises(OutOfReachError):
            start_series(session, actor, new, ZONE, at=NOON)
    foreign = NewSeries(SeriesPlace(scene.centre, SessionType.GROUP, None, 999), terms(scene))
    with pytest.raises(InvalidError, match="unknown_agreement"):
        start_series(session, scene.supervisor, foreign, ZONE, at=NOON)
