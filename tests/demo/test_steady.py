"""One area of the demonstration meets every criterion of the full set, whatever day it is told on."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.cli.init import years
from qa_app.demo.build import SEED, Story, build
from qa_app.demo.editions import editions
from qa_app.demo.founding import Founding
from qa_app.demo.network import ACCOUNTS, STEADY, centres
from qa_app.demo.visits import visits
from qa_app.models.places import CentreRow
from qa_app.models.register_decisions import RegisterDecisionRow
from qa_app.models.register_papers import RegisterPaperRow
from qa_app.queries.evidence_snapshots import snapshots
from qa_app.queries.holidays import working_calendar
from qa_app.rubric_files.criteria import read_criteria_plain
from qa_app.services.criteria.publish_criteria import publish_criteria
from qa_app.services.operations.load_holidays import load_holidays
from tests.conftest import ROOT
from tests.people import OPERATOR
from tests.web.conftest import CHEAP, PASSWORD

ZONE = "Asia/Shanghai"
ASKED = tuple(f"E{number:02}" for number in range(1, 25) if number != 13)
"""Every criterion of the full set but E13, which is not asked of psychological support."""


@pytest.fixture
def database_kind() -> str:
    # every act of the story has tests of its own on both
    return "sqlite"


@pytest.mark.nightly
@pytest.mark.parametrize("today", [date(2026, 7, 10), date(2026, 11, 30)])
def test_it_is_entered_by_its_evidence_and_has_its_paper(session: Session, today: date) -> None:
    at = datetime(2024, 11, 20, 9, 0, tzinfo=ZoneInfo(ZONE))
    load_holidays(session, OPERATOR, years(), at=at)
    criteria = read_criteria_plain(ROOT / "rubrics" / "endorsement_criteria.yaml")
    publish_criteria(session, OPERATOR, criteria, at.date(), at=at)
    calendar = working_calendar(session, "CN")
    passwords = {one.login_name: PASSWORD for one in ACCOUNTS}
    told = visits(centres(), today, calendar, SEED)
    own = tuple(one for one in told if (one.centre, one.area) == STEADY)
    founding = Founding(OPERATOR, ZONE, calendar, at, passwords, CHEAP)
    build(session, founding, editions(ROOT / "rubrics"), Story(today, own, (1, 1)), lambda _: None)
    centre = session.scalars(select(CentreRow.id).where(CentreRow.code == STEADY[0])).one()
    (frozen,) = snapshots(session, centre, STEADY[1], 2)
    plain = frozen.plain
    assert {one["code"]: one["verdict"] for one in plain["criteria"]} == dict.fromkeys(ASKED, "met")
    assert (plain["set"], plain["status"]) == ("full", "endorsed")
    decided = select(RegisterDecisionRow.id).where(
        RegisterDecisionRow.snapshot_id == frozen.id, RegisterDecisionRow.state == "decided"
    )
    paper = select(RegisterPaperRow.number).where(RegisterPaperRow.decision_id.in_(decided))
    assert session.execute(paper).scalar_one().startswith("PL-")
