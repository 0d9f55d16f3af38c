import json
from typing import Any

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from qa_app.domain.audit_entries import EntryKind
from qa_app.domain.duties import DutyKind
from qa_app.domain.errors import ConflictError, InvalidError, OutOfReachError
from qa_app.domain.frames import AddReason
from qa_app.domain.hand_over import HandOver, HandOverReason
from qa_app.domain.people import Role
from qa_app.domain.supervision import CancelReason, SessionState
from qa_app.models.accounts import AccountRow, RoleGrantRow
from qa_app.models.audits import AuditEntryRow, AuditOperationRow, AuditRow
from qa_app.models.journal import JournalRow
from qa_app.models.supervision import SupervisionSessionRow
from qa_app.models.who_reads import TieRow
from qa_app.queries.drafts import own_draft
from qa_app.queries.open_duties import duties_of
from qa_app.services.audits.add_file import add_file
from qa_app.services.audits.draw_sample import draw_sample
from qa_app.services.audits.hand_over import hand_over
from qa_app.services.audits.save_entry import save_entry
from qa_app.services.supervision.settle_session import SessionSettlement, settle_session
from tests.audits import ZONE, change
from tests.people import NOON
from tests.rounds import a_round, a_visit
from tests.sessions import (
    DAY,
    Scene,
    a_scene,
    a_session,
    at_centre,
    reference,
    some_files,
    someone,
)


@pytest.fixture
def scene(session: Session) -> Scene:
    made = a_scene(session)
    some_files(session, made.centre, 3, practitioner_id=made.workers["W1"])
    return made


@pytest.fixture
def draft(session: Session, scene: Scene) -> int:
    """Read by the reviewer, at a session that the supervisor leads."""
    made = a_session(session, scene)
    reader = scene.reader.account_id or 0
    return add_file(
        session, scene.supervisor, made, reference(1), AddReason.LEARNING, reader, at=NOON
    )


def to(scene: Scene, reader: int | None = None, **fields: Any) -> HandOver:
    values = {
        "from_id": scene.reader.account_id,
        "to_id": reader or scene.supervisor.account_id,
        "reason": HandOverReason.AWAY,
        **fields,
    }
    return HandOver(**values)


def reader_of(session: Session, draft: int) -> int | None:
    session.rollback()
    return session.execute(select(AuditRow.reader_id).where(AuditRow.id == draft)).scalar_one()


def handed(session: Session) -> int:
    query = select(func.count()).where(JournalRow.action == "audit:hand_over")
    return session.scalar(query) or 0


def test_the_new_reader_goes_on_and_the_entries_keep_their_author(
    session: Session, scene: Scene, draft: int
) -> None:
    first, second = scene.reader, scene.supervisor
    save_entry(session, first, draft, change("A1", "met", note="看到签名"), ZONE, at=NOON)
    hand_over(session, second, draft, to(scene), at=NOON)
    assert own_draft(session, first, draft, NOON.date()) is None
    found = own_draft(session, second, draft, NOON.date())
    assert found is not None
    assert [(one.key, one.value, one.note) for one in found.entries] == [("A1", "met", "看到签名")]
    # a senior supervisor stands for the supervisor besides
    assert found.assessors == ("centre", "supervisor")
    save_entry(session, second, draft, change("A1", "unmet", 1), ZONE, at=NOON)
    saves = select(AuditOperationRow.value, AuditOperationRow.saved_by)
    assert set(session.execute(saves).all()) == {
        ('"met"', first.account_id),
        ('"unmet"', second.account_id),
    }
    standing = session.scalars(select(AuditEntryRow)).one()
    assert (standing.kind, standing.saved_by) == (EntryKind.ANSWER.value, second.account_id)


def test_the_earlier_reader_saves_no_more(session: Session, scene: Scene, draft: int) -> None:
    hand_over(session, scene.supervisor, draft, to(scene), at=NOON)
    with pytest.raises(OutOfReachError):
        save_entry(session, scene.reader, draft, change("A1", "met"), ZONE, at=NOON)


def test_the_journal_tells_from_whom_to_whom_and_why(
    session: Session, scene: Scene, draft: int
) -> None:
    hand_over(session, scene.supervisor, draft, to(scene), at=NOON)
    entry = session.scalars(select(JournalRow).order_by(JournalRow.seq.desc()).limit(1)).one()
    assert (entry.action, entry.object_id, entry.centre_id, entry.actor_id) == (
        "audit:hand_over",
        str(draft),
        scene.centre,
        scene.supervisor.account_id,
    )
    assert json.loads(entry.detail) == {
        "from_account": scene.reader.account_id,
        "to_account": scene.supervisor.account_id,
        "reason": "away",
    }


