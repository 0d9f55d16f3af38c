"""Opening is noted once for each person and version, and only within reach."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from qa_app.domain.errors import OutOfReachError
from qa_app.domain.people import Actor, Reach, Role
from qa_app.models.journal import JournalRow
from qa_app.models.period_reports import PeriodReportRow
from qa_app.queries.period_reports import is_opened
from qa_app.services.accounts.add_account import NewAccount, NewGrant, add_account
from qa_app.services.reports.make_reports import make_reports
from qa_app.services.reports.open_report import open_report
from tests.audits import ZONE
from tests.people import NOON, OPERATOR, person
from tests.readings import JAN, count_in, published
from tests.register import two_centres
from tests.services.reports.test_make_reports import AFTER
from tests.web.conftest import CHEAP, PASSWORD


@pytest.fixture
def scene(session: Session) -> tuple[Actor, int, int, int]:
    a, b = two_centres(session)
    count_in(session, a, published(session), JAN, 10)
    make_reports(session, OPERATOR, ZONE, at=AFTER)
    report = session.scalars(select(PeriodReportRow.id)).one()
    account = add_account(
        session,
        OPERATOR,
        NewAccount("manager_a", "m", PASSWORD, (NewGrant(Role.CENTRE_MANAGER, centre_code="A"),)),
        CHEAP,
        at=NOON,
    )
    reach = Reach(centre_ids=frozenset({a}))
    return person(Role.CENTRE_MANAGER, account_id=account, reach=reach), report, a, b


def count(session: Session) -> int:
    query = select(func.count()).where(JournalRow.action == "report:open")
    return session.execute(query).scalar_one()


def test_noted_once(session: Session, scene: tuple[Actor, int, int, int]) -> None:
    actor, report, _a, _b = scene
    assert actor.account_id is not None
    assert not is_opened(session, actor.account_id, report)
    assert open_report(session, actor, report, at=AFTER)
    assert not open_report(session, actor, report, at=AFTER)
    assert is_opened(session, actor.account_id, report)
    assert count(session) == 1


def test_out_of_reach_there_is_none(session: Session, scene: tuple[Actor, int, int, int]) -> None:
    actor, report, a, b = scene
    other = person(Role.CENTRE_MANAGER, reach=Reach(centre_ids=frozenset({b})))
    reader = person(Role.AUDITOR, reach=Reach(centre_ids=frozenset({a})))
    for one, which in ((other, report), (reader, report), (actor, report + 1)):
        with pytest.raises(OutOfReachError):
            open_report(session, one, which, at=AFTER)
    assert count(session) == 0
