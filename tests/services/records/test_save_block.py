import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, InvalidError, OutOfReachError
from qa_app.domain.record_content import BlockContent
from qa_app.domain.session_blocks import Block
from qa_app.domain.supervision import SessionType
from qa_app.models.journal import JournalRow
from qa_app.models.records import RecordBlockRow, RecordCaseRow, RecordPresenceRow
from qa_app.queries.record_content import block_in
from qa_app.services.records.save_block import BlockChange, save_block
from tests.audits import ZONE
from tests.records import EVENING, MEETING, Talk, a_talk, begin, fill, save, sign
from tests.sessions import reference, some_files

CASE = {
    "case": reference(1),
    "risk": "high",
    "safety_seen": "yes",
    "child_heard": "no",
    "decision": "每周家访一次",
    "reason": "风险上升",
    "owner": "worker",
    "due_on": "2026-04-16",
}


@pytest.fixture
def talk(session: Session) -> Talk:
    made = a_talk(session)
    some_files(session, made.scene.centre, 3)
    some_files(session, made.scene.other_centre, 1, start=9)
    begin(session, made)
    return made


def test_saved_sealed_and_told_without_words(session: Session, talk: Talk) -> None:
    assert save(session, talk, Block.LEARNING, {"learned": "先问孩子"}).revision == 1
    row = session.get_one(RecordBlockRow, (talk.session_id, "learning"))
    assert "先问孩子".encode() not in row.body
    assert block_in(session, talk.session_id, Block.LEARNING).content.values == {
        "learned": "先问孩子"
    }
    entry = session.scalars(select(JournalRow).order_by(JournalRow.seq.desc()).limit(1)).one()
    assert entry.action == "record:save"
    assert "先问孩子" not in entry.detail


def test_each_save_counts_up(session: Session, talk: Talk) -> None:
    save(session, talk, Block.LEARNING, {"learned": "一"})
    assert save(session, talk, Block.LEARNING, {"learned": "二"}).revision == 2
    assert block_in(session, talk.session_id, Block.LEARNING).content.values == {"learned": "二"}


def test_who_comes_second_is_shown_what_stands(session: Session, talk: Talk) -> None:
    save(session, talk, Block.LEARNING, {"learned": "一"}, base=0)
    lost = save(session, talk, Block.LEARNING, {"learned": "二"}, base=0, key="k2")
    assert lost.conflict is not None
    assert (lost.revision, lost.conflict.content.values) == (1, {"learned": "一"})
    session.rollback()
    assert block_in(session, talk.session_id, Block.LEARNING).content.values == {"learned": "一"}
    # having seen it, they save over it under the same key
    session.rollback()
    assert save(session, talk, Block.LEARNING, {"learned": "二"}, base=1, key="k2").revision == 2


def test_a_save_that_arrives_twice_counts_once(session: Session, talk: Talk) -> None:
    for _ in range(2):
        made = save(session, talk, Block.LEARNING, {"learned": "一"}, base=0, key="k1")
        assert (made.revision, made.conflict) == (1, None)
    with pytest.raises(ConflictError, match="key_reused"):
        save(session, talk, Block.LEARNING, {"learned": "二"}, base=0, key="k1")


def test_cases_stand_beside_the_case_and_remarks_on_the_worker_do_not(
    session: Session, talk: Talk
) -> None:
    rows = (CASE, {"case": reference(2).lower(), "risk": "low"})
    save(session, talk, Block.CASES, {"on_worker": "写得更具体"}, rows)
    stands = block_in(session, talk.session_id, Block.CASES).content
    assert stands.values == {"on_worker": "写得更具体"}
    assert stands.rows == (CASE, {"case": reference(2), "risk": "low"})
    kept = session.scalars(select(RecordCaseRow).order_by(RecordCaseRow.position)).all()
    assert [(one.risk, one.is_safety_seen, one.is_child_heard) for one in kept] == [
        ("high", True, False),
        ("low", None, None),
    ]
    assert kept[0].body is not None
    assert "每周".encode() not in kept[0].body
    assert kept[1].body is None
    session.rollback()
    save(session, talk, Block.CASES, {}, (CASE,))
    assert len(session.scalars(select(RecordCaseRow)).all()) == 1