def test_a_reader_who_left_is_no_hindrance(session: Session, scene: Scene, draft: int) -> None:
    gone = update(AccountRow).where(AccountRow.id == scene.reader.account_id)
    session.execute(gone.values(is_active=False))
    session.commit()
    hand_over(session, scene.supervisor, draft, to(scene, reason=HandOverReason.LEFT), at=NOON)
    assert reader_of(session, draft) == scene.supervisor.account_id


def test_a_reviewer_stands_for_the_centre_alone(session: Session, scene: Scene, draft: int) -> None:
    hand_over(session, scene.supervisor, draft, to(scene), at=NOON)
    lead = scene.supervisor.account_id
    back = to(scene, scene.reader.account_id, from_id=lead)
    hand_over(session, scene.supervisor, draft, back, at=NOON)
    assert session.get_one(AuditRow, draft).assessors == ["centre"]


def test_a_second_call_changes_nothing(session: Session, scene: Scene, draft: int) -> None:
    hand_over(session, scene.supervisor, draft, to(scene), at=NOON)
    with pytest.raises(ConflictError, match="other_reader"):
        hand_over(session, scene.supervisor, draft, to(scene), at=NOON)
    assert handed(session) == 1


def test_who_saw_another_reader_is_refused(session: Session, scene: Scene, draft: int) -> None:
    third = someone(session, "third", Role.AUDITOR, "A").account_id
    hand_over(session, scene.supervisor, draft, to(scene, third), at=NOON)
    with pytest.raises(ConflictError, match="other_reader"):
        hand_over(session, scene.supervisor, draft, to(scene), at=NOON)
    assert reader_of(session, draft) == third


def test_the_same_person_or_an_unfit_one_is_refused(
    session: Session, scene: Scene, draft: int
) -> None:
    manager = someone(session, "boss", Role.CENTRE_MANAGER, "A").account_id
    for account, code in (
        (scene.reader.account_id, "same_reader"),
        (scene.elsewhere.account_id, "unfit_reader"),
        (manager, "unfit_reader"),
        (10**9, "unfit_reader"),
    ):
        with pytest.raises(InvalidError, match=code):
            hand_over(session, scene.supervisor, draft, to(scene, account), at=NOON)
    assert (reader_of(session, draft), handed(session)) == (scene.reader.account_id, 0)


def test_nobody_gets_their_own_case(session: Session, scene: Scene, draft: int) -> None:
    author = someone(session, "author", Role.AUDITOR, "A", scene.workers["W1"]).account_id
    with pytest.raises(InvalidError, match="own_case"):
        hand_over(session, scene.supervisor, draft, to(scene, author), at=NOON)
    # nor does anyone read a case of whoever leads the session
    third = someone(session, "third", Role.AUDITOR, "A").account_id
    lead = update(AccountRow).where(AccountRow.id == scene.supervisor.account_id)
    session.execute(lead.values(practitioner_id=scene.workers["W1"]))
    session.commit()
    with pytest.raises(InvalidError, match="own_case"):
        hand_over(session, scene.supervisor, draft, to(scene, third), at=NOON)


@pytest.mark.parametrize("who", ["elsewhere", "reader"])
def test_out_of_reach_reads_as_no_review(
    session: Session, scene: Scene, draft: int, who: str
) -> None:
    # the reader reads there and gives no files to others
    with pytest.raises(OutOfReachError):
        hand_over(session, getattr(scene, who), draft, to(scene), at=NOON)
    with pytest.raises(OutOfReachError):
        hand_over(session, scene.supervisor, 10**9, to(scene), at=NOON)
    assert reader_of(session, draft) == scene.reader.account_id


def test_what_is_signed_stays_with_its_signer(session: Session, scene: Scene, draft: int) -> None:
    session.execute(update(AuditRow).where(AuditRow.id == draft).values(state="signed"))
    session.commit()
    with pytest.raises(ConflictError, match="not_draft"):
        hand_over(session, scene.supervisor, draft, to(scene), at=NOON)


def test_a_held_session_still_hands_over(session: Session, scene: Scene, draft: int) -> None:
    held = update(SupervisionSessionRow).values(state="held")
    session.execute(held)
    session.commit()
    hand_over(session, scene.supervisor, draft, to(scene), at=NOON)
    query = select(AuditRow.reader_id, AuditRow.state).where(AuditRow.id == draft)
    assert tuple(session.execute(query).one()) == (to(scene).to_id, "draft")


def test_a_cancelled_session_does_not_hand_over(session: Session, scene: Scene, draft: int) -> None:
    session.execute(update(SupervisionSessionRow).values(state="cancelled"))
    session.commit()
    with pytest.raises(ConflictError, match="not_planned"):
        hand_over(session, scene.supervisor, draft, to(scene), at=NOON)


