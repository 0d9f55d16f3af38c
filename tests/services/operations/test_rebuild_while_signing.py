"""Totals counted anew while others sign and take back: nothing is lost, nothing counted twice."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from qa_app.models.audits import AuditRow
from qa_app.models.sealing import Sealer
from qa_app.models.trends import MonthTotalRow
from qa_app.queries.counted_parts import CountedPart, Task, counted_part
from qa_app.queries.recount import drifted_totals
from qa_app.services.audits.save_entries import save_entries
from qa_app.services.audits.sign_audit import sign_audit
from qa_app.services.audits.withdraw_audit import withdraw_audit
from qa_app.services.operations.rebuild_totals import rebuild_totals
from tests.audits import ZONE, Desk, a_desk, a_draft, all_met, items, months, recounted
from tests.conftest import FIELD_KEY
from tests.people import NOON, OPERATOR

SIGNERS, EACH, LEAST = 4, 15, 5


def opened(engine: Engine) -> Session:
    return Session(engine, info={"sealer": Sealer(FIELD_KEY)})


def sign_some(engine: Engine, desk: Desk, drafts: Sequence[int]) -> None:
    """Sign each, take every third back, and sign every second of these again."""
    with opened(engine) as own:
        for place, draft in enumerate(drafts):
            sign_audit(own, desk.reader, draft, ZONE, at=NOON)
            if place % 3 == 0:
                withdraw_audit(own, desk.reader, draft, at=NOON)
            if place % 6 == 0:
                sign_audit(own, desk.reader, draft, ZONE, at=NOON)


@pytest.mark.nightly
@pytest.mark.both_databases
def test_each_count_meets_whole_signatures_alone(
    engine: Engine, session: Session, record_property: Callable[[str, object], None]
) -> None:
    desk = a_desk(session)
    drafts = [desk.audit] + [
        a_draft(session, desk.centre, desk.rubric, desk.reader) for _ in range(SIGNERS * EACH - 1)
    ]
    for draft in drafts:
        save_entries(session, desk.reader, draft, all_met(), ZONE, at=NOON)

    def elsewhere(tasks: Iterable[Task]) -> Iterator[CountedPart]:
        # like another process: a connection of its own, opened while totals are held
        with opened(engine) as other:
            yield from [counted_part(other, task) for task in tasks]

    drifts = []
    with ThreadPoolExecutor(SIGNERS) as pool:
        work = [pool.submit(sign_some, engine, desk, drafts[at::SIGNERS]) for at in range(SIGNERS)]
        with opened(engine) as own:
            while not all(one.done() for one in work) or len(drifts) < LEAST:
                counting = elsewhere if len(drifts) % 2 else None
                drifts.append(rebuild_totals(own, OPERATOR, at=NOON, counting=counting))
        for one in work:
            one.result()
    # every count found the totals equal to the signed reviews, in the midst of all this
    assert set(drifts) == {0}, drifts
    # of 15 each: 5 taken back, 3 of them signed again
    signed = select(func.count()).where(AuditRow.state == "signed")
    assert session.execute(signed).scalar_one() == SIGNERS * 13
    total = select(MonthTotalRow.file_count).where(
        MonthTotalRow.scope == "n", MonthTotalRow.section == ""
    )
    assert session.execute(total).scalars().all() == [SIGNERS * 13]
    session.rollback()
    assert drifted_totals(session) == ()
    assert (months(session), items(session)) == recounted(session)
    record_property("counts meanwhile", len(drifts))
