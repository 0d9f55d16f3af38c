"""The doors on PostgreSQL: a page of every blueprint, and text that it would not take."""

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from qa_app.domain.people import NewGrant, Role
from qa_app.models.accounts import AccountRow
from qa_app.models.places import PractitionerRow
from qa_app.models.supervision import SupervisionSessionRow
from qa_app.services.accounts.add_account import NewAccount, add_account
from qa_app.services.criteria.hand_in_criteria import hand_in_criteria
from qa_app.web import BLUEPRINTS
from tests.criteria_drafts import the_file
from tests.people import NOON, OPERATOR
from tests.web.conftest import CHEAP, ON_POSTGRESQL, PASSWORD, Visit, token_of
from tests.web.test_audits import Setting, answer_all, post, setting
from tests.web.test_supervision import filled, scene

__all__ = ["scene", "setting"]

pytestmark = ON_POSTGRESQL

PAGES = {
    "access": ("audit_admin", "/access/seen"),
    "accounts": ("senior_supervisor", "/me"),
    "actions": ("senior_supervisor", "/actions"),
    "admin": ("sys_admin", "/admin/accounts"),
    "answers": ("senior_supervisor", "/audits/{simple}/answers"),
    "assets": (None, "/static/none/none.css"),
    "audits": ("senior_supervisor", "/audits"),
    "cases": ("senior_supervisor", "/centres/{centre}/cases"),
    "centres": ("senior_supervisor", "/centres?q=中心"),
    "chart_notes": ("senior_supervisor", "/centres/charts/centre/{centre}/notes"),
    "comparison": ("senior_supervisor", "/places/0/compare"),
    "drafting": ("senior_supervisor", "/rubrics/drafts"),
    "endorsement": ("judicial_reader", "/criteria"),
    "findings": ("senior_supervisor", "/audits/{audit}/findings"),
    "health": ("sys_admin", "/system"),
    "holidays": ("sys_admin", "/admin/holidays"),
    "home": ("senior_supervisor", "/"),
    "journal": ("audit_admin", "/log"),
    "own_forms": ("senior_supervisor", "/forms"),
    "papers": ("senior_supervisor", "/audits/{simple}/report"),
    "past_sessions": ("sys_admin", "/admin/sessions/import"),
    "period_reports": ("senior_supervisor", "/reports"),
    "quality": ("senior_supervisor", "/centres/{centre}/quality"),
    "library": ("senior_supervisor", "/library?q=中心"),
    "singles": ("moderator", "/moderation/single"),
    "standards": ("senior_supervisor", "/rubrics"),
    "exports": ("senior_supervisor", "/exports/requests"),
    "marks": ("senior_supervisor", "/audits/{audit}/marks"),
    "maturity": ("senior_supervisor", "/maturity"),
    "moderation": ("senior_supervisor", "/agreement"),
    "practice": ("senior_supervisor", "/practice"),
    "printed": ("senior_supervisor", "/centres/{centre}/actions.pdf?lang=zh"),
    "readers": ("senior_supervisor", "/readers"),
    "rounds": ("senior_supervisor", "/rounds"),
    "second_factor": ("senior_supervisor", "/me/second-factor"),
    "sheets": ("senior_supervisor", "/audits/{audit}/paper"),
    "supervision": ("senior_supervisor", "/plan"),
    "supervisor_reviews": ("senior_supervisor", "/supervision/reviews"),
    "schedule": ("senior_supervisor", "/plan/week"),
    "month_plan": ("senior_supervisor", "/plan/due"),
    "agreements": ("senior_supervisor", "/supervision/agreements"),
    "records": ("senior_supervisor", "/records"),
    "coverage": ("senior_supervisor", "/supervision/coverage"),
    "learning": ("senior_supervisor", "/learning"),
    "own_trends": ("caseworker", "/learning/{worker}/trend"),
    "limits": ("senior_supervisor", "/limits"),
    "reminders": ("senior_supervisor", "/me/reminders"),
    "agreed": ("senior_supervisor", "/sessions/{session}/agreed"),
    "competencies": ("senior_supervisor", "/competencies"),
    "decisions": ("senior_supervisor", "/decisions/"),
    "feedback_page": ("senior_supervisor", "/f/done/zh"),
    "indicators": ("senior_supervisor", "/indicators"),
    "papers_public": ("senior_supervisor", "/v"),
    "register": ("senior_supervisor", "/register/directory"),
    "register_papers": ("senior_supervisor", "/papers"),
    "sandbox": ("senior_supervisor", "/criteria/sandbox/{draft}"),
    "service_records": ("senior_supervisor", "/service"),
    "workers": ("senior_supervisor", "/workers"),
}


def test_a_page_of_every_blueprint(
    app: Flask, store: Session, setting: Setting, visit: Visit
) -> None:
    grants = (NewGrant(Role.AUDITOR), NewGrant(Role.MODERATOR))
    moderator = NewAccount("moderator", "moderator", PASSWORD, grants)
    add_account(store, OPERATOR, moderator, CHEAP, at=NOON)
    assert set(PAGES) == {blueprint.name for blueprint in BLUEPRINTS}
    answer_all(setting)
    reader = visit("senior_supervisor")
    page = reader.get(f"/audits/{setting.simple}/check").text
    data = {"csrf_token": token_of(page), "statement": ["read", "independent", "anonymous"]}
    assert reader.post(f"/audits/{setting.simple}/check", data=data).status_code == 302
    planned = SupervisionSessionRow(
        centre_id=setting.centre,
        type="individual",
        planned_on=NOON.date(),
        supervisor_id=setting.reader.account_id or 0,
        state="planned",
        created_at=NOON,
    )
    store.add(planned)
    worker = (
        store.execute(select(PractitionerRow.id).order_by(PractitionerRow.id)).scalars().first()
    )
    store.execute(
        update(AccountRow)
        .where(AccountRow.login_name == "caseworker")
        .values(practitioner_id=worker)
    )
    store.commit()
    numbers = {
        "worker": worker,
        "centre": setting.centre,
        "simple": setting.simple,
        "audit": setting.audit,
        "session": planned.id,
        "draft": hand_in_criteria(store, setting.reader, the_file(), at=NOON),
    }
    for who, path in PAGES.values():
        address = path.format(**numbers)
        wanted = 404 if who is None else 200
        assert visit(who).get(address).status_code == wanted, address


def test_an_answer_is_saved_and_odd_ones_are_refused(setting: Setting, visit: Visit) -> None:
    reader = visit("senior_supervisor")
    assert post(reader, setting, key="A1", value="met").status_code == 200
    for fields in ({"base": 10**20}, {"note": "a\0b"}, {"op": "o" * 60}):
        answer = post(reader, setting, **({"key": "A2", "value": "met"} | fields))
        assert answer.status_code == 422


@pytest.mark.parametrize("path", ["/centres?q=%00", "/centres?place=99999999999", "/log?before=9"])
def test_odd_addresses(visit: Visit, path: str) -> None:
    assert visit("senior_supervisor").get(path).status_code < 500


def test_a_form_takes_no_key_longer_than_its_column(store, scene, visit: Visit) -> None:
    client, address = visit("lead"), f"/plan/sessions/new?centre={scene.centre}"
    data = filled(scene) | {"csrf_token": token_of(client.get(address).text)}
    assert client.post(address, data=data | {"idempotency_key": "k" * 41}).status_code == 400
    assert client.post(address, data=data | {"idempotency_key": "k" * 40}).status_code == 302