@pytest.mark.parametrize(
    ("block", "values", "rows", "code", "row"),
    [
        (Block.SUPPORT, {"workload": "11"}, (), "unfit_value", None),
        (Block.SUPPORT, {"workload": "0"}, (), "unfit_value", None),
        (Block.THEME, {"theme": "x"}, (), "unknown_block", "-"),
        (Block.MEETING, {**MEETING, "ended_at": "08:00"}, (), "ends_before", None),
        (Block.MEETING, {**MEETING, "held_on": "2026-04-10"}, (), "held_ahead", None),
        (Block.MEETING, MEETING, ({"person": "W9"},), "unknown_person", 1),
        (Block.MEETING, MEETING, ({"minutes": "9"},), "unknown_person", 1),
        (Block.MEETING, MEETING, ({"person": "W1"}, {"person": "W1"}), "person_twice", 1),
        (Block.CASES, {}, ({"case": reference(9)},), "unknown_case", 1),
        (Block.CASES, {}, (CASE, {"risk": "low"}), "unknown_case", 2),
        (Block.CASES, {}, (CASE, CASE), "case_twice", 2),
        (Block.CASES, {}, ({**CASE, "risk": "huge"},), "unfit_value", 1),
        (Block.LEARNING, {"learned": "x" * 4001}, (), "text_too_long", None),
        (Block.LEARNING, {"learned": "电话13912345678"}, (), "phone", None),
    ],
)
def test_what_does_not_fit_is_refused(
    session: Session,
    talk: Talk,
    block: Block,
    values: dict[str, str],
    rows: tuple[dict[str, str], ...],
    code: str,
    row: object,
) -> None:
    base = 1 if block is Block.MEETING else 0
    with pytest.raises(InvalidError) as fault:
        save(session, talk, block, values, rows, base=base)
    assert (fault.value.code, fault.value.params.get("row", "-")) == (code, row)


def test_a_name_needs_a_reason_which_is_kept_with_it(session: Session, talk: Talk) -> None:
    named = {"learned": "姓名：王小明"}
    with pytest.raises(InvalidError, match="likely_name"):
        save(session, talk, Block.LEARNING, named)
    save(session, talk, Block.LEARNING, named, name_reason="书中的人物")
    assert block_in(session, talk.session_id, Block.LEARNING).content.name_reason == "书中的人物"
    session.rollback()
    save(session, talk, Block.LEARNING, {"learned": "先问孩子"}, name_reason="书中的人物")
    assert block_in(session, talk.session_id, Block.LEARNING).content.name_reason == ""


def test_nobody_supervises_themselves(session: Session, talk: Talk) -> None:
    own = talk.scene.workers["W2"]
    lead = type(talk.lead)(
        talk.lead.account_id, talk.lead.name, talk.lead.grants, practitioner_id=own
    )
    change = BlockChange(Block.MEETING, BlockContent(MEETING, ({"person": "W2"},)), 1)
    with pytest.raises(InvalidError, match="own_session"):
        save_block(session, lead, talk.session_id, change, ZONE, at=EVENING)


def test_only_who_leads_it(session: Session, talk: Talk) -> None:
    change = BlockChange(Block.LEARNING, BlockContent({"learned": "x"}), 0)
    for other in (talk.scene.elsewhere, talk.scene.reader, talk.worker):
        with pytest.raises(OutOfReachError):
            save_block(session, other, talk.session_id, change, ZONE, at=EVENING)


def test_frozen_once_its_leader_signed(session: Session, talk: Talk) -> None:
    fill(session, talk)
    save(session, talk, Block.CASES, {}, (CASE,))
    sign(session, talk)
    with pytest.raises(ConflictError, match="record_signed"):
        save(session, talk, Block.LEARNING, {"learned": "later"})
    for statement in (
        "UPDATE supervision_record SET held_on = '2026-04-01'",
        "UPDATE supervision_record SET functions = '[]'",
        "UPDATE supervision_record SET state = 'draft'",
        "UPDATE record_block SET revision = 9",
        "DELETE FROM record_block",
        "UPDATE record_presence SET minutes = 1",
        "DELETE FROM record_presence",
        "UPDATE record_case SET risk = 'low'",
        "DELETE FROM record_case",
        f"INSERT INTO record_presence (session_id, practitioner_id) SELECT {talk.session_id}, 2",
        "UPDATE record_signature SET part = 'on_paper'",
        "DELETE FROM record_signature",
        "DELETE FROM supervision_record",
    ):
        with pytest.raises(DBAPIError, match=r"frozen|stays"):
            session.execute(text(statement))
        session.rollback()


def test_a_group_counts_who_was_there(session: Session) -> None:
    talk = a_talk(session, SessionType.GROUP)
    begin(session, talk)
    rows = tuple({"person": code, "minutes": "60"} for code in ("W1", "W2"))
    save(session, talk, Block.MEETING, MEETING, rows)
    assert {one.practitioner_id for one in session.scalars(select(RecordPresenceRow))} == {
        talk.scene.workers["W1"],
        talk.scene.workers["W2"],
    }
