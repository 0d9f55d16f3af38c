"""Who made the link of an account is no second person beside it, until its owner is confirmed."""

import re

import pytest
from argon2 import PasswordHasher
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.people import NewGrant, Role
from qa_app.domain.register_names import NAMED
from qa_app.models.accounts import AccountRow
from qa_app.services.accounts.set_grants import set_grants
from qa_app.web.accounts import routes
from tests.people import NOON, person
from tests.services.accounts.conftest import CHEAP
from tests.web.conftest import Visit, sign_in
from tests.web.pagecheck import faults
from tests.web.visits import english, send

NEW_PASSWORD = "zebra lantern quilt harbor"


@pytest.fixture(autouse=True)
def cheap_hasher(monkeypatch: pytest.MonkeyPatch) -> None:
    made: PasswordHasher = CHEAP
    monkeypatch.setattr(routes, "hasher", lambda: made)


def test_the_page_of_an_account_asks_who_opened_its_link_and_acts_by_two_wait_for_it(
    app: Flask, visit: Visit, store: Session
) -> None:
    admin, security = visit("sys_admin"), visit("sec_admin")
    query = select(AccountRow.id).where(AccountRow.login_name == "senior_supervisor")
    here = f"/admin/accounts/{store.execute(query).scalar_one()}"
    assert "链接由谁打开" not in security.get(here).text
    made = send(admin, f"{here}/link").text
    assert "须由另一位管理员向本人核实" in made
    link = re.search(r"/join/[\w-]{43}", made)
    assert link is not None
    senior = app.test_client()
    assert send(senior, link[0], new=NEW_PASSWORD).status_code == 302
    assert sign_in(senior, "senior_supervisor", NEW_PASSWORD).status_code == 302
    names = {f"{one}_{lang}": f"{lang} {one}" for one in NAMED for lang in ("zh", "en")}
    assert send(senior, "/decisions/names", **names).status_code == 302
    found = re.search(r"/decisions/names/\d+", admin.get("/decisions/names").text)
    assert found is not None
    refused = send(admin, found[0], step="agree")
    assert refused.status_code == 409
    assert "此操作须由两人完成，而两个账户可能由同一人使用" in refused.text
    assert "请另一位管理员在“账户”中打开您的账户" in refused.text
    listed = security.get("/admin/accounts").text
    assert listed.count("待确认本人") == 2
    assert "待确认本人的账户：1" in listed
    # whoever may confirm it has it on Today; its maker is told who that is, and asked nothing
    assert security.get("/").text.count("1个账户待确认本人") == 2
    assert "待确认本人" not in admin.get("/").text
    page = admin.get(here).text
    may = page.partition("可以确认的管理员：")[2].partition("</p>")[0]
    assert re.findall(r"data-content>([^<]+)<", may) == ["audit_admin", "sec_admin"]
    assert "链接由谁打开" in page
    assert f"{here}/owner" not in page
    asked = security.get(here).text
    assert faults(asked, "zh") == []
    number = re.search(r'name="link" value="(\d+)"', asked)
    assert number is not None
    assert send(security, f"{here}/owner").status_code == 422
    again = send(admin, f"{here}/owner", link=number[1])
    assert (again.status_code, f'href="{here}"' in again.text) == (409, True)
    done = send(security, f"{here}/owner", link=number[1])
    assert done.headers["Location"] == f"{here}?notice=owner_confirmed"
    assert "链接由谁打开" not in security.get(here).text
    assert "待确认本人" not in security.get("/").text
    assert send(security, f"{here}/owner", link=number[1]).status_code == 409
    assert send(admin, found[0], step="agree").status_code == 302
    assert (
        "confirmed that the owner opened the link"
        in english(visit("audit_admin")).get("/log?action=account:change").text
    )


def test_who_made_a_link_that_opens_is_not_asked_to_confirm_roles_and_is_led_back(
    visit: Visit, store: Session
) -> None:
    admin = visit("sys_admin")
    names = select(AccountRow.login_name, AccountRow.id)
    known = {one.login_name: one.id for one in store.execute(names)}
    here = f"/admin/accounts/{known['auditor']}"
    store.rollback()
    assert send(admin, f"{here}/link").status_code == 200
    giver = person(Role.SEC_ADMIN, account_id=known["sec_admin"])
    assert not set_grants(store, giver, known["auditor"], [NewGrant(Role.REGISTRAR)], at=NOON)
    page = admin.get(here).text
    found = re.search(r"/admin/accounts/roles/\d+", page)
    assert found is not None
    assert 'value="drop"' in page
    assert 'value="confirm"' not in page
    assert "曾为该账户生成链接且该链接仍可使用的人" in page
    refused = send(admin, found[0], step="confirm")
    assert (refused.status_code, f'href="{here}"' in refused.text) == (409, True)
    assert faults(refused.text, "zh") == []
