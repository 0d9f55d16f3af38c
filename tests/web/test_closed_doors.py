"""Pages that are not for somebody: said why as far as blindness allows, with a way back."""

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from qa_app.models.audits import AuditRow
from tests.pairs import Twice, a_drawn_sample, a_pair
from tests.web.conftest import Visit
from tests.web.visits import in_both


@pytest.fixture
def twice(store: Session) -> Twice:
    return a_drawn_sample(store)


@pytest.mark.parametrize(
    ("name", "address", "english", "chinese"),
    [
        ("manager", "/readers/team", "It is for: senior supervisors", "该页面供以下人员使用"),
        (
            "planner",
            "/admin/accounts",
            "It is for: system administrators",
            "该页面不对您的角色开放",
        ),
        ("first", "/moderation/999", "It belongs to a centre that was not given to you.", "可能的"),
        ("first", "/audits/999", "files are read twice without", "双评时两位评查员互不知情"),
    ],
)
def test_a_closed_page_says_why_and_leads_back(
    twice: Twice, visit: Visit, name: str, address: str, english: str, chinese: str
) -> None:
    client = visit(name)
    assert client.get(address).status_code == 404
    zh, en = in_both(client, address)
    assert english in en
    assert chinese in zh
    assert 'href="/"' in zh


def test_what_is_out_of_reach_reads_as_what_does_not_exist(
    store: Session, twice: Twice, visit: Visit
) -> None:
    pair = a_pair(store, twice)
    client = visit("elsewhere")
    told = {
        client.get(f"/sessions/{number}/second-readings").text.split("<main")[1]
        for number in (twice.session, 10**6)
    }
    assert len(told) == 1
    # neither reader learns of the other by the page that refuses
    for name, of_other in (("first", pair.second_id), ("second", pair.first_id)):
        reader = visit(name)
        pages = {
            reader.get(f"/audits/{number}").text.split("<main")[1] for number in (of_other, 10**6)
        }
        assert len(pages) == 1


def test_who_reads_of_a_sample_is_told_that_second_readings_are_kept_from_them(
    store: Session, twice: Twice, visit: Visit
) -> None:
    # the planner reads a file of the sample too
    plans_too = visit("planner")
    address = f"/sessions/{twice.session}/second-readings"
    assert plans_too.get(address).status_code == 200
    store.execute(
        update(AuditRow)
        .where(AuditRow.session_id == twice.session)
        .values(reader_id=twice.planner.account_id)
    )
    store.commit()
    assert plans_too.get(address).status_code == 404
    zh, en = in_both(plans_too, address)
    assert "whether there are any or not" in en
    assert "无论是否有双评" in zh
    assert f'href="/sessions/{twice.session}"' in en
    zh, en = in_both(plans_too, f"/sessions/{twice.session}")
    assert "Second readings are chosen by somebody who reads no file of this sample" in en
    assert "双评由不评查本样本任何案卷的人员安排" in zh
