"""A short story of the demonstration: every kind of thing is there, made by the product itself."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from qa_app.cli.init import years
from qa_app.demo.build import Built, Story, build
from qa_app.demo.editions import editions
from qa_app.demo.founding import Founding
from qa_app.demo.network import ACCOUNTS
from qa_app.demo.visits import Visit
from qa_app.queries.holidays import working_calendar
from qa_app.services.operations.load_holidays import load_holidays
from tests.conftest import ROOT
from tests.kept import kept_at_once
from tests.people import OPERATOR
from tests.web.conftest import CHEAP, PASSWORD

ZONE = "Asia/Shanghai"
TODAY = date(2026, 11, 25)
VISITS = (
    Visit("530102-A", "social_work", date(2025, 3, 5), 5, 72),
    Visit("530102-A", "social_work", date(2026, 10, 14), 5, 96),
    Visit("530111-B", "legal_aid", date(2026, 11, 18), 5, 90, red_line_files=2),
)


@kept_at_once
def tell_short_story(session: Session) -> tuple[Built, list[str]]:
    """Tell it up to `TODAY`; every account of the demonstration signs in with `PASSWORD`."""
    at = datetime(2024, 11, 20, 9, 0, tzinfo=ZoneInfo(ZONE))
    load_holidays(session, OPERATOR, years(), at=at)
    calendar = working_calendar(session, "CN")
    passwords = {one.login_name: PASSWORD for one in ACCOUNTS}
    founding = Founding(OPERATOR, ZONE, calendar, at, passwords, CHEAP)
    heard: list[str] = []
    told = Story(TODAY, VISITS, tried=(1, 1))
    return build(session, founding, editions(ROOT / "rubrics"), told, heard.append), heard
