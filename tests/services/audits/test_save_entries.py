import json
from dataclasses import replace

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from qa_app.domain.audit_entries import EntriesChangedError, EntryKind
from qa_app.domain.errors import ConflictError, InvalidError, OutOfReachError
from qa_app.models.audits import AuditOperationRow, AuditRow
from qa_app.models.journal import JournalRow
from qa_app.queries.audits import entries_of
from qa_app.services.audits.save_entries import save_entries
from tests.audits import ZONE, Desk, a_desk, all_met, change
from tests.people import NOON


@pytest.fixture
def desk(session: Session) -> Desk:
    facts = [{"id": "closed", "type": "bool", "zh": "已结案", "en": "Closed"}]
    return a_desk(session, facts=facts)


def save(session: Session, desk: Desk, *changes) -> tuple[int, ...]:
    return save_entries(session, desk.reader, desk.audit, changes, ZONE, at=NOON)


def values(session: Session, desk: Desk) -> dict[str, object]:
    return {entry.key: entry.value for entry in entries_of(session, desk.audit)}


def test_all_are_saved_in_one_commit(session: Session, desk: Desk) -> None:
    fact = change("closed", False, kind=EntryKind.FACT)
    assert save(session, desk, *all_met(), fact) == (1, 1, 1, 1)
    assert values(session, desk) == {"A1": "met", "A2": "met", "B1": "met", "closed": False}
    row = session.execute(
        select(JournalRow).where(JournalRow.action == "audit:score_many")
    ).scalar_one()
    assert row.detail == '{"count":4}'
    assert session.get_one(AuditRow, desk.audit).answered_count == 3


def test_old_and_new_entries_go_together(session: Session, desk: Desk) -> None:
    save(session, desk, change("A1", "met"))
    assert save(session, desk, change("A1", "unmet", 1, note="无"), change("A2", "na")) == (2, 1)
    assert values(session, desk) == {"A1": "unmet", "A2": "na"}


def test_one_stale_entry_keeps_all_from_being_saved(session: Session, desk: Desk) -> None:
    save(session, desk, change("A1", "met"))
    with pytest.raises(EntriesChangedError) as told:
        save(session, desk, change("A1", "unmet"), change("A2", "met"))
    (standing,) = told.value.standing
    assert (standing.key, standing.value, standing.revision) == ("A1", "met", 1)
    assert values(session, desk) == {"A1": "met"}


def test_an_entry_believed_saved_but_not_there_counts_as_changed(
    session: Session, desk: Desk
) -> None:
    with pytest.raises(EntriesChangedError) as told:
        save(session, desk, change("A1", "unmet", 4))
    assert told.value.standing[0].revision == 0


def test_sending_the_same_twice_saves_once(session: Session, desk: Desk) -> None:
    sent = all_met()
    assert save(session, desk, *sent) == save(session, desk, *sent) == (1, 1, 1)
    assert session.execute(select(func.count()).select_from(AuditOperationRow)).scalar_one() == 3


def test_an_id_used_for_another_save_is_refused(session: Session, desk: Desk) -> None:
    one = change("A1", "met")
    save(session, desk, one)
    with pytest.raises(ConflictError, match="operation_reused"):
        save(session, desk, replace(one, value="unmet"), change("A2", "met"))
    assert values(session, desk) == {"A1": "met"}


def test_one_wrong_value_keeps_all_from_being_saved(session: Session, desk: Desk) -> None:
    with pytest.raises(InvalidError, match="unknown_option"):
        save(session, desk, change("A1", "met"), change("A2", "perfect"))
    assert values(session, desk) == {}


def test_others_cannot_save(session: Session, desk: Desk) -> None:
    for actor in (desk.second, desk.manager, desk.elsewhere):
        with pytest.raises(OutOfReachError):
            save_entries(session, actor, desk.audit, all_met(), ZONE, at=NOON)


def test_who_no_longer_reads_at_the_centre_saves_no_more(session: Session, desk: Desk) -> None:
    for grants in (desk.elsewhere.grants, desk.manager.grants, ()):
        moved = replace(desk.reader, grants=grants)
        with pytest.raises(OutOfReachError):
            save_entries(session, moved, desk.audit, all_met(), ZONE, at=NOON)
    assert entries_of(session, desk.audit) == ()


def test_every_likely_name_is_asked_about_and_kept_ones_are_noted(
    session: Session, desk: Desk
) -> None:
    one, two = (change(key, "unmet", note="姓名：王某") for key in ("A1", "A2"))
    with pytest.raises(InvalidError) as refused:
        save(session, desk, one, two, change("B1", "met"))
    assert (refused.value.code, refused.value.params) == ("likely_name", {"keys": ("A1", "A2")})
    assert values(session, desk) == {}
    kept = [replace(each, name_reason="法院要求写明") for each in (one, two)]
    assert save(session, desk, *kept, change("B1", "met")) == (1, 1, 1)
    row = session.execute(
        select(JournalRow).where(JournalRow.action == "audit:keep_names")
    ).scalar_one()
    told = json.loads(row.detail)
    assert (told["count"], told["keys"], len(told["name_reasons"])) == (3, ["A1", "A2"], 2)
    assert "王" not in row.detail
    assert "法院" not in row.detail
    assert save(session, desk, *kept, change("B1", "unmet", 1)) == (1, 1, 2)
    last = session.execute(select(JournalRow.action).order_by(JournalRow.seq.desc())).scalars()
    assert last.first() == "audit:score_many"
