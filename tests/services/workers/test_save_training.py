from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, InvalidError, NotAllowedError, OutOfReachError
from qa_app.domain.people import Actor, Grant, Reach, Role
from qa_app.domain.text import BilingualText
from qa_app.domain.training import (
    NewAttendance,
    NewCourse,
    NewEvent,
    NewModule,
    NewTrainer,
    NewTraining,
    TrainingFact,
)
from qa_app.models.places import PlaceRow
from qa_app.models.row_lock import WHOLE_NETWORK, Ceiling, hold_to
from qa_app.models.training_rows import TrainingAttendanceRow, TrainingEventRow
from qa_app.queries.register_list_tables import LIST_TABLES
from qa_app.queries.trainings import attendance_at, trainers_at
from qa_app.queries.workers import attended_by, of_workers
from qa_app.services.register.end_register_row import EndedRow, RowEndedWhy, end_register_row
from qa_app.services.register.import_register_list import RegisterLines, import_register_list
from qa_app.services.workers.end_training import end_training
from qa_app.services.workers.save_training import save_training
from tests.audits import ZONE
from tests.people import NOON, person
from tests.sessions import Scene, a_scene, at_centre, someone

LATER = NOON + timedelta(days=1)
NAME = BilingualText("儿童访谈", "Talking with children")
COURSE, MODULE = NewCourse("C1", NAME, makes_trainers=True), NewModule("C1", "M1", NAME, 90)
EVENT = NewEvent("E1", "C1", "M1", "KM", date(2026, 3, 2), 120)
HERE = NewAttendance("E1", "A", "W1", 90)


@pytest.fixture
def scene(session: Session) -> Scene:
    return a_scene(session)


@pytest.fixture
def lead(session: Session, scene: Scene) -> Actor:
    """Supervises the whole city."""
    city = session.execute(select(PlaceRow.path).where(PlaceRow.code == "KM")).scalar_one()
    session.rollback()
    reach = Reach(place_paths=frozenset({city}))
    return replace(scene.supervisor, grants=(Grant(Role.SENIOR_SUPERVISOR, reach),))


@pytest.fixture
def manager(session: Session, scene: Scene) -> Actor:
    return at_centre(
        someone(session, "boss", Role.CENTRE_MANAGER, "A"), Role.CENTRE_MANAGER, scene.centre
    )


def saved(session: Session, actor: Actor, new: NewTraining, at=NOON, key: str | None = None) -> int:
    return save_training(session, actor, new, ZONE, at=at, key=key)


def an_event(session: Session, lead: Actor) -> int:
    for new in (COURSE, MODULE):
        saved(session, lead, new)
    return saved(session, lead, EVENT)


def test_a_training_of_the_city_with_trainers_and_who_attended(
    session: Session, scene: Scene, lead: Actor, manager: Actor
) -> None:
    event = an_event(session, lead)
    outside, worker = NewTrainer("E1", organisation="云南大学"), NewTrainer("E1", "A", "W2")
    for new in (outside, worker):
        assert saved(session, lead, new) == saved(session, lead, new)
    saved(session, manager, HERE)
    one = scene.workers["W1"]
    (found,) = attended_by(session, of_workers([one]), NOON)[one]
    assert (found.event_id, found.minutes, found.about_victims) == (event, 90, True)


def test_other_minutes_correct_the_earlier_ones(
    session: Session, scene: Scene, lead: Actor, manager: Actor
) -> None:
    an_event(session, lead)
    first = saved(session, manager, HERE)
    assert saved(session, manager, HERE) == first
    saved(session, manager, replace(HERE, minutes=60), at=LATER)
    one = scene.workers["W1"]
    assert [
        [each.minutes for each in attended_by(session, of_workers([one]), at)[one]]
        for at in (NOON, LATER)
    ] == [[90], [60]]


def corrected(session: Session, actor: Actor, minutes: int = 150) -> None:
    """Take in a list that gives the training another day and other minutes."""
    line = {
        "place": "KM",
        "code": "E1",
        "course": "C1",
        "held_on": date(2026, 3, 3),
        "minutes": minutes,
    }
    table = LIST_TABLES["trainings"]
    whole = {column.name: line.get(column.name) for column in table.listed.columns}
    import_register_list(session, actor, RegisterLines(table, [whole]), ZONE, at=LATER)
    session.rollback()


