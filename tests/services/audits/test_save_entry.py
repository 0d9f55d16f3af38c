import threading
from dataclasses import replace

import pytest
from sqlalchemy import Engine, delete, func, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from qa_app.domain.audit_entries import EntryKind
from qa_app.domain.errors import ConflictError, InvalidError, OutOfReachError
from qa_app.models.audits import AuditEntryRow, AuditOperationRow, AuditRow
from qa_app.models.journal import JournalRow
from qa_app.models.name_reasons import NameReasonRow
from qa_app.models.sealing import Sealer, sealer_of
from qa_app.queries.audits import entries_of
from qa_app.services.audits.save_entry import Saved, save_entry
from tests.audits import ZONE, Desk, a_desk, change, minutes_later
from tests.builders import item, section
from tests.conftest import FIELD_KEY
from tests.people import NOON
from tests.statements import counted

ID_NUMBER = "11010519491231002X"  # the example of GB 11643-1999 itself


@pytest.fixture
def desk(session: Session) -> Desk:
    return a_desk(session)


def save(session: Session, desk: Desk, one, *, minute: int = 0) -> Saved:
    return save_entry(session, desk.reader, desk.audit, one, ZONE, at=minutes_later(minute))


def test_a_first_answer_is_revision_one(session: Session, desk: Desk) -> None:
    saved = save(session, desk, change("A1", "partly", note="缺签字"))
    assert (saved.revision, saved.saved_at, saved.conflict) == (1, NOON, None)
    (entry,) = entries_of(session, desk.audit)
    assert (entry.kind, entry.key, entry.value, entry.note) == ("answer", "A1", "partly", "缺签字")
    audit = session.get_one(AuditRow, desk.audit)
    assert (audit.answered_count, audit.started_at) == (1, NOON)


def test_the_note_is_not_readable_in_the_database(session: Session, desk: Desk) -> None:
    save(session, desk, change("A1", "partly", note="缺签字"))
    notes = [
        session.execute(select(table.note)).scalar_one()
        for table in (AuditEntryRow, AuditOperationRow)
    ]
    assert all(note and "缺签字".encode() not in note for note in notes)


def test_every_save_writes_one_journal_row_without_the_value(session: Session, desk: Desk) -> None:
    save(session, desk, change("A1", "met"))
    row = session.execute(select(JournalRow).where(JournalRow.action == "audit:score")).scalar_one()
    assert (row.object_id, row.detail) == (
        str(desk.audit),
        '{"key":"A1","kind":"answer","revision":1}',
    )


def test_one_save_is_one_commit(session: Session, desk: Desk) -> None:
    with counted(session) as statements:
        save(session, desk, change("A1", "met"))
    assert sum(one.lstrip().upper().startswith("INSERT INTO JOURNAL ") for one in statements) == 1
    assert len(statements) <= 10


@pytest.mark.both_databases
def test_saving_twice_under_one_id_changes_nothing(session: Session, desk: Desk) -> None:
    one = change("A1", "met")
    first = save(session, desk, one)
    assert (first.revision, first.kept) == (1, {("answer", "A1"): '"met"'})
    again = save(session, desk, one, minute=5)
    assert again == first
    assert session.execute(select(func.count()).select_from(AuditOperationRow)).scalar_one() == 1


@pytest.mark.both_databases
def test_one_id_for_two_different_saves_is_refused(session: Session, desk: Desk) -> None:
    one = change("A1", "met")
    save(session, desk, one)
    with pytest.raises(ConflictError, match="operation_reused"):
        save(session, desk, replace(one, value="unmet"))
    (entry,) = entries_of(session, desk.audit)
    assert entry.value == "met"


@pytest.mark.both_databases
def test_a_stale_save_gets_the_value_that_stands_and_is_kept_as_history(
    session: Session, desk: Desk
) -> None:
    assert save(session, desk, change("A1", "met")).saves == 1
    save(session, desk, change("A1", "partly", 1, note="补签"))
    lost = save(session, desk, change("A1", "unmet", 1))
    assert lost.conflict is not None
    # two saves stand; whoever knows of fewer is told that there is something else to see
    assert lost.saves == 2
    assert save(session, desk, change("A2", "met")).saves == 3
    assert (lost.revision, lost.conflict.value, lost.conflict.note) == (2, "partly", "补签")
    history = session.execute(
        select(AuditOperationRow.value, AuditOperationRow.revision).order_by(
            AuditOperationRow.value
        )
    ).all()
    assert [tuple(row) for row in history] == [
        ('"met"', 1),
        ('"met"', 1),
        ('"partly"', 2),
        ('"unmet"', None),
    ]


