import json
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, InvalidError, OutOfReachError
from qa_app.domain.people import Role
from qa_app.models.accounts import AccountRow, RoleGrantRow
from qa_app.models.audits import AuditRow
from qa_app.models.cases import DrawnFileRow, DrawRow
from qa_app.models.journal import JournalRow
from qa_app.models.places import PractitionerRow
from qa_app.models.supervision import SupervisionSessionRow
from qa_app.services.audits.draw_sample import draw_sample
from qa_app.services.audits.name_reader import name_reader
from qa_app.services.audits.save_entry import save_entry
from tests.audits import ZONE, change
from tests.people import NOON
from tests.sessions import Scene, a_scene, a_session, some_files, someone


class BrokenError(Exception):
    """The machine stopped between the frame and the seed."""


def broken() -> str:
    raise BrokenError


@pytest.fixture
def scene(session: Session) -> Scene:
    made = a_scene(session)
    some_files(session, made.centre, 6, practitioner_id=made.workers["W1"])
    return made


def drawn(session: Session, scene: Scene, seed: Any = lambda: "4f1c") -> int:
    made = a_session(session, scene)
    reader = scene.reader.account_id or 0
    draw_sample(session, scene.supervisor, made, 3, reader, seed, zone=ZONE, at=NOON)
    return made


def frozen(session: Session, scene: Scene) -> int:
    with pytest.raises(BrokenError):
        drawn(session, scene, broken)
    session.rollback()
    return session.scalars(select(DrawRow.session_id)).one()


def loses_rights(session: Session, scene: Scene) -> None:
    gone = update(RoleGrantRow).where(RoleGrantRow.account_id == scene.reader.account_id)
    session.execute(gone.values(centre_id=scene.other_centre))
    session.commit()


def name(session: Session, scene: Scene, session_id: int, to: int | None = None) -> int:
    return name_reader(
        session,
        scene.supervisor,
        session_id,
        scene.reader.account_id or 0,
        to or scene.supervisor.account_id or 0,
        at=NOON,
    )


def proof(session: Session) -> tuple[Any, ...]:
    """Everything that proves a draw."""
    session.rollback()
    row = session.scalars(select(DrawRow)).one()
    tickets = session.execute(
        select(DrawnFileRow.position, DrawnFileRow.ticket, DrawnFileRow.case_file_id).order_by(
            DrawnFileRow.position
        )
    ).all()
    return (
        row.seed,
        tuple(row.frame),
        row.frame_digest,
        row.frame_count,
        row.frozen_at,
        row.wanted_count,
        tuple(tickets),
    )


def readers(session: Session) -> list[int | None]:
    session.rollback()
    return list(session.scalars(select(AuditRow.reader_id).order_by(AuditRow.id)))


def test_a_frozen_draw_goes_on_with_another_reader(session: Session, scene: Scene) -> None:
    made = frozen(session, scene)
    before = proof(session)
    loses_rights(session, scene)
    with pytest.raises(InvalidError, match="unfit_reader"):
        draw_sample(session, scene.supervisor, made, 3, 1, lambda: "4f1c", zone=ZONE, at=NOON)
    assert proof(session)[1:5] == before[1:5]
    session.rollback()


def test_the_frame_stays_and_the_draw_is_finished(session: Session, scene: Scene) -> None:
    made = frozen(session, scene)
    before = proof(session)
    loses_rights(session, scene)
    assert name(session, scene, made) == 0
    assert proof(session) == before
    other = scene.elsewhere.account_id or 0  # what is asked for now counts for nothing
    draw_sample(session, scene.supervisor, made, 1, other, lambda: "4f1c", zone=ZONE, at=NOON)
    assert readers(session) == [scene.supervisor.account_id] * 3
    assert {tuple(one) for one in session.scalars(select(AuditRow.assessors))} == {
        ("centre", "supervisor")
    }
    assert proof(session)[1:6] == before[1:6]


