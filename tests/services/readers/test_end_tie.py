from datetime import date

import pytest
from sqlalchemy.orm import Session

from qa_app.domain.bars import Tie, TieKind
from qa_app.domain.errors import ConflictError, InvalidError, OutOfReachError
from qa_app.queries.readers import own_ties
from qa_app.services.readers.end_tie import end_tie
from qa_app.services.readers.record_tie import NewTie, record_tie
from tests.people import NOON
from tests.sessions import DAY, Scene, a_scene

LAST = date(2026, 5, 31)


@pytest.fixture
def scene(session: Session) -> Scene:
    return a_scene(session)


@pytest.fixture
def tie(session: Session, scene: Scene) -> int:
    membership = Tie(TieKind.MEMBERSHIP, scene.centre, None, DAY)
    new = NewTie(scene.reader.account_id or 0, membership)
    return record_tie(session, scene.supervisor, new, at=NOON)


def test_a_tie_gets_its_last_day_once(session: Session, scene: Scene, tie: int) -> None:
    end_tie(session, scene.reader, tie, LAST, at=NOON)
    assert own_ties(session, scene.reader)[0].tie.until_on == LAST
    with pytest.raises(ConflictError, match="ended"):
        end_tie(session, scene.supervisor, tie, LAST, at=NOON)


def test_nobody_else_ends_it_and_not_before_it_began(
    session: Session, scene: Scene, tie: int
) -> None:
    with pytest.raises(OutOfReachError):
        end_tie(session, scene.elsewhere, tie, LAST, at=NOON)
    with pytest.raises(OutOfReachError):
        end_tie(session, scene.supervisor, 10**9, LAST, at=NOON)
    with pytest.raises(InvalidError, match="ends_before"):
        end_tie(session, scene.supervisor, tie, date(2026, 4, 8), at=NOON)
    assert own_ties(session, scene.reader)[0].tie.until_on is None
