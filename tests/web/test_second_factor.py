"""The second question, setting up, cards, resets: as browsers meet them."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app import clock
from qa_app.domain.one_time_codes import code_at, step_of
from qa_app.models.accounts import AccountRow, LoginSessionRow
from qa_app.models.journal import JournalRow
from tests.web.conftest import PASSWORD, Visit, sign_in, token_of
from tests.web.pagecheck import faults

OWN = "/me/second-factor"


@pytest.fixture
def ahead(monkeypatch: pytest.MonkeyPatch) -> list[timedelta]:
    """Time that has gone by since the test began."""
    real, ahead = clock.now, [timedelta()]
    monkeypatch.setattr(clock, "now", lambda: real() + ahead[0])
    return ahead


def post(client: FlaskClient, address: str, **data: str):
    sent = {"csrf_token": token_of(client.get(OWN).text), **data}
    return client.post(address, data=sent)


def unfiled(page: str) -> str:
    """A page without the files that it brings along."""
    return re.sub(r"base64,[A-Za-z0-9+/=]+", "base64,", page)


def set_up(client: FlaskClient) -> tuple[str, list[str]]:
    """Set up a phone; give its seed and the recovery codes."""
    assert post(client, f"{OWN}/codes").status_code == 302
    page = client.get(f"{OWN}/codes").text
    assert not faults(page, "zh")
    assert "<svg" in page
    seed = re.search(r'class="pl-seed"[^>]*>([A-Z2-7 ]+)<', page)[1].replace(" ", "")
    wrong = post(client, f"{OWN}/codes/confirm", code="000000")
    assert wrong.status_code == 422
    done = post(client, f"{OWN}/codes/confirm", code=code_at(seed, step_of(clock.now())))
    assert done.status_code == 200
    assert not faults(done.text, "zh")
    return seed, re.findall(r"<code>([0-9A-Z]{5}-[0-9A-Z]{5})</code>", done.text)


def answer(client: FlaskClient, way: str, code: str):
    page = client.get(f"/login/second?way={way}").text
    assert not faults(page, "zh")
    data = {"csrf_token": token_of(page), "again_way": way, "again_code": code}
    return client.post("/login/second", data=data)


def test_a_right_password_alone_opens_nothing(
    app: Flask, visit: Visit, ahead: list[timedelta]
) -> None:
    seed, recovery = set_up(visit("auditor"))
    assert len(set(recovery)) == 10
    client = app.test_client()
    told = sign_in(client, "auditor", PASSWORD, "/audits")
    assert told.headers["Location"] == "/login/second?next=/audits"
    for closed in ("/", "/audits", "/me", OWN):
        assert client.get(closed).headers["Location"].startswith("/login?next=")
    assert client.post("/logout").status_code in {400, 401}
    # the code that set it up was used; the next one counts once
    now = step_of(clock.now())
    assert answer(client, "code", code_at(seed, now)).status_code == 401
    ahead[0] += timedelta(seconds=30)
    right = code_at(seed, step_of(clock.now()))
    assert answer(client, "code", right).status_code == 302
    assert client.get("/audits").status_code == 200
    other = app.test_client()
    sign_in(other, "auditor", PASSWORD)
    assert answer(other, "code", right).status_code == 401
    assert answer(other, "recovery", recovery[0].lower()).status_code == 302
    third = app.test_client()
    sign_in(third, "auditor", PASSWORD)
    assert answer(third, "recovery", recovery[0]).status_code == 401


def test_a_session_left_open_is_shown_no_key_and_finishes_no_phone(
    visit: Visit, ahead: list[timedelta]
) -> None:
    client = visit("auditor")
    ahead[0] += timedelta(minutes=9)
    assert post(client, f"{OWN}/codes").status_code == 302
    page = client.get(f"{OWN}/codes").text
    seed = re.search(r'class="pl-seed"[^>]*>([A-Z2-7 ]+)<', page)[1].replace(" ", "")
    ahead[0] += timedelta(minutes=2)
    asked = client.get(f"{OWN}/codes")
    assert asked.status_code == 401
    assert not faults(asked.text, "zh")
    assert "pl-seed" not in asked.text
    assert f'action="{OWN}/codes/confirm"' in asked.text
    assert '<input type="hidden" name="step" value="show">' in asked.text
    code = code_at(seed, step_of(clock.now()))
    assert post(client, f"{OWN}/codes/confirm", code=code).status_code == 401
    assert post(client, f"{OWN}/card/confirm", code=code).status_code == 401
    # who gives the password goes on where they were
    shown = post(client, f"{OWN}/codes/confirm", step="show", again_password=PASSWORD)
    assert shown.headers["Location"] == f"{OWN}/codes"
    assert client.get(f"{OWN}/codes").text.count(page[page.index('"pl-seed"') :][:60]) == 1
    ahead[0] += timedelta(minutes=11)
    code = code_at(seed, step_of(clock.now()))
    done = post(client, f"{OWN}/codes/confirm", code=code, again_password=PASSWORD)
    assert done.status_code == 200
    left = f"{OWN}?notice=factor_left"
    assert client.get(f"{OWN}/codes").headers["Location"] == left


def test_the_question_ends_after_ten_minutes(
    app: Flask, visit: Visit, ahead: list[timedelta]
) -> None:
    seed, _ = set_up(visit("auditor"))
    client = app.test_client()
    sign_in(client, "auditor", PASSWORD)
    page = client.get("/login/second").text
    ahead[0] += timedelta(minutes=10)
    data = {"csrf_token": token_of(page), "again_way": "code"}
    data["again_code"] = code_at(seed, step_of(clock.now()))
    late = client.post("/login/second", data=data)
    assert late.headers["Location"] == "/login?next=/"


def test_a_card_is_printed_in_both_languages_and_asked_by_place(app: Flask, visit: Visit) -> None:
    client = visit("caseworker")
    page = post(client, f"{OWN}/card").text
    assert not faults(unfiled(page), "zh")
    assert page.count("data:application/pdf;base64,JVBERi") == 2
    codes = re.findall(r"<td>(\d{3}) (\d{3})</td>", page)
    assert len(codes) == 60
    place = re.search(r"([A-F])(\d+)", re.search(r'class="pl-hint"[^>]*>([^<]+)<', page)[1])
    first = codes[(int(place[2]) - 1) * 6 + "ABCDEF".index(place[1])]
    # until a first code is given a password is enough
    assert sign_in(app.test_client(), "caseworker", PASSWORD).headers["Location"] == "/"
    wrong = post(client, f"{OWN}/card/confirm", code="x")
    assert wrong.status_code == 422
    assert "要求的位置上不是这个数字" in wrong.text
    done = post(client, f"{OWN}/card/confirm", code=" ".join(first))
    assert done.headers["Location"] == f"{OWN}?notice=card_on"
    assert "您没有恢复码" in client.get(OWN).text
    other = app.test_client()
    assert "/login/second" in sign_in(other, "caseworker", PASSWORD).headers["Location"]
    asked = re.search(
        r"([A-F])(\d+)", re.search(r"pl-lede\">([^<]+)<", other.get("/login/second").text)[1]
    )
    assert "要求的位置上不是这个数字" in answer(other, "card", "x").text
    right = "".join(codes[(int(asked[2]) - 1) * 6 + "ABCDEF".index(asked[1])])
    assert answer(other, "card", right).status_code == 302
    # a role that needs none may give it up again
    assert post(other, f"{OWN}/end", way="card").headers["Location"].endswith("factor_ended")
    assert sign_in(app.test_client(), "caseworker", PASSWORD).headers["Location"] == "/"


def test_days_of_grace_and_then_only_the_page_of_set_up(
    visit: Visit, ahead: list[timedelta]
) -> None:
    client = visit("auditor")
    today = client.get("/").text
    assert OWN in today
    assert OWN not in visit("caseworker").get("/").text
    ahead[0] += timedelta(days=14)
    late = visit("auditor")
    assert late.get("/audits").headers["Location"] == OWN
    assert late.get("/", headers={"Accept": "application/json"}).status_code in {403, 404}
    assert late.get(OWN).status_code == 200
    assert visit("caseworker").get("/").status_code == 200
    set_up(late)
    assert late.get("/audits").status_code == 200
    assert post(late, f"{OWN}/end", way="code").headers["Location"].endswith("factor_needed")


def test_an_act_of_weight_takes_the_second_factor_instead_of_the_password(
    visit: Visit, ahead: list[timedelta], store: Session
) -> None:
    client = visit("auditor")
    seed, _ = set_up(client)
    ahead[0] += timedelta(minutes=11)
    asked = post(client, f"{OWN}/recovery")
    assert asked.status_code == 401
    assert not faults(asked.text, "zh")
    sent = {"again_password": "", "again_way": "code"}
    wrong = post(client, f"{OWN}/recovery", again_code="000000", **sent)
    assert wrong.status_code == 401
    ahead[0] += timedelta(seconds=30)
    right = code_at(seed, step_of(clock.now()))
    done = post(client, f"{OWN}/recovery", again_code=right, **sent)
    assert done.status_code == 200
    assert len(re.findall(r"<code>[0-9A-Z]{5}-", done.text)) == 10
    row = store.scalars(
        select(LoginSessionRow)
        .where(LoginSessionRow.ended_at.is_(None))
        .order_by(LoginSessionRow.id.desc())
    ).first()
    assert row is not None
    assert (row.strength, row.factor_at == row.confirmed_at) == ("two", True)
    acts = store.scalars(select(JournalRow.action).order_by(JournalRow.seq.desc()).limit(2)).all()
    assert acts == ["factor:change", "session:again"]


def test_a_security_administrator_resets_and_hands_out(
    app: Flask, visit: Visit, store: Session
) -> None:
    set_up(visit("auditor"))
    set_up(visit("judicial_decider"))
    ids = dict(store.execute(select(AccountRow.login_name, AccountRow.id)).all())
    admin, second = visit("sec_admin"), visit("sys_admin")
    page = f"/admin/accounts/{ids['auditor']}/second-factor"
    assert not faults(admin.get(page).text, "zh")
    assert second.get(page).status_code in {403, 404}
    assert post(admin, f"{page}/reset", reason="lost").status_code == 422
    done = post(admin, f"{page}/reset", reason="lost the phone, came in person")
    assert done.headers["Location"].endswith("notice=reset_done")
    assert post(admin, f"{page}/reset", reason="lost the phone, came again").status_code == 409
    # no days of grace after a loss: the role needs one at once
    client = visit("auditor")
    assert client.get("/audits").headers["Location"] == OWN
    # a role of weight waits for a second person
    weighty = f"/admin/accounts/{ids['judicial_decider']}/second-factor"
    asked = post(admin, f"{weighty}/reset", reason="lost the phone, came in person")
    assert asked.headers["Location"].endswith("notice=reset_asked")
    assert (
        "/login/second"
        in sign_in(app.test_client(), "judicial_decider", PASSWORD).headers["Location"]
    )
    waiting = second.get("/admin/second-factors").text
    assert not faults(waiting, "zh")
    assert "lost the phone, came in person" in waiting
    own = post(admin, "/admin/second-factors/2", step="confirm")
    assert own.headers["Location"].endswith("reset_same_person")
    assert post(second, "/admin/second-factors/2", step="confirm").status_code == 302
    assert post(second, "/admin/second-factors/2", step="confirm").status_code == 409
    assert sign_in(app.test_client(), "judicial_decider", PASSWORD).headers["Location"] == "/"
    card = post(admin, f"{page}/card")
    assert card.status_code == 200
    assert not faults(unfiled(card.text), "zh")
    assert "/login/second" in sign_in(app.test_client(), "auditor", PASSWORD).headers["Location"]
