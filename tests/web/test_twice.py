"""A form that is sent twice, as by a double click, is answered plainly and acts once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from qa_app.models.accounts import AccountRow
from qa_app.models.places import CentreRow, PlaceRow, PractitionerRow
from tests.web.conftest import PASSWORD, Visit, token_of
from tests.web.test_admin import centre_id, cheap_hasher, store

__all__ = ["cheap_hasher", "store"]

CREATES: dict[str, tuple[str, dict[str, str], type, str]] = {
    "account": (
        "/admin/accounts/new",
        {"login_name": "twin", "role": "auditor", "place": "KM"},
        AccountRow,
        "该名称已被使用",
    ),
    "place": (
        "/admin/places/new",
        {"above": "KM", "code": "GD", "name_zh": "官渡区"},
        PlaceRow,
        "该代码已被使用",
    ),
    "centre": (
        "/admin/centres/new",
        {"place": "PL", "code": "T", "name_zh": "丁", "kind": "law_firm", "areas": "legal_aid"},
        CentreRow,
        "该代码已被使用",
    ),
    "practitioner": (
        "/admin/centres/{centre}",
        {"code": "T1", "area": "legal_aid", "started_on": "2026-03-02"},
        PractitionerRow,
        "该代码已被使用",
    ),
}


@pytest.mark.parametrize("app", ["sqlite", "postgresql"], indirect=True)
@pytest.mark.parametrize("name", CREATES)
def test_a_form_sent_twice_makes_one_row_and_no_error(
    app: Flask, visit: Visit, store: Session, name: str
) -> None:
    address, data, table, words = CREATES[name]
    address = address.format(centre=centre_id(store, "A"))
    before = store.execute(select(func.count()).select_from(table)).scalar_one()
    store.rollback()
    clients = [visit("sys_admin") for _ in range(2)]
    tokens = [token_of(client.get("/login").text) for client in clients]

    def send(n: int):
        sent = data | {"csrf_token": tokens[n], "idempotency_key": "k" * 20}
        return clients[n].post(address, data=sent)

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(send, range(2)), key=lambda answer: answer.status_code)
    # an account is answered by the page that shows its invitation, once and to nobody else
    made = 200 if name == "account" else 302
    assert [answer.status_code for answer in answers] == [made, 422]
    assert ["请亲自转交此链接" in one.text for one in answers] == [name == "account", False]
    assert words in answers[1].text
    assert PASSWORD not in answers[1].text
    third = send(0)
    assert (third.status_code, words in third.text) == (422, True)
    store.rollback()
    assert store.execute(select(func.count()).select_from(table)).scalar_one() == before + 1
