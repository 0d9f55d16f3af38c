"""When evidence of an area is overtaken: cases by hand at every edge, no row of a database."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from qa_app.domain.register_status import Cause, Step
from qa_app.domain.rules.decision import Status
from qa_app.domain.text import BilingualText
from qa_app.queries.evidence_snapshots import Snapshot
from qa_app.queries.register_standings import AreaPlace, AreaStanding
from qa_app.queries.standing_evidence import is_overtaken
from tests.people import NOON

DAY, LITTLE = NOON.date(), timedelta(microseconds=1)
NAME = BilingualText("甲", "A")
PLACE = AreaPlace(1, "A", NAME, "law_firm", "cn/", "legal_aid", NAME)
FROZEN = Snapshot(
    *(1, 1, "legal_aid", "full", DAY, Status.ENDORSED, "0" * 64, ("criteria", "1.0.0"), 1),
    plain={"known_at": NOON.isoformat()},
    has_intervals=True,
)
MADE = Step(1, Status.ENDORSED, DAY, None, Cause.DECISION, 7, NOON)


def after(days: int) -> date:
    return DAY + timedelta(days=days)


@pytest.mark.parametrize(
    ("step", "today", "is_over"),
    [
        # known with the evidence, and in effect on its day
        (MADE, after(9), False),
        (replace(MADE, made_at=NOON + LITTLE), DAY, True),
        # decided before, in effect later: from that day on, whatever was made since
        (replace(MADE, effective_on=after(1)), DAY, False),
        (replace(MADE, effective_on=after(1)), after(1), True),
        (replace(MADE, effective_on=after(1)), after(2), True),
        # that an entry runs out was known before, and nobody moved the area
        (replace(MADE, effective_on=after(1), cause=Cause.EXPIRY), after(2), False),
        (replace(MADE, effective_on=after(1), cause=Cause.EXPIRY, made_at=None), after(2), False),
        (replace(MADE, cause=Cause.EXPIRY, made_at=NOON + LITTLE), DAY, True),
        # a step of an earlier edition has no instant
        (replace(MADE, made_at=None), after(9), False),
        (replace(MADE, effective_on=after(1), made_at=None), after(1), True),
    ],
)
def test_evidence_is_overtaken_once_its_area_moves(step: Step, today: date, is_over: bool) -> None:
    assert is_overtaken(FROZEN, AreaStanding(PLACE, (step,), ()), today) is is_over
    # one step that moved it is enough
    assert is_overtaken(FROZEN, AreaStanding(PLACE, (MADE, step), ()), today) is is_over