def test_a_lost_save_sent_again_loses_again(session: Session, desk: Desk) -> None:
    save(session, desk, change("A1", "met"))
    lost = change("A1", "unmet", 0)
    assert save(session, desk, lost).conflict is not None
    again = save(session, desk, lost)
    assert again.conflict is not None
    assert again.conflict.value == "met"


def test_taking_an_answer_back_leaves_an_empty_entry(session: Session, desk: Desk) -> None:
    save(session, desk, change("A1", "met"))
    assert save(session, desk, change("A1", None, 1)).revision == 2
    assert session.get_one(AuditRow, desk.audit).answered_count == 0


def test_time_spent_adds_up_and_a_forgotten_screen_does_not_count(
    session: Session, desk: Desk
) -> None:
    save(session, desk, change("A1", "met", seconds_spent=20))
    save(session, desk, change("A2", "met", seconds_spent=100_000))
    save(session, desk, change("B1", "met", seconds_spent=-5))
    assert session.get_one(AuditRow, desk.audit).seconds_spent == 20 + 600


def test_nobody_else_can_save(session: Session, desk: Desk) -> None:
    for actor in (desk.second, desk.manager, desk.elsewhere):
        with pytest.raises(OutOfReachError):
            save_entry(session, actor, desk.audit, change("A1", "met"), ZONE, at=NOON)
    assert entries_of(session, desk.audit) == ()


def test_a_signed_audit_takes_no_more(session: Session, desk: Desk) -> None:
    session.get_one(AuditRow, desk.audit).state = "signed"
    session.commit()
    with pytest.raises(OutOfReachError):
        save(session, desk, change("A1", "met"))


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (change("A1", "met", note=f"身份证{ID_NUMBER}"), "id_number"),
        (change("A1", "met", note="字" * 2001), "note_too_long"),
        (change("A1", "excellent"), "unknown_option"),
        (change("Z9", "met"), "unknown_item"),
        (change("A1", "met", read=("cover",)), "unknown_option"),
        (change("closed", True, kind=EntryKind.FACT), "unknown_fact"),
        (change("holistic", "A", kind=EntryKind.HOLISTIC), "unknown_option"),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_kept(
    session: Session, desk: Desk, wrong, code: str
) -> None:
    with pytest.raises(InvalidError, match=code):
        save(session, desk, wrong)
    assert entries_of(session, desk.audit) == ()
    assert session.execute(select(func.count()).select_from(AuditOperationRow)).scalar_one() == 0


def test_ticks_of_what_was_read_are_kept(session: Session) -> None:
    read = [{"id": "cover", "zh": "封面", "en": "Cover"}]
    desk = a_desk(session, section("A", item("A1", scale="breach3", read=read)))
    save(session, desk, change("A1", "none_found", read=("cover",)))
    (entry,) = entries_of(session, desk.audit)
    assert entry.read == ("cover",)