def test_unread_drafts_change_hands_and_begun_ones_do_not(session: Session, scene: Scene) -> None:
    made = drawn(session, scene)
    before = proof(session)
    begun = session.scalars(select(AuditRow.id).order_by(AuditRow.id)).first() or 0
    save_entry(session, scene.reader, begun, change("A1", "met"), ZONE, at=NOON)
    loses_rights(session, scene)
    assert name(session, scene, made) == 2
    assert readers(session) == [scene.reader.account_id, *[scene.supervisor.account_id] * 2]
    assert proof(session) == before
    entry = session.scalars(select(JournalRow).order_by(JournalRow.seq.desc()).limit(1)).one()
    draw_id = session.scalars(select(DrawRow.id)).one()
    assert (entry.action, entry.object_id, entry.centre_id) == (
        "sample:name_reader",
        str(draw_id),
        scene.centre,
    )
    assert json.loads(entry.detail) == {
        "from_account": scene.reader.account_id,
        "to_account": scene.supervisor.account_id,
        "count": 2,
    }


def test_a_held_session_names_a_reader_too(session: Session, scene: Scene) -> None:
    made = drawn(session, scene)
    loses_rights(session, scene)
    session.execute(update(SupervisionSessionRow).values(state="held"))
    session.commit()
    assert name(session, scene, made) == 3


def test_a_reader_who_may_still_read_stays(session: Session, scene: Scene) -> None:
    made = drawn(session, scene)
    with pytest.raises(ConflictError, match="reader_fit"):
        name(session, scene, made)
    assert readers(session) == [scene.reader.account_id] * 3


@pytest.mark.parametrize("is_drawn", [True, False])
def test_a_second_call_changes_nothing(session: Session, scene: Scene, is_drawn: bool) -> None:
    made = drawn(session, scene) if is_drawn else frozen(session, scene)
    loses_rights(session, scene)
    name(session, scene, made)
    third = someone(session, "third", Role.AUDITOR, "A").account_id
    with pytest.raises(ConflictError, match="nothing_unread"):
        name(session, scene, made, third)
    query = select(JournalRow.seq).where(JournalRow.action == "sample:name_reader")
    assert len(session.scalars(query).all()) == 1


@pytest.mark.parametrize("is_drawn", [True, False])
def test_nobody_is_named_for_their_own_cases(
    session: Session, scene: Scene, is_drawn: bool
) -> None:
    made = drawn(session, scene) if is_drawn else frozen(session, scene)
    loses_rights(session, scene)
    author = someone(session, "author", Role.AUDITOR, "A", scene.workers["W1"]).account_id
    with pytest.raises(InvalidError, match="own_centre"):
        name(session, scene, made, author)
    # who left the centre long ago is still kept from the files of those days
    left = update(PractitionerRow).where(PractitionerRow.id == scene.workers["W1"])
    session.execute(left.values(ended_on=date(2024, 12, 31)))
    session.commit()
    with pytest.raises(InvalidError, match="own_case"):
        name(session, scene, made, author)
    other = someone(session, "other", Role.AUDITOR, "A").account_id
    name(session, scene, made, other)


def test_the_new_reader_must_be_allowed_to_read_there(session: Session, scene: Scene) -> None:
    made = drawn(session, scene)
    loses_rights(session, scene)
    for account in (scene.elsewhere.account_id, 10**9):
        with pytest.raises(InvalidError, match="unfit_reader"):
            name(session, scene, made, account)


def test_a_session_without_a_draw_or_a_cancelled_one(session: Session, scene: Scene) -> None:
    made = a_session(session, scene)
    with pytest.raises(ConflictError, match="no_draw"):
        name(session, scene, made)
    session.execute(update(SupervisionSessionRow).values(state="cancelled"))
    session.commit()
    with pytest.raises(ConflictError, match="not_planned"):
        name(session, scene, made)


@pytest.mark.parametrize("who", ["elsewhere", "reader"])
def test_out_of_reach_reads_as_no_session(session: Session, scene: Scene, who: str) -> None:
    made = drawn(session, scene)
    gone = update(AccountRow).where(AccountRow.id == scene.reader.account_id)
    session.execute(gone.values(is_active=False))
    session.commit()
    lead = scene.supervisor.account_id or 0
    for ident in (made, 10**9):
        with pytest.raises(OutOfReachError):
            name_reader(session, getattr(scene, who), ident, 1, lead, at=NOON)
    with pytest.raises(OutOfReachError):
        name(session, scene, 10**9)
