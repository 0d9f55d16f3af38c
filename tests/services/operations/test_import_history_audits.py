import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from qa_app.domain.errors import NotAllowedError, OutOfReachError
from qa_app.domain.people import Role
from qa_app.models.audits import AuditEntryRow, AuditRow
from qa_app.models.journal import JournalRow
from qa_app.models.places import CentreRow
from qa_app.models.trends import ItemTotalRow, MonthTotalRow
from qa_app.queries.act_check import held_acts
from qa_app.services.operations.import_history_audits import (
    ImportedAudit,
    ImportOutcome,
    import_history_audits,
)
from qa_app.services.operations.import_history_centres import import_history_centres
from tests.people import NOON, OPERATOR, person
from tests.services.operations.history import NORTH, SOURCE, SOUTH, published

DAY = date(2011, 5, 31)


@pytest.fixture
def version(session: Session) -> int:
    import_history_centres(session, OPERATOR, SOURCE, [NORTH, SOUTH], at=NOON)
    return published(session)


def inspection(version: int, key: str, answers: Mapping[str, str], **fields: Any) -> ImportedAudit:
    base = {"centre": "10", "day": DAY, "rubric_version_id": version}
    return ImportedAudit(key, answers=answers, **(base | fields))


def bring_in(session: Session, *audits: ImportedAudit) -> tuple[ImportOutcome, ...]:
    return import_history_audits(
        session, OPERATOR, "inspectorate", audits, "Asia/Shanghai", at=NOON
    )


def test_an_inspection_is_a_signed_and_final_audit(session: Session, version: int) -> None:
    found = bring_in(session, inspection(version, "i1", {"care": "4", "staff": "2"}))
    assert found == (ImportOutcome("i1", "2", is_new=True),)
    audit = session.execute(select(AuditRow)).scalar_one()
    assert (audit.state, audit.result_state, audit.sample_type) == ("signed", "final", "imported")
    assert (audit.reviewed_on, audit.read_at.isoformat()) == (DAY, "2011-05-31T04:00:00+00:00")
    assert (audit.signed_at, audit.final_at, audit.answered_count) == (NOON, NOON, 2)
    # 2 of 1..4 stands at one third
    assert (audit.status, audit.score_millionths, audit.band) == ("complete", 333_333, None)
    assert (audit.source, audit.source_key) == ("inspectorate", "i1")
    plain = json.loads(str(audit.explanation))
    assert (plain["grade"], plain["lowest_items"]) == ("2", ["staff"])
    rows = session.execute(select(AuditEntryRow.key, AuditEntryRow.value))
    assert {row.key: row.value for row in rows} == {"care": '"4"', "staff": '"2"'}


def test_it_is_counted_at_every_level_as_imported(session: Session, version: int) -> None:
    bring_in(
        session,
        inspection(version, "i1", {"care": "4", "staff": "2"}),
        inspection(version, "i2", {"care": "4"}, centre="11"),
    )
    totals = session.execute(select(MonthTotalRow).where(MonthTotalRow.scope == "n")).scalars()
    (network,) = totals
    assert (network.sample_type, network.month) == ("imported", 2011 * 12 + 4)
    assert (network.file_count, network.final_count) == (2, 2)
    assert network.final_score_sum == 333_333 + 1_000_000
    north = session.execute(select(CentreRow).where(CentreRow.code == "inspectorate:10"))
    centre_id = north.scalar_one().id
    own = session.get_one(MonthTotalRow, (f"c:{centre_id}", version, "imported", "", network.month))
    assert own.file_count == 1
    grades = select(ItemTotalRow.item_code, ItemTotalRow.code, ItemTotalRow.file_count).where(
        ItemTotalRow.scope == "n"
    )
    assert sorted(map(tuple, session.execute(grades))) == [("care", "4", 2), ("staff", "2", 1)]


def test_a_changed_grade_changes_the_result(session: Session, version: int) -> None:
    one = inspection(version, "i1", {"care": "4", "staff": "3"})
    two = inspection(version, "i2", {"care": "1", "staff": "3"})
    assert [outcome.grade for outcome in bring_in(session, one, two)] == ["3", "1"]