def test_who_attended_from_out_of_reach_stays_as_well(
    session: Session, scene: Scene, lead: Actor, manager: Actor
) -> None:
    before = an_event(session, lead)
    saved(session, manager, HERE)
    # the second lock shows whoever corrects it no row of that centre
    hold_to(session, Ceiling(centre_ids=(scene.centre + 99,), account_id=lead.account_id))
    with pytest.raises(InvalidError, match="minutes_unfit"):
        corrected(session, lead, 89)  # 90 were attended
    session.rollback()
    corrected(session, lead, 90)
    (row,) = session.scalars(select(TrainingEventRow.id).where(TrainingEventRow.ended_at.is_(None)))
    session.rollback()
    with pytest.raises(InvalidError, match="row_in_use"):
        end_training(session, lead, (TrainingFact.EVENT, row), at=LATER)
    session.rollback()
    hold_to(session, WHOLE_NETWORK)
    one = scene.workers["W1"]
    (found,) = attended_by(session, of_workers([one]), LATER)[one]
    assert (found.event_id == before, found.minutes) == (False, 90)
    standing = select(func.count()).select_from(TrainingAttendanceRow)
    count = standing.where(TrainingAttendanceRow.ended_at.is_(None))
    assert session.execute(count).scalar_one() == 1


def test_who_attended_and_trained_stays_with_a_training_that_a_list_corrects(
    session: Session, scene: Scene, lead: Actor, manager: Actor
) -> None:
    before = an_event(session, lead)
    for new in (NewTrainer("E1", organisation="云南大学"), NewTrainer("E1", "A", "W2")):
        saved(session, lead, new)
    saved(session, manager, HERE)
    for _twice in range(2):
        corrected(session, lead)
    one = scene.workers["W1"]
    told = [
        [(each.event_id == before, each.held_on.day, each.minutes) for each in found[one]]
        for found in (attended_by(session, of_workers([one]), at) for at in (NOON, LATER))
    ]
    assert told == [[(True, 2, 90)], [(False, 3, 90)]]
    after = attended_by(session, of_workers([one]), LATER)[one][0].event_id
    assert [
        {each.name for each in trainers_at(session, event, at)}
        for event, at in ((before, NOON), (before, LATER), (after, LATER))
    ] == [{"云南大学", "W2"}, set(), {"云南大学", "W2"}]
    (seen,) = attendance_at(session, lead, after, LATER)
    assert (seen.name, seen.minutes) == ("W1", 90)


def test_what_does_not_fit_is_refused(session: Session, lead: Actor, manager: Actor) -> None:
    an_event(session, lead)
    for actor, new, code in (
        (lead, COURSE, "code_taken"),
        (lead, MODULE, "code_taken"),
        (lead, EVENT, "code_taken"),
        (lead, NewCourse("C2", NAME, area="x"), "unknown_area"),
        (lead, replace(MODULE, course="C9"), "unknown_course"),
        (lead, replace(EVENT, code="E2", module="M9"), "unknown_module"),
        (lead, replace(EVENT, code="E2", place="XX"), "unknown_place"),
        # the city is not the manager's to record for
        (manager, replace(EVENT, code="E2"), "unknown_place"),
        (manager, NewTrainer("E1", "A", "W1"), "unknown_event"),
        (lead, replace(HERE, event="E9"), "unknown_event"),
        (manager, replace(HERE, centre="B", practitioner="W9"), "unknown_practitioner"),
        (manager, replace(HERE, minutes=121), "minutes_unfit"),
    ):
        with pytest.raises(InvalidError) as refused:
            saved(session, actor, new)
        assert refused.value.code == code, new


