from datetime import timedelta

from sqlalchemy import insert
from sqlalchemy.orm import Session

from qa_app.models.who_reads import PracticeReadingRow
from qa_app.queries.calibration_due import calibrations_due
from qa_app.services.readers.set_capacity import NewCapacity, set_capacity
from tests.audits import ZONE
from tests.people import NOON
from tests.sessions import Scene, a_scene, publish
from tests.statements import counted

TODAY = NOON.date()


def titles(session: Session, scene: Scene, later: int = 0) -> list[str]:
    on = TODAY + timedelta(days=later)
    found = calibrations_due(session, scene.reader, ("sample", "other"), ZONE, on)
    session.rollback()
    return [one.zh for one in found]


def hand_in(session: Session, account: int, practice: str) -> None:
    session.execute(
        insert(PracticeReadingRow).values(
            account_id=account,
            practice_code=practice,
            rubric_code="sample",
            rubric_version="1.0.0",
            asked=[],
            answers={},
            started_at=NOON,
            handed_in_at=NOON,
        )
    )
    session.commit()


def test_a_reader_is_told_what_to_practise(session: Session) -> None:
    scene = a_scene(session)
    publish(session, id="other", title={"zh": "另一项", "en": "Other"}, area="social_work")
    with counted(session) as statements:
        assert titles(session, scene) == ["另一项", "sample"]
    assert len([one for one in statements if one.startswith("SELECT")]) == 2
    account = scene.reader.account_id or 0
    # who reads in one area only is not asked for the other
    set_capacity(session, scene.supervisor, account, NewCapacity(4, ("legal_aid",), 0), at=NOON)
    assert titles(session, scene) == ["sample"]
    hand_in(session, account, "sample_1")
    assert titles(session, scene) == ["sample"]
    hand_in(session, account, "sample_2")
    assert titles(session, scene) == []
    assert titles(session, scene, later=182) == []
    assert titles(session, scene, later=183) == ["sample"]
    # what somebody else handed in counts for nobody else, and who takes none is told nothing
    assert calibrations_due(session, scene.supervisor, ("sample",), ZONE, TODAY)
    manager = type(scene.reader)(account, "manager", ())
    assert calibrations_due(session, manager, ("sample",), ZONE, TODAY) == ()