def test_an_inspection_without_a_grade_is_not_signed_and_may_come_later(
    session: Session, version: int
) -> None:
    found = bring_in(session, inspection(version, "i1", {}))
    assert found == (ImportOutcome("i1", fault="no_grades"),)
    assert session.execute(select(AuditRow)).first() is None
    found = bring_in(session, inspection(version, "i1", {"care": "3"}))
    assert found == (ImportOutcome("i1", "3", is_new=True),)


def test_other_grades_of_one_that_is_there_are_told_and_left(
    session: Session, version: int
) -> None:
    bring_in(session, inspection(version, "i1", {"care": "3", "staff": "4"}))
    for answers in ({"care": "3"}, {"care": "2", "staff": "4"}, {}):
        found = bring_in(session, inspection(version, "i1", answers))
        assert found == (ImportOutcome("i1", "3", fault="grades_differ"),)
    assert session.execute(select(AuditRow.answered_count)).scalars().all() == [2]


def test_faults_are_told_and_the_rest_is_taken_in(session: Session, version: int) -> None:
    found = bring_in(
        session,
        inspection(version, "i1", {"care": "7"}),
        inspection(version, "i2", {"kitchen": "3"}),
        inspection(version, "i3", {"care": "3"}, centre="99"),
        inspection(version, "i4", {"care": "3"}),
    )
    assert [(one.fault, one.is_new) for one in found] == [
        ("unknown_option", False),
        ("unknown_item", False),
        ("unknown_centre", False),
        (None, True),
    ]
    assert session.execute(select(AuditRow.source_key)).scalars().all() == ["i4"]


def test_a_second_time_adds_nothing(session: Session, version: int) -> None:
    audits = [inspection(version, f"i{n}", {"care": "3"}) for n in (1, 2)]
    bring_in(session, audits[0])
    assert bring_in(session, *audits) == (
        ImportOutcome("i1", "3"),
        ImportOutcome("i2", "3", is_new=True),
    )
    assert bring_in(session, *audits) == (ImportOutcome("i1", "3"), ImportOutcome("i2", "3"))
    files = select(MonthTotalRow.file_count).where(MonthTotalRow.scope == "n")
    assert session.execute(files).scalar_one() == 2
    session.rollback()
    # three chunks of one instant
    assert held_acts(session).unlike == []


def test_one_inspection_listed_twice_counts_once(session: Session, version: int) -> None:
    one = inspection(version, "i1", {"care": "3"})
    assert bring_in(session, one, one) == (
        ImportOutcome("i1", "3", is_new=True),
        ImportOutcome("i1", "3"),
    )
    assert session.execute(select(func.count()).select_from(AuditRow)).scalar_one() == 1


def test_a_chunk_is_one_row_of_the_journal(session: Session, version: int) -> None:
    before = session.execute(select(func.max(JournalRow.seq))).scalar_one()
    bring_in(session, *(inspection(version, f"i{n}", {"care": "3"}) for n in range(3)))
    rows = session.execute(select(JournalRow).where(JournalRow.seq > before)).scalars().all()
    assert [row.action for row in rows] == ["history:import"]
    assert json.loads(rows[0].detail)["count"] == 3
    assert held_acts(session).unlike == []


def test_a_version_that_is_not_published(session: Session, version: int) -> None:
    with pytest.raises(OutOfReachError):
        bring_in(session, inspection(version + 9, "i1", {"care": "3"}))
    assert session.execute(select(AuditRow)).first() is None


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.SYS_ADMIN])
def test_others_may_not(role: Role, session: Session, version: int) -> None:
    with pytest.raises(NotAllowedError):
        import_history_audits(
            session,
            person(role),
            "inspectorate",
            [inspection(version, "i1", {"care": "3"})],
            "Asia/Shanghai",
            at=NOON,
        )
    assert session.execute(select(AuditRow)).first() is None


def test_long_ids_of_the_source_find_their_centre(session: Session, version: int) -> None:
    long, other = "x" * 80 + "1", "x" * 80 + "2"
    centres = [replace(NORTH, key=long), replace(SOUTH, key=other)]
    assert import_history_centres(session, OPERATOR, SOURCE, centres, at=NOON) == 2
    found = bring_in(session, inspection(version, "i1", {"care": "3"}, centre=other))
    assert found == (ImportOutcome("i1", "3", is_new=True),)
    audit = session.execute(select(AuditRow)).scalar_one()
    assert session.get_one(CentreRow, audit.centre_id).name_en == "South house"
