"""Time limits that run into a year without a holiday table."""

import pytest
from sqlalchemy import select

from qa_app.domain.audit_entries import EntryKind
from qa_app.models.audits import AuditRow
from qa_app.services.audits.save_entries import save_entries
from qa_app.web.audits.signing import STATEMENTS
from tests.audits import ZONE, a_case_file, a_draft, change, publish
from tests.builders import item, section
from tests.people import NOON
from tests.web.conftest import Visit, token_of
from tests.web.test_audits import CLOCKS, Setting, setting

__all__ = ["setting"]


def a_dated_draft(setting: Setting, *, is_overruled: bool) -> int:
    """A draft with dates of 2025, a year that the table of the tests does not cover."""
    limited = item("B3", scale="time3", clock={"from": "came", "to": "began", "within": "10wd"})
    rubric = publish(setting.session, section("A", item("A1"), limited), clocks=CLOCKS, id="dated")
    file = a_case_file(setting.session, setting.centre, "KM-26-0000-00099")
    made = a_draft(setting.session, setting.centre, rubric, setting.reader, file)
    changes = [
        change("A1", "met"),
        change("came", "2025-03-02", kind=EntryKind.CLOCK),
        change("began", "2025-03-05", kind=EntryKind.CLOCK),
        *([change("B3", "on_time", note="在期限内已开始")] if is_overruled else []),
    ]
    save_entries(setting.session, setting.reader, made, changes, ZONE, at=NOON)
    return made


def state_of(setting: Setting, audit: int) -> str:
    setting.session.rollback()
    return setting.session.execute(select(AuditRow.state).where(AuditRow.id == audit)).scalar_one()


@pytest.mark.parametrize("is_overruled", [True, False])
def test_a_draft_opens_and_names_the_year_and_who_adds_it(
    visit: Visit, setting: Setting, is_overruled: bool
) -> None:
    audit = a_dated_draft(setting, is_overruled=is_overruled)
    client = visit("senior_supervisor")
    for address in (f"/audits/{audit}", f"/audits/{audit}/check"):
        page = client.get(address)
        assert page.status_code == 200
        assert "节假日表缺少2025年" in page.text
        assert "系统管理员" in page.text
    assert client.get(f"/audits/{audit}/state").status_code == 200


def test_a_result_that_needs_the_year_is_not_signed(visit: Visit, setting: Setting) -> None:
    audit = a_dated_draft(setting, is_overruled=False)
    client = visit("senior_supervisor")
    token = token_of(client.get("/audits").text)
    data = {"csrf_token": token, "statement": list(STATEMENTS)}
    answer = client.post(f"/audits/{audit}/check", data=data)
    assert answer.status_code == 422
    fault = answer.text.partition("pl-au-fault")[2].partition("</div>")[0]
    assert "节假日表缺少2025年" in fault
    assert state_of(setting, audit) == "draft"


def test_a_rating_over_the_limit_is_signed_without_the_year(visit: Visit, setting: Setting) -> None:
    audit = a_dated_draft(setting, is_overruled=True)
    client = visit("senior_supervisor")
    page = client.get(f"/audits/{audit}/check").text
    data = {"csrf_token": token_of(page), "statement": list(STATEMENTS)}
    answer = client.post(f"/audits/{audit}/check", data=data)
    assert answer.status_code == 302
    assert state_of(setting, audit) == "signed"