@pytest.mark.both_databases
def test_eight_windows_at_once_lose_nothing(engine: Engine, session: Session, desk: Desk) -> None:
    """Each answer is won by one window; all others are told what stands."""
    wins: list[str] = []
    tells: list[str] = []

    def work(name: int) -> None:
        with Session(engine, info={"sealer": Sealer(FIELD_KEY)}) as own:
            for key in ("A1", "A2", "B1"):
                one = change(key, "met", operation_id=f"w{name}{key}")
                saved = save_entry(own, desk.reader, desk.audit, one, ZONE, at=NOON)
                (wins if saved.conflict is None else tells).append(key)

    workers = [threading.Thread(target=work, args=(name,)) for name in range(8)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(wins) == ["A1", "A2", "B1"]
    assert len(tells) == 8 * 3 - 3
    session.expire_all()
    assert session.get_one(AuditRow, desk.audit).answered_count == 3
    count = session.execute(select(func.count()).select_from(AuditOperationRow)).scalar_one()
    assert count == 24


def test_nothing_that_is_not_asked_reaches_the_journal(session: Session, desk: Desk) -> None:
    rows = session.execute(select(func.count()).select_from(JournalRow)).scalar_one()
    for one in (change(ID_NUMBER, None), change("A1", None, operation_id="o" * 41)):
        with pytest.raises(InvalidError):
            save(session, desk, one)
    assert session.execute(select(func.count()).select_from(JournalRow)).scalar_one() == rows
    assert entries_of(session, desk.audit) == ()


def test_who_no_longer_reads_at_the_centre_saves_no_more(session: Session, desk: Desk) -> None:
    for grants in (desk.elsewhere.grants, desk.manager.grants, ()):
        moved = replace(desk.reader, grants=grants)
        with pytest.raises(OutOfReachError):
            save_entry(session, moved, desk.audit, change("A1", "met"), ZONE, at=NOON)
    assert entries_of(session, desk.audit) == ()


def acts(session: Session) -> list[tuple[str, str]]:
    query = select(JournalRow.action, JournalRow.detail).where(JournalRow.action.like("audit:%"))
    return [tuple(row) for row in session.execute(query.order_by(JournalRow.seq))]


def test_a_likely_name_is_kept_only_on_purpose_and_noted_without_its_text(
    session: Session, desk: Desk
) -> None:
    named = change("A1", "partly", note="姓名：王某")
    with pytest.raises(InvalidError) as refused:
        save(session, desk, named)
    assert (refused.value.code, refused.value.params) == ("likely_name", {"keys": ("A1",)})
    assert entries_of(session, desk.audit) == ()
    kept = replace(named, name_reason="法院要求写明")
    assert save(session, desk, kept).revision == 1
    assert save(session, desk, kept, minute=5).saved_at == NOON
    # the name stands now: another rating, another word beside it asks nothing more
    assert save(session, desk, change("A1", "unmet", 1, note="姓名：王某，缺签字")).revision == 2
    (why,) = session.execute(select(NameReasonRow)).scalars()
    sealer, about = sealer_of(session), f"name_reason/{desk.audit}"
    assert (why.place, why.key, why.by) == ("note", "A1", desk.reader.account_id)
    assert sealer.open(why.reason, about) == "法院要求写明"
    digest = sealer.digest("法院要求写明", about)
    kept_act = f'{{"key":"A1","kind":"answer","name_reason":"{digest}","revision":1}}'
    assert acts(session) == [
        ("audit:keep_name", kept_act),
        ("audit:score", '{"key":"A1","kind":"answer","revision":1}'),
        ("audit:score", '{"key":"A1","kind":"answer","revision":2}'),
    ]
    assert "王" not in str(session.execute(select(JournalRow.detail)).scalars().all())


@pytest.mark.parametrize("why", ["好", "长" * 201, "姓名：李某", ID_NUMBER])
def test_a_reason_is_a_few_words_without_a_name_or_a_number(
    session: Session, desk: Desk, why: str
) -> None:
    with pytest.raises(InvalidError) as refused:
        save(session, desk, change("A1", "partly", note="姓名：王某", name_reason=why))
    assert (refused.value.code, refused.value.params["keys"]) == ("name_reason", ("A1",))
    assert session.execute(select(NameReasonRow)).all() == []
    assert entries_of(session, desk.audit) == ()


def test_why_a_name_was_kept_stays(session: Session, desk: Desk) -> None:
    save(session, desk, change("A1", "partly", note="姓名：王某", name_reason="法院要求写明"))
    for statement in (update(NameReasonRow).values(key="A2"), delete(NameReasonRow)):
        with pytest.raises(DBAPIError, match="why a name was kept stays"):
            session.execute(statement)
        session.rollback()


def test_keeping_what_is_no_name_is_an_ordinary_save(session: Session, desk: Desk) -> None:
    save(session, desk, change("A1", "partly", note="缺签字", name_reason="法院要求写明"))
    assert [action for action, _ in acts(session)] == ["audit:score"]


def test_keeping_a_name_lets_no_number_in(session: Session, desk: Desk) -> None:
    note = f"姓名：王某，{ID_NUMBER}"
    with pytest.raises(InvalidError, match="id_number"):
        save(session, desk, change("A1", "partly", note=note, name_reason="法院要求写明"))
