"""What the content policy stops in a real browser reaches those who look after the system."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.models.journal import SettingRow
from qa_app.queries.health import POLICY_REPORT
from tests.journeys.conftest import Journey


def test_a_script_that_the_policy_stops_is_reported_and_told(
    journey: Journey, session: Session
) -> None:
    journey.watch.expect("policy violation: script-src-elem")
    journey.watch.expect("Content Security Policy")
    page = journey.enter("sys_admin", target="/system")
    assert page.locator("text=一周内没有浏览器报告").count() == 1
    put = (
        "document.body.append(Object.assign(document.createElement('script'), {text: 'window.x'}))"
    )
    page.evaluate(put)
    found = select(SettingRow.name).where(SettingRow.name.startswith(POLICY_REPORT))
    for _ in range(100):
        session.rollback()
        if session.scalar(found) is not None:
            break
        page.wait_for_timeout(100)
    assert session.scalars(found).all() == [f"{POLICY_REPORT}script-src-elem"]
    page.reload()
    assert page.locator("text=按以下规则拦截了页面中的内容：script-src-elem").count() == 1
