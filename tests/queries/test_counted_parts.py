"""Centres counted some at a time, elsewhere too, add up to what anybody would count by hand."""

import pickle
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

import pytest
from sqlalchemy import Engine, delete, select, update
from sqlalchemy.orm import Session

from qa_app.models.audits import AuditRow
from qa_app.models.cases import CaseFileRow
from qa_app.models.trends import ItemTotalRow, MonthTotalRow, ReadingMonthRow
from qa_app.queries import counted_parts
from qa_app.queries.counted_parts import CountedPart, Task, counted_part, tasks_of
from qa_app.queries.recount import drifted_totals
from qa_app.services.audits.save_entries import save_entries
from qa_app.services.audits.sign_audit import sign_audit
from qa_app.services.operations.rebuild_totals import rebuild_totals
from tests.audits import ZONE, a_case_file, a_draft, change
from tests.oracle.totals import by_hand, standing
from tests.pairs import LATER, MET, Twice, a_drawn_sample
from tests.people import OPERATOR

WORKER = 1
T = TypeVar("T")
pytestmark = pytest.mark.both_databases


@pytest.fixture
def network(session: Session) -> Twice:
    """Two files of centre A and one of B are signed; one worker was responsible for all."""
    twice = a_drawn_sample(session)
    file = a_case_file(session, twice.centre + 1)
    values = {"area_code": "legal_aid"}
    other = a_draft(session, twice.centre + 1, twice.rubric, twice.elsewhere, file, **values)
    session.execute(update(CaseFileRow).values(practitioner_id=WORKER))
    drafts = select(AuditRow.id).where(AuditRow.reader_id == twice.first.account_id)
    one, two, *_ = session.execute(drafts.order_by(AuditRow.id)).scalars()
    session.commit()
    for reader, audit, codes in (
        (twice.first, one, MET),
        (twice.first, two, {**MET, "A1": "partly"}),
        (twice.elsewhere, other, {**MET, "B1": "unmet"}),
    ):
        notes = {key: "" if code == "met" else "案卷里没有找到" for key, code in codes.items()}
        changes = [change(key, code, note=notes[key]) for key, code in codes.items()]
        save_entries(session, reader, audit, changes, ZONE, at=LATER)
        sign_audit(session, reader, audit, ZONE, at=LATER)
    return twice


def _handed_over(one: T) -> T:
    made: T = pickle.loads(pickle.dumps(one))  # noqa: S301 - its own bytes
    return made


def test_parts_counted_elsewhere_make_the_same_totals(
    session: Session, engine: Engine, network: Twice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counted_parts, "_CENTRES", 1)
    wanted = by_hand(session)
    assert {key[1] for key in wanted if key[0] == "month_total"} >= {"n", "c:1", "c:2", "w:1"}
    for table in (MonthTotalRow, ItemTotalRow, ReadingMonthRow):
        session.execute(delete(table))
    session.commit()
    handed = []

    def elsewhere(tasks: Sequence[Task]) -> Iterator[CountedPart]:
        for task in tasks:
            handed.append(task.centres)
            # another connection, and nothing but bytes between, as in another process
            with Session(engine) as other:
                part = counted_part(other, _handed_over(task))
            yield _handed_over(part)

    assert rebuild_totals(session, OPERATOR, at=LATER, counting=elsewhere) == len(wanted)
    assert handed == [(network.centre,), (network.centre + 1,)]
    assert standing(session) == wanted
    session.rollback()
    assert rebuild_totals(session, OPERATOR, at=LATER, counting=elsewhere) == 0
    assert drifted_totals(session) == ()


def test_who_has_files_of_two_centres_is_counted_once_with_both(
    session: Session, network: Twice
) -> None:
    one, two = (
        counted_part(session, replace(task, centres=(centre,)))
        for task in tasks_of(session, frozenset())
        for centre in task.centres
    )
    assert [set(part.workers) for part in (one, two)] == [{WORKER}, {WORKER}]
    query = select(MonthTotalRow.file_count).where(
        MonthTotalRow.scope == f"w:{WORKER}", MonthTotalRow.section == ""
    )
    assert session.execute(query).scalars().all() == [3]