def test_a_draft_without_a_session_is_handed_over_as_well(
    session: Session, scene: Scene, draft: int
) -> None:
    loose = {"session_id": None, "sample_type": "supplement"}
    session.execute(update(AuditRow).where(AuditRow.id == draft).values(**loose))
    session.commit()
    author = someone(session, "author", Role.AUDITOR, "A", scene.workers["W1"]).account_id
    with pytest.raises(InvalidError, match="own_case"):
        hand_over(session, scene.supervisor, draft, to(scene, author), at=NOON)
    with pytest.raises(OutOfReachError):
        hand_over(session, scene.elsewhere, draft, to(scene), at=NOON)
    hand_over(session, scene.supervisor, draft, to(scene), at=NOON)
    assert reader_of(session, draft) == scene.supervisor.account_id


def test_whoever_belongs_to_the_centre_or_declared_a_conflict_gets_nothing(
    session: Session, scene: Scene, draft: int
) -> None:
    colleague = someone(session, "colleague", Role.AUDITOR, "A", scene.workers["W2"]).account_id
    with pytest.raises(InvalidError, match="own_centre"):
        hand_over(session, scene.supervisor, draft, to(scene, colleague), at=NOON)
    third = someone(session, "third", Role.AUDITOR, "A").account_id
    known = {"account_id": third, "centre_id": scene.centre, "from_on": DAY, "recorded_at": NOON}
    row = TieRow(kind="conflict", practitioner_id=scene.workers["W1"], reason="family", **known)
    session.add(row)
    session.commit()
    with pytest.raises(InvalidError, match="own_case"):
        hand_over(session, scene.supervisor, draft, to(scene, third), at=NOON)
    session.execute(update(TieRow).values(practitioner_id=None))
    session.commit()
    with pytest.raises(InvalidError, match="declared_conflict"):
        hand_over(session, scene.supervisor, draft, to(scene, third), at=NOON)


def test_a_supervisees_file_is_read_unless_it_counts_for_the_register(
    session: Session, scene: Scene, draft: int
) -> None:
    third = someone(session, "third", Role.AUDITOR, "A").account_id
    known = {"account_id": third, "centre_id": scene.centre, "from_on": DAY, "recorded_at": NOON}
    session.add(TieRow(kind="supervision", practitioner_id=scene.workers["W1"], **known))
    session.execute(update(AuditRow).values(sample_type="random"))
    session.commit()
    with pytest.raises(InvalidError, match="own_case"):
        hand_over(session, scene.supervisor, draft, to(scene, third), at=NOON)
    session.execute(update(AuditRow).values(sample_type="purposive"))
    session.commit()
    hand_over(session, scene.supervisor, draft, to(scene, third), at=NOON)
    assert reader_of(session, draft) == third


def test_a_draft_goes_along_with_a_moved_session(
    session: Session, scene: Scene, draft: int
) -> None:
    made = session.scalars(select(SupervisionSessionRow.id)).one()
    moved = SessionSettlement(SessionState.CANCELLED, CancelReason.TRAVEL, DAY.replace(day=16))
    settle_session(session, scene.supervisor, made, moved, ZONE, at=NOON)
    network = at_centre(scene.supervisor, Role.SENIOR_SUPERVISOR, scene.centre)
    hand_over(session, network, draft, to(scene), at=NOON)
    assert reader_of(session, draft) == scene.supervisor.account_id


def test_whoever_decides_where_readers_differ_takes_over_no_file_of_the_round(
    session: Session, scene: Scene
) -> None:
    reader, lead = scene.reader.account_id or 0, scene.supervisor.account_id or 0
    decides = someone(session, "decides", Role.MODERATOR, "A").account_id or 0
    session.add(RoleGrantRow(account_id=decides, role="auditor", centre_id=scene.centre))
    session.commit()
    plan = a_round(session, scene, readers=(reader, lead), moderator_id=decides)
    made = a_visit(session, scene, plan)
    draw_sample(session, scene.supervisor, made, None, reader, lambda: "4f", zone=ZONE, at=NOON)
    given = session.scalars(select(AuditRow.id).where(AuditRow.session_id == made)).first() or 0
    offered = {
        person.id
        for duty in duties_of(session, scene.supervisor, reader, NOON.date())
        if duty.kind is DutyKind.DRAFT
        for person in duty.successors.people
    }
    assert lead in offered
    assert decides not in offered
    session.rollback()
    with pytest.raises(InvalidError, match="moderates_round"):
        hand_over(session, scene.supervisor, given, to(scene, decides), at=NOON)
    assert reader_of(session, given) == reader
    # elsewhere they read as others do
    alone = a_session(session, scene)
    own = add_file(
        session, scene.supervisor, alone, reference(3), AddReason.LEARNING, reader, at=NOON
    )
    hand_over(session, scene.supervisor, own, to(scene, decides), at=NOON)
    assert reader_of(session, own) == decides
