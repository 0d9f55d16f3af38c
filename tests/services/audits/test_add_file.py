import json
from datetime import date

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, InvalidError, OutOfReachError
from qa_app.domain.frames import AddReason
from qa_app.domain.supervision import SessionType
from qa_app.models.accounts import AccountRow
from qa_app.models.audits import AuditRow
from qa_app.models.journal import JournalRow
from qa_app.models.supervision import SupervisionSessionRow
from qa_app.services.audits.add_file import add_file
from tests.people import NOON
from tests.sessions import Scene, a_scene, a_session, publish, reference, some_files


@pytest.fixture
def scene(session: Session) -> Scene:
    made = a_scene(session)
    some_files(session, made.centre, 3, practitioner_id=made.workers["W1"])
    return made


def add(
    session: Session, scene: Scene, session_id: int, file: str, reader: int | None = None
) -> int:
    who = reader or scene.supervisor.account_id or 0
    return add_file(session, scene.supervisor, session_id, file, AddReason.COMPLAINT, who, at=NOON)


def test_a_file_is_added_apart_from_the_draw(session: Session, scene: Scene) -> None:
    made = a_session(session, scene)
    audit = session.get_one(AuditRow, add(session, scene, made, reference(2)))
    assert (audit.sample_type, audit.add_reason, audit.draw_id) == ("purposive", "complaint", None)
    assert (audit.session_id, audit.state, audit.due_on) == (made, "draft", date(2026, 4, 16))
    assert audit.assessors == ["centre", "supervisor"]
    entry = session.scalars(select(JournalRow).order_by(JournalRow.seq.desc()).limit(1)).one()
    assert (entry.action, entry.object_id) == ("sample:add", str(audit.id))
    assert json.loads(entry.detail) == {"reason": "complaint", "by_version": ["1.0.0 session 1"]}


def test_a_reference_may_be_typed_in_small_letters(session: Session, scene: Scene) -> None:
    made = a_session(session, scene)
    assert add(session, scene, made, f"  {reference(2).lower()} ")


def test_the_same_file_twice_is_refused(session: Session, scene: Scene) -> None:
    made = a_session(session, scene)
    add(session, scene, made, reference(1))
    with pytest.raises(InvalidError, match="already_there"):
        add(session, scene, made, reference(1))


def test_files_that_cannot_be_read_here(session: Session, scene: Scene) -> None:
    some_files(session, scene.other_centre, 1, start=8)
    some_files(session, scene.centre, 1, start=9, area_code="social_work")
    some_files(session, scene.centre, 1, start=11, is_sealed=True)
    made = a_session(session, scene)
    for file in (reference(8), reference(9), reference(11), reference(12), "no reference", ""):
        with pytest.raises(InvalidError, match="unknown_file"):
            add(session, scene, made, file)


def test_nobody_reads_their_own_case(session: Session, scene: Scene) -> None:
    some_files(session, scene.centre, 1, start=5, practitioner_id=scene.workers["W5"])
    made = a_session(session, scene)
    with pytest.raises(InvalidError, match="own_case"):
        add(session, scene, made, reference(5), scene.reader.account_id)
    assert add(session, scene, made, reference(1), scene.reader.account_id)


def test_a_reader_must_be_allowed_to_read_there(session: Session, scene: Scene) -> None:
    made = a_session(session, scene)
    for reader in (scene.elsewhere.account_id, 10**9):
        with pytest.raises(InvalidError, match="unfit_reader"):
            add(session, scene, made, reference(1), reader)


def test_sessions_without_files(session: Session, scene: Scene) -> None:
    site = publish(session, id="site", kind="site", area="legal_aid", unit="centre_visit")
    group = a_session(
        session, scene, type=SessionType.GROUP, rubric_version_id=None, files_wanted=0
    )
    visit = a_session(session, scene, type=SessionType.FIELD_SUPPORT_VISIT, rubric_version_id=site)
    for made in (group, visit):
        with pytest.raises(InvalidError, match="reads_no_files"):
            add(session, scene, made, reference(1))


def test_only_while_the_session_is_planned(session: Session, scene: Scene) -> None:
    made = a_session(session, scene)
    session.execute(update(SupervisionSessionRow).values(state="held"))
    session.commit()
    with pytest.raises(ConflictError, match="not_planned"):
        add(session, scene, made, reference(1))


@pytest.mark.parametrize("who", ["elsewhere", "reader"])
def test_out_of_reach_reads_as_no_session(session: Session, scene: Scene, who: str) -> None:
    made = a_session(session, scene)
    reader = scene.supervisor.account_id or 0
    with pytest.raises(OutOfReachError):
        add_file(
            session,
            getattr(scene, who),
            made,
            reference(1),
            AddReason.LEARNING,
            reader,
            at=NOON,
        )
    with pytest.raises(OutOfReachError):
        add(session, scene, 10**9, reference(1))


def test_nobody_leads_the_reading_of_their_own_case(session: Session, scene: Scene) -> None:
    # the files of the scene are of W1
    made = a_session(session, scene)
    who = scene.reader.account_id or 0
    supervisor = AccountRow.id == scene.supervisor.account_id
    session.execute(
        update(AccountRow).where(supervisor).values(practitioner_id=scene.workers["W1"])
    )
    session.commit()
    with pytest.raises(InvalidError, match="own_case"):
        add_file(session, scene.supervisor, made, reference(1), AddReason.COMPLAINT, who, at=NOON)
