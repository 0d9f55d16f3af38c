from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from qa_app.domain.calibration import CalibrationStanding, Likeness, double_share_pct
from qa_app.domain.errors import InvalidError, OutOfReachError
from qa_app.domain.people import Role
from qa_app.domain.practice import Agreed, PracticeFile
from qa_app.domain.profiles import Profile, Safeguard
from qa_app.domain.text import BilingualText
from qa_app.models.journal import JournalRow
from qa_app.queries.calibration import (
    calibrated_version,
    calibrations,
    contents_of,
    double_shares,
    handed_in_reading,
    open_reading,
    own_readings,
    version_in_force,
)
from qa_app.queries.rubrics import rubric_by_id
from qa_app.services.readers.answer_practice import PracticeAnswers, answer_practice
from qa_app.services.readers.set_profile import NewProfile, set_profile
from tests.builders import item, section
from tests.people import NOON, person
from tests.sessions import DAY, Scene, a_scene, publish

WORDS = BilingualText("有记录", "It is recorded")


@pytest.fixture
def scene(session: Session) -> Scene:
    made = a_scene(session)
    items = [item("A1", critical="gate"), item("A2")]
    version = publish(session, id="drill", area="legal_aid", sections=[section("A", *items)])
    return replace(made, rubric=version)


def answers(session: Session, scene: Scene, number: int = 1, **codes: str) -> PracticeAnswers:
    agreed = {code: Agreed("met", WORDS) for code in ("A1", "A2")}
    at = datetime(2026, 3, 2, 10, 0)
    practice = PracticeFile(f"drill_{number}", "drill", "1.0.0", WORDS, at, (), (), agreed)
    rubric = rubric_by_id(session, scene.rubric)
    session.rollback()
    assert rubric is not None
    return PracticeAnswers(practice, rubric, frozenset(agreed), codes, True)


def test_answers_are_kept_and_compared_once_they_are_handed_in(
    session: Session, scene: Scene
) -> None:
    begun = replace(answers(session, scene, A1="met", Z9="met"), is_handed_in=False)
    kept = answer_practice(session, scene.reader, begun, at=NOON)
    found = open_reading(session, scene.reader, "drill_1")
    assert found is not None
    assert (found.id, dict(found.answers), found.likeness) == (kept, {"A1": "met"}, None)
    session.rollback()
    whole = answers(session, scene, A1="met", A2="unmet")
    assert answer_practice(session, scene.reader, whole, at=NOON) == kept
    assert open_reading(session, scene.reader, "drill_1") is None
    done = handed_in_reading(session, scene.reader, kept)
    assert done is not None
    assert done.likeness == Likeness(1, 1, 0, 1, 0)
    # nobody else reads it
    assert handed_in_reading(session, scene.supervisor, kept) is None
    session.rollback()
    # handing in again begins another reading
    assert answer_practice(session, scene.reader, whole, at=NOON) != kept
    acts = select(func.count()).where(JournalRow.action == "calibration:hand_in")
    assert session.scalar(acts) == 2


def test_the_third_round_below_the_gate_has_more_files_read_twice(
    session: Session, scene: Scene
) -> None:
    account = scene.reader.account_id or 0

    def share(version: int = scene.rubric) -> int:
        return double_shares(session, (account,), version, 15)[account]

    for _ in range(3):
        assert share() == 15
        for number in (1, 2):
            one = answers(session, scene, number, A1="unmet", A2="met")
            answer_practice(session, scene.reader, one, at=NOON)
    found = calibrations(session, (account,), {"drill": "1.0.0"})[account, "drill"]
    assert (found.standing, found.rounds) == (CalibrationStanding.BELOW, 3)
    assert share() == 30
    session.rollback()
    assert calibrated_version(session, scene.reader, "drill") == "1.0.0"
    # another major version begins anew; a minor one goes on
    for version, pct in (("2.0.0", 15), ("1.1.0", 30)):
        found = calibrations(session, (account,), {"drill": version})[account, "drill"]
        assert double_share_pct(15, found.standing) == pct
    session.rollback()
    small = NewProfile(Profile.SMALL, {Safeguard.CALIBRATION_GATE})
    set_profile(session, person(Role.SENIOR_SUPERVISOR), small, at=NOON)
    assert share() == 15


def test_what_is_open_or_asks_nothing_is_refused(session: Session, scene: Scene) -> None:
    for one, code in (
        (answers(session, scene, A1="met"), "open_items"),
        (replace(answers(session, scene, A1="met"), asked=frozenset()), "nothing_asked"),
    ):
        with pytest.raises(InvalidError, match=code):
            answer_practice(session, scene.reader, one, at=NOON)
    assert own_readings(session, scene.reader) == ()


def test_only_readers_take_a_calibration(session: Session, scene: Scene) -> None:
    one = answers(session, scene, A1="met", A2="met")
    for role in (Role.CENTRE_MANAGER, Role.SYS_ADMIN, Role.CASEWORKER):
        with pytest.raises(OutOfReachError):
            answer_practice(session, person(role), one, at=NOON)


def test_the_version_in_force_and_contents(session: Session, scene: Scene) -> None:
    found = version_in_force(session, "drill", DAY)
    assert found is not None
    assert (found.id, found.version) == (scene.rubric, "1.0.0")
    assert version_in_force(session, "none", DAY) is None
    assert set(contents_of(session, "drill", ["1.0.0", "9.0.0"])) == {"1.0.0"}
