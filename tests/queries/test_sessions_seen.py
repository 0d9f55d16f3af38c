"""Coverage, "not seen for so many days", the due list and the totals know one and the same."""

from datetime import date

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from qa_app.domain.session_coverage import CoverageOf, usual_window
from qa_app.domain.session_totals import SessionScope
from qa_app.domain.text import BilingualText
from qa_app.models.places import CentreRow
from qa_app.models.records import RecordPresenceRow, SupervisionRecordRow
from qa_app.models.session_counts import counting_sessions
from qa_app.models.session_totals import SessionMonthRow
from qa_app.models.supervision import SupervisionSessionRow
from qa_app.queries.due_sessions import due_sessions
from qa_app.queries.session_people import people_of
from qa_app.queries.sessions_seen import times_seen
from tests.people import NOON
from tests.records import Talk, a_talk
from tests.sessions import DAY

TODAY = date(2026, 4, 20)


def held(session: Session, talk: Talk, minutes: int | None, state: str | None) -> None:
    made, worker = talk.session_id, talk.scene.workers["W1"]
    with counting_sessions(session, [made]):
        if state is not None:
            record = {"held_on": DAY, "functions": [], "written_at": NOON, "saved_at": NOON}
            session.execute(
                insert(SupervisionRecordRow).values(session_id=made, state="draft", **record)
            )
            session.execute(
                insert(RecordPresenceRow).values(
                    session_id=made, practitioner_id=worker, minutes=minutes
                )
            )
            named = SupervisionRecordRow.session_id == made
            session.execute(update(SupervisionRecordRow).where(named).values(state=state))
        row = SupervisionSessionRow
        session.execute(update(row).where(row.id == made).values(state="held"))
    session.commit()


@pytest.mark.parametrize(
    ("is_expected", "minutes", "state", "is_seen"),
    [
        (True, None, None, True),  # held without a record
        (True, 90, "signed", True),
        (True, 0, "signed", False),  # expected, and by the record not there
        (True, 0, "draft", True),  # what is not signed says nothing yet
        (False, 90, "awaited", True),  # came without being expected
        (False, 0, "signed", False),
        (False, 90, "draft", False),
    ],
)
def test_all_who_ask_get_one_answer(
    session: Session, is_expected: bool, minutes: int | None, state: str | None, is_seen: bool
) -> None:
    talk = a_talk(session, **({} if is_expected else {"people": ()}))
    held(session, talk, minutes, state)
    worker = talk.scene.workers["W1"]
    seen = times_seen([worker])
    found = session.execute(select(seen.c.session_id, seen.c.on)).all()
    assert [tuple(one) for one in found] == ([(talk.session_id, DAY)] if is_seen else [])
    last_on = DAY if is_seen else None
    of = CoverageOf(SessionScope.PRACTITIONER, worker, BilingualText("W1", "W1"))
    (line,) = people_of(session, of, usual_window(TODAY))
    assert line.last_on == last_on
    centre = CentreRow.id == talk.scene.centre
    due = [
        one.why.last_on
        for one in due_sessions(session, centre, TODAY, date(2026, 6, 30))
        if one.id == worker
    ]
    assert due == [last_on]
    counted = select(SessionMonthRow.held).where(
        SessionMonthRow.scope == "practitioner", SessionMonthRow.scope_id == worker
    )
    assert sum(session.scalars(counted)) == int(is_seen)
