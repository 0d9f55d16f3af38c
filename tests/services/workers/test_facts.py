from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, InvalidError, OutOfReachError
from qa_app.domain.people import Actor, Role
from qa_app.domain.register_terms import AreaCertificates, Certificate
from qa_app.domain.text import BilingualText
from qa_app.domain.workers import (
    AnsweredBy,
    CheckOutcome,
    EndedWhy,
    FactKind,
    NewCheck,
    NewLicence,
    NewWorkerProfile,
    SentFact,
    Tier,
    WorkerKind,
)
from qa_app.models.places import CentreRow
from qa_app.models.worker_rows import WorkerPostRow
from qa_app.queries.workers import checks_of, in_post, licences_of, of_workers, profiles_of
from qa_app.services.places.end_practitioner import end_practitioner
from qa_app.services.workers.end_fact import end_fact
from qa_app.services.workers.save_fact import save_fact
from tests.audits import ZONE
from tests.people import NOON, OPERATOR
from tests.sessions import Scene, a_scene, at_centre, someone

LATER = NOON + timedelta(days=1)
TABLES = (AreaCertificates("legal_aid", (Certificate("lawyer", BilingualText("律师", "Lawyer")),)),)
PROFILE = NewWorkerProfile(date(2025, 2, 1), WorkerKind.WORKER, Tier.COMMUNITY, True, 50, True)
CLEAR = NewCheck(date(2026, 1, 5), date(2026, 1, 9), CheckOutcome.CLEAR, AnsweredBy.POLICE)
LICENCE = NewLicence("lawyer", "", date(2025, 1, 1), None)


@pytest.fixture
def scene(session: Session) -> Scene:
    return a_scene(session)


@pytest.fixture
def manager(session: Session, scene: Scene) -> Actor:
    return at_centre(
        someone(session, "boss", Role.CENTRE_MANAGER, "A"), Role.CENTRE_MANAGER, scene.centre
    )


def saved(session: Session, actor: Actor, worker: int, sent: SentFact, at=NOON) -> int:
    return save_fact(session, actor, worker, sent, TABLES, ZONE, at=at)


def test_a_manager_records_what_is_known_of_a_worker(
    session: Session, scene: Scene, manager: Actor
) -> None:
    one = scene.workers["W1"]
    for fact in (PROFILE, CLEAR, LICENCE):
        saved(session, manager, one, SentFact(fact))
    within = of_workers([one])
    (profile,) = profiles_of(session, within, NOON)[one]
    assert (profile.from_on, profile.full_time_percent) == (date(2025, 2, 1), 50)
    (check,) = checks_of(session, within, NOON)[one]
    assert (check.answered_on, check.outcome) == (date(2026, 1, 9), CheckOutcome.CLEAR)
    (licence,) = licences_of(session, within, NOON)[one]
    assert (licence.area, licence.kind, licence.valid_until) == ("legal_aid", "lawyer", None)


def test_a_correction_ends_the_old_row_and_what_was_known_stays_known(
    session: Session, scene: Scene, manager: Actor
) -> None:
    one = scene.workers["W1"]
    first = saved(session, manager, one, SentFact(PROFILE))
    right = replace(PROFILE, full_time_percent=100)
    saved(session, manager, one, SentFact(right, replaces=first), at=LATER)
    within = of_workers([one])
    then, now = (profiles_of(session, within, at)[one] for at in (NOON, LATER))
    assert [each.full_time_percent for each in then] == [50]
    assert [each.full_time_percent for each in now] == [100]
    session.rollback()
    with pytest.raises(ConflictError) as refused:
        saved(session, manager, one, SentFact(right, replaces=first), at=LATER)
    assert refused.value.code == "fact_changed"


def test_sending_it_twice_records_it_once(session: Session, scene: Scene, manager: Actor) -> None:
    one, sent = scene.workers["W1"], SentFact(CLEAR, key="k1")
    assert saved(session, manager, one, sent) == saved(session, manager, one, sent)
    assert len(checks_of(session, of_workers([one]), NOON)[one]) == 1
    session.rollback()
    with pytest.raises(ConflictError):
        saved(session, manager, one, replace(sent, fact=LICENCE))


def test_nobody_else_records_and_nobody_records_elsewhere(
    session: Session, scene: Scene, manager: Actor
) -> None:
    for actor, worker in (
        (manager, scene.workers["W9"]),
        (manager, 10**6),
        (scene.supervisor, scene.workers["W1"]),
    ):
        with pytest.raises(OutOfReachError):
            saved(session, actor, worker, SentFact(CLEAR))
    other = saved(session, OPERATOR, scene.workers["W9"], SentFact(CLEAR))
    with pytest.raises(OutOfReachError):
        end_fact(session, manager, (FactKind.CHECK, other), EndedWhy.MISTAKEN, at=NOON)
    with pytest.raises(OutOfReachError):
        saved(session, manager, scene.workers["W1"], SentFact(CLEAR, replaces=other))


def test_what_cannot_be_is_refused(session: Session, scene: Scene, manager: Actor) -> None:
    one = scene.workers["W1"]
    student = replace(PROFILE, kind=WorkerKind.STUDENT, under="W2")
    saved(session, manager, one, SentFact(student))
    for fact, code in (
        (replace(student, under="W9"), "under_unknown"),
        (replace(student, under="W1"), "under_unknown"),
        (replace(LICENCE, kind="x"), "licence_unknown"),
        (NewCheck(date(2026, 3, 24)), "check_day"),
    ):
        with pytest.raises(InvalidError) as refused:
            saved(session, manager, one, SentFact(fact))
        assert refused.value.code == code


def test_a_row_is_ended_once(session: Session, scene: Scene, manager: Actor) -> None:
    one = scene.workers["W1"]
    row = saved(session, manager, one, SentFact(LICENCE))
    with pytest.raises(InvalidError):
        end_fact(session, manager, (FactKind.LICENCE, row), EndedWhy.CORRECTED, at=LATER)
    end_fact(session, manager, (FactKind.LICENCE, row), EndedWhy.MISTAKEN, at=LATER)
    assert licences_of(session, of_workers([one]), LATER) == {}
    session.rollback()
    with pytest.raises(ConflictError):
        end_fact(session, manager, (FactKind.LICENCE, row), EndedWhy.MISTAKEN, at=LATER)


def test_who_leaves_is_in_post_until_the_last_day_and_was_so_before_it_was_noted(
    session: Session, scene: Scene
) -> None:
    here = CentreRow.id == scene.centre

    def codes(day: date, at=LATER) -> list[str]:
        return [one.code for one in in_post(session, here, day, at)]

    # W5 left in 2024
    assert codes(date(2026, 3, 1)) == ["W1", "W2"]
    assert codes(date(2024, 12, 31)) == ["W5"]
    session.rollback()
    end_practitioner(session, OPERATOR, scene.workers["W1"], date(2026, 3, 1), ZONE, at=LATER)
    assert codes(date(2026, 3, 1)) == ["W1", "W2"]
    assert codes(date(2026, 3, 2)) == ["W2"]
    assert codes(date(2026, 3, 2), at=NOON) == ["W1", "W2"]
    why = select(WorkerPostRow.left_why).where(
        WorkerPostRow.practitioner_id == scene.workers["W1"], WorkerPostRow.ended_at.is_(None)
    )
    assert session.execute(why).scalar_one() == "other"