@pytest.mark.parametrize("twin", [COURSE, MODULE, EVENT], ids=["course", "module", "training"])
def test_who_writes_a_code_in_the_same_moment_is_told_that_it_is_taken(
    session: Session, lead: Actor, twin: NewTraining, monkeypatch: pytest.MonkeyPatch
) -> None:
    for new in (COURSE, MODULE, EVENT):
        save_training(session, lead, new, ZONE, at=NOON)
    # both looked before either wrote
    monkeypatch.setattr("qa_app.services.workers.save_training._refuse_taken", lambda *_: None)
    rows = select(func.count()).select_from(TrainingEventRow)
    with pytest.raises(InvalidError, match="code_taken"):
        save_training(session, lead, twin, ZONE, at=LATER, key="k" * 22)
    session.rollback()
    assert session.scalar(rows) == 1


def test_a_manager_records_what_was_held_in_the_district(
    session: Session, lead: Actor, manager: Actor
) -> None:
    an_event(session, lead)
    saved(session, manager, replace(EVENT, code="E2", place="PL"))
    saved(session, manager, NewTrainer("E2", "A", "W1"))
    with pytest.raises(InvalidError):
        saved(session, manager, replace(EVENT, code="E3", place="WH"))


def test_courses_are_kept_by_who_is_in_charge_of_a_place(
    session: Session, scene: Scene, lead: Actor, manager: Actor
) -> None:
    saved(session, lead, COURSE)
    line = {
        "code": "C1",
        "name_zh": "另一门",
        "name_en": "",
        "area_code": "",
        "about_victims": False,
        "makes_trainers": False,
    }
    table = LIST_TABLES["courses"]
    # a supervisor of single centres is in charge of no place either
    for actor in (manager, at_centre(scene.supervisor, Role.SENIOR_SUPERVISOR, scene.centre)):
        for new in (replace(COURSE, code="C2"), MODULE):
            with pytest.raises(NotAllowedError):
                saved(session, actor, new)
        with pytest.raises(NotAllowedError):
            import_register_list(session, actor, RegisterLines(table, [line]), ZONE, at=NOON)
        with pytest.raises(OutOfReachError):
            end_register_row(session, actor, EndedRow(table, line, RowEndedWhy.OVER), ZONE, at=NOON)
    done = import_register_list(session, lead, RegisterLines(table, [line]), ZONE, at=NOON)
    assert (done.added, done.updated) == (0, 1)
    end_register_row(session, lead, EndedRow(table, line, RowEndedWhy.OVER), ZONE, at=NOON)


@pytest.mark.parametrize(
    "role",
    [one for one in Role if one not in {Role.SENIOR_SUPERVISOR, Role.CENTRE_MANAGER}],
)
def test_no_other_role_records_training(session: Session, scene: Scene, role: Role) -> None:
    with pytest.raises(NotAllowedError):
        saved(session, person(role), COURSE)
    with pytest.raises(NotAllowedError):
        end_training(session, person(role), (TrainingFact.EVENT, 1), at=NOON)


def test_sent_twice_and_a_key_used_for_something_else(session: Session, lead: Actor) -> None:
    first = saved(session, lead, COURSE, key="k1")
    assert saved(session, lead, COURSE, key="k1") == first
    with pytest.raises(ConflictError):
        saved(session, lead, replace(COURSE, code="C2"), key="k1")


def test_an_row_in_use_stays_and_everything_is_taken_out_once(
    session: Session, lead: Actor, manager: Actor
) -> None:
    event = an_event(session, lead)
    row = saved(session, manager, HERE)
    with pytest.raises(InvalidError) as refused:
        end_training(session, lead, (TrainingFact.EVENT, event), at=LATER)
    assert refused.value.code == "row_in_use"
    end_training(session, manager, (TrainingFact.ATTENDANCE, row), at=LATER)
    with pytest.raises(ConflictError):
        end_training(session, manager, (TrainingFact.ATTENDANCE, row), at=LATER)
    for fact in ((TrainingFact.EVENT, event), (TrainingFact.COURSE, 1), (TrainingFact.TRAINER, 9)):
        with pytest.raises(OutOfReachError):
            end_training(session, manager, fact, at=LATER)
    end_training(session, lead, (TrainingFact.EVENT, event), at=LATER)
    count = select(func.count()).where(TrainingEventRow.ended_at.is_(None))
    assert session.execute(count).scalar_one() == 0
    assert session.execute(select(func.count(TrainingAttendanceRow.id))).scalar_one() == 1
