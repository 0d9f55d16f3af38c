"""Who led a session that was held, and that it was, is what its row sealed."""

import pytest
from sqlalchemy.orm import Session

from qa_app.domain.act_seals import ActFault, Kind
from qa_app.queries.act_records import hold_records
from tests import records
from tests.postgresql import as_owner
from tests.queries.test_act_check import copied, each_is_named
from tests.services.supervision.test_import_sessions import line, take
from tests.services.supervision.test_settle_session import HELD, settle
from tests.sessions import a_scene, a_session

SESSION = Kind.SESSION
UNTOLD, CHANGED, LOST = (
    (SESSION, ActFault.UNTOLD),
    (SESSION, ActFault.CHANGED),
    (SESSION, ActFault.LOST),
)


@pytest.fixture
def database_url(database_url: str) -> str:
    """Triggers are the owner's: whoever drops them may do everything."""
    return as_owner(database_url)


def test_sessions_without_a_record(session: Session) -> None:
    scene = a_scene(session)
    one, two = a_session(session, scene), a_session(session, scene)
    settle(session, scene, one, HELD)
    # two lists of one instant
    take(session, [line(2), line(3, day="2025-11-04")])
    take(session, [line(2, day="2025-11-05")])
    other = f"supervisor_id = {scene.reader.account_id}"
    of, last = f"WHERE id = {one}", "WHERE id = (SELECT max(id) FROM supervision_session)"
    change = "UPDATE supervision_session SET "
    held = "state = 'held', settled_at = {}, settled_by = created_by"
    each_is_named(
        session,
        hold_records,
        {
            f"{change} {other} {of}": {CHANGED},
            f"{change} planned_on = '2026-04-08' {of}": {CHANGED},
            f"{change} type = 'group' {of}": {CHANGED},
            f"{change} state = 'planned' {of}": {LOST},
            f"{change} settled_by = NULL {of}": {(SESSION, ActFault.OTHERWISE)},
            f"{change} settled_at = NULL {of}": {(SESSION, ActFault.STATE), LOST},
            f"{change} {held.format('planned_on')} WHERE id = {two}": {UNTOLD},
            f"{change} {held.format('created_at')} WHERE id = {two}": {UNTOLD},
            f"{change} {other} {last}": {CHANGED},
            copied(session, "supervision_session", id="900"): {UNTOLD},
        },
    )


def test_the_leader_of_a_session_with_a_record(session: Session) -> None:
    talk = records.a_talk(session)
    records.begin(session, talk)
    records.fill(session, talk)
    records.sign(session, talk)
    records.sign(session, talk, talk.worker)
    changed = {(Kind.RECORD, ActFault.CHANGED)}
    change = "UPDATE supervision_session SET"
    each_is_named(
        session,
        hold_records,
        {
            f"{change} supervisor_id = {talk.worker.account_id}": changed,
            f"{change} planned_on = '2026-01-02'": changed,
            f"{change} settled_at = created_at": {*changed, UNTOLD},
        },
    )
