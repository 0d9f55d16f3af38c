from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.bars import ConflictReason, Tie, TieKind
from qa_app.domain.errors import ConflictError, InvalidError, OutOfReachError
from qa_app.domain.people import Role
from qa_app.models.journal import JournalRow
from qa_app.queries.readers import own_ties
from qa_app.services.readers.end_tie import end_tie
from qa_app.services.readers.record_tie import NewTie, record_tie
from tests.audits import ZONE
from tests.one_hand import refuses_one_hand
from tests.people import NOON
from tests.sessions import DAY, Scene, a_scene, at_centre

LAST = date(2026, 5, 31)
TODAY = NOON.date()


@pytest.fixture
def scene(session: Session) -> Scene:
    return a_scene(session)


@pytest.fixture
def tie(session: Session, scene: Scene) -> int:
    membership = Tie(TieKind.MEMBERSHIP, scene.centre, None, DAY)
    new = NewTie(scene.reader.account_id or 0, membership)
    return record_tie(session, scene.supervisor, new, at=NOON)


def test_a_tie_gets_its_last_day_once(session: Session, scene: Scene, tie: int) -> None:
    refuses_one_hand(
        session,
        lambda: end_tie(session, scene.supervisor, tie, LAST, ZONE, at=NOON),
        scene.supervisor,
        scene.reader,
    )
    end_tie(session, scene.supervisor, tie, LAST, ZONE, at=NOON)
    assert own_ties(session, scene.reader)[0].tie.until_on == LAST
    with pytest.raises(ConflictError, match="ended"):
        end_tie(session, scene.supervisor, tie, LAST, ZONE, at=NOON)
    query = select(JournalRow).where(JournalRow.action == "tie:end")
    told = session.execute(query).scalar_one()
    assert (told.actor_id, told.object_id) == (
        scene.supervisor.account_id,
        str(scene.reader.account_id),
    )


def test_nobody_ends_what_others_recorded_about_them(
    session: Session, scene: Scene, tie: int
) -> None:
    both = at_centre(scene.reader, Role.SENIOR_SUPERVISOR, scene.centre)
    for actor in (scene.reader, both):
        with pytest.raises(ConflictError, match="recorded_by_others"):
            end_tie(session, actor, tie, LAST, ZONE, at=NOON)
    assert own_ties(session, scene.reader)[0].tie.until_on is None


def test_what_a_person_declared_they_end_from_today_on(session: Session, scene: Scene) -> None:
    began = TODAY - timedelta(days=30)
    conflict = Tie(TieKind.CONFLICT, scene.centre, None, began, reason=ConflictReason.FAMILY)
    own = record_tie(session, scene.reader, NewTie(scene.reader.account_id or 0, conflict), at=NOON)
    for actor in (scene.reader, scene.supervisor):
        with pytest.raises(InvalidError, match="backdated"):
            end_tie(session, actor, own, TODAY - timedelta(days=1), ZONE, at=NOON)
    end_tie(session, scene.reader, own, TODAY, ZONE, at=NOON)
    assert own_ties(session, scene.reader)[0].tie.until_on == TODAY


def test_nobody_else_ends_it_and_not_before_it_began(
    session: Session, scene: Scene, tie: int
) -> None:
    with pytest.raises(OutOfReachError):
        end_tie(session, scene.elsewhere, tie, LAST, ZONE, at=NOON)
    with pytest.raises(OutOfReachError):
        end_tie(session, scene.supervisor, 10**9, LAST, ZONE, at=NOON)
    with pytest.raises(InvalidError, match="ends_before"):
        end_tie(session, scene.supervisor, tie, date(2026, 4, 8), ZONE, at=NOON)
    assert own_ties(session, scene.reader)[0].tie.until_on is None
