from datetime import date

import pytest
from sqlalchemy.orm import Session

from qa_app.domain.rounds import RoundCancelReason
from qa_app.queries.round_overlaps import OtherRound, other_rounds
from qa_app.services.rounds.cancel_round import cancel_round
from tests.people import NOON
from tests.rounds import a_round
from tests.sessions import Scene, a_scene


@pytest.fixture
def scene(session: Session) -> Scene:
    return a_scene(session)


def test_only_rounds_that_take_place_within_reach_are_listed(
    session: Session, scene: Scene
) -> None:
    first, second, third = (a_round(session, scene) for _ in range(3))
    cancel_round(session, scene.supervisor, second, RoundCancelReason.JOINED, at=NOON)
    days = (date(2026, 1, 1), date(2026, 3, 31), (scene.centre,))
    one, other = OtherRound(first, *days), OtherRound(third, *days)
    assert other_rounds(session, scene.supervisor, 9) == (other, one)
    assert other_rounds(session, scene.supervisor, 1) == (other,)
    assert other_rounds(session, scene.supervisor, 9, besides=third) == (one,)
    assert other_rounds(session, scene.elsewhere, 9) == ()


def test_periods_meet_that_share_a_day_at_a_centre() -> None:
    one = OtherRound(1, date(2026, 1, 1), date(2026, 3, 31), (1, 2))
    assert one.shared(date(2026, 3, 31), date(2026, 6, 30), (2, 3)) == (2,)
    assert one.shared(date(2025, 6, 1), date(2026, 1, 1), (1, 2)) == (1, 2)
    assert one.shared(date(2026, 4, 1), date(2026, 6, 30), (1, 2)) == ()
    assert one.shared(date(2026, 2, 1), date(2026, 2, 2), (3,)) == ()
    assert one.shared(None, date(2026, 2, 2), (1,)) == ()
