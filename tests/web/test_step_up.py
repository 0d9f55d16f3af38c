"""Acts of weight ask for the password again, keep what was sent, and go on with it."""

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from qa_app import clock
from qa_app.models.audits import AuditRow
from qa_app.models.journal import JournalRow
from qa_app.models.privacy_rows import GuardReasonRow
from qa_app.services.audits.save_entries import save_entries
from qa_app.services.audits.sign_audit import sign_audit
from qa_app.web.step_up import does_ask_again
from tests.audits import ZONE, a_desk, all_met
from tests.people import NOON
from tests.web.conftest import PASSWORD, Visit, token_of
from tests.web.pagecheck import faults

# acts of weight: signing off, re-opening and letting stand, publishing rubrics and criteria and
# putting these in force, decisions, exports, roles, access to a case file, duties that pass on;
# restoring is a command of the host
ASKING = {
    "access.answer",
    "access.answer_hats",
    "access.sign_off",
    "accounts.end_one",
    "accounts.end_others",
    "decisions.object_to",
    "decisions.seat",
    "decisions.send",
    "decisions.send_paper",
    "decisions.settle",
    "decisions.confirm",
    "decisions.confirm_paper",
    "decisions.release",
    "decisions.change_names",
    "decisions.answer",
    "decisions.vote",
    "reminders.mail",
    "reminders.make_of_centre",
    "reminders.make_own",
    "reminders.new_robot",
    "admin.new_account",
    "admin.answer_waiting",
    "admin.end_sessions",
    "admin.link",
    "admin.owner",
    "admin.roles",
    "admin.state",
    "admin.worker",
    "answers.propose",
    "answers.settle",
    "answers.uphold",
    "audits.check",
    "audits.confirm_void",
    "audits.withdraw",
    "drafting.publish",
    "endorsement.propose",
    "endorsement.publish",
    "endorsement.settle",
    "exports.answer",
    "exports.take",
    "exports.take_approved",
    "moderation.settle",
    "readers.pass_duties",
    "records.check",
    "register_papers.issue",
    "register_papers.reissue",
    "register_papers.revoke",
    "records.sign",
    "singles.uphold",
    "second_factor.add",
    "second_factor.begin",
    "second_factor.card",
    "second_factor.confirm",
    "second_factor.decide",
    "second_factor.end",
    "second_factor.first_of_card",
    "second_factor.hand_out",
    "second_factor.link",
    "second_factor.recovery",
    "second_factor.remove",
    "second_factor.reset",
    "second_factor.unlink",
}
Travel = Callable[[int], None]


@pytest.fixture
def travel(monkeypatch: pytest.MonkeyPatch) -> Travel:
    real, ahead = clock.now, [timedelta()]
    monkeypatch.setattr(clock, "now", lambda: real() + ahead[0])

    def go(minutes: int) -> None:
        ahead[0] += timedelta(minutes=minutes)

    return go


@pytest.fixture
def manager(store: Session, visit: Visit, travel: Travel) -> FlaskClient:
    """A manager with one signed review to take away."""
    desk = a_desk(store)
    save_entries(store, desk.reader, desk.audit, all_met(), ZONE, at=NOON)
    sign_audit(store, desk.reader, desk.audit, ZONE, at=NOON)
    return visit("centre_manager")


def take(client: FlaskClient):
    sent = {"centre": "", "form": "csv", "purpose": "supervision"}
    return client.post("/exports", data=sent | {"csrf_token": token_of(client.get("/me").text)})


def hidden(page: str) -> dict[str, str]:
    main = page.partition("<main")[2]
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', main)
    return {name: unescape(value) for name, value in found}


def acts(store: Session) -> list[str]:
    query = select(JournalRow.action).order_by(JournalRow.seq)
    return [one for one in store.execute(query).scalars() if not one.startswith("session:start")]


def reasons(store: Session) -> int:
    store.rollback()
    return store.execute(select(func.count()).select_from(GuardReasonRow)).scalar_one()


def test_exactly_these_acts_ask(app: Flask) -> None:
    asking = {name for name, view in app.view_functions.items() if does_ask_again(view)}
    assert asking == ASKING


def test_a_fresh_sign_in_is_not_asked(manager: FlaskClient, travel: Travel) -> None:
    travel(9)
    assert take(manager).mimetype == "text/csv"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_was_sent_is_kept_and_goes_on_with_the_password(
    store: Session, manager: FlaskClient, travel: Travel, language: str
) -> None:
    token = token_of(manager.get("/me").text)
    manager.post(f"/language/{language}", data={"csrf_token": token, "back": "/"})
    travel(10)
    asked = take(manager)
    assert asked.status_code == 401
    assert faults(asked.text, language) == []
    assert 'action="/exports"' in asked.text
    assert '<a href="/exports">' in asked.text
    kept = hidden(asked.text)
    assert {name: kept[name] for name in ("centre", "form", "purpose")} == {
        "centre": "",
        "form": "csv",
        "purpose": "supervision",
    }
    assert "items:export" not in acts(store)
    cookie = manager.get_cookie("sid")
    done = manager.post("/exports", data=kept | {"again_password": PASSWORD})
    assert done.mimetype == "text/csv"
    assert done.data
    assert [one for one in acts(store) if one.startswith("session:")] == ["session:again"]
    # the session has another id, and the old one opens nothing
    new = manager.get_cookie("sid")
    assert cookie is not None
    assert new is not None
    assert new.value != cookie.value
    assert manager.get("/").status_code == 200
    # a form that stood open in another window all the while is still taken
    back = manager.post("/language/en", data={"csrf_token": token, "back": "/"})
    assert back.status_code == 302
    thief = manager.application.test_client()
    thief.set_cookie("sid", cookie.value)
    assert thief.get("/").status_code == 302


def test_a_reason_of_the_guard_waits_for_the_act_behind_the_question(
    manager: FlaskClient, travel: Travel, store: Session
) -> None:
    travel(10)
    words = {"words": "电话 13812345678", "guard_reason": "办公室公开的联系方式，并非当事人"}
    sent = {"centre": "", "form": "csv", "purpose": "supervision"} | words
    token = token_of(manager.get("/me").text)
    asked = manager.post("/exports", data=sent | {"csrf_token": token})
    assert asked.status_code == 401
    assert reasons(store) == 0
    kept = hidden(asked.text)
    assert words.items() <= kept.items()
    done = manager.post("/exports", data=kept | {"again_password": PASSWORD})
    assert done.mimetype == "text/csv"
    # behind the act that keeps the text, once, and not behind the question
    assert acts(store)[-3:] == ["session:again", "items:export", "guard:keep"]
    assert reasons(store) == 1


def test_a_wrong_password_does_nothing_and_the_form_stays(
    manager: FlaskClient, travel: Travel, store: Session
) -> None:
    travel(10)
    kept = hidden(take(manager).text)
    for number in range(1, 5):
        again = manager.post("/exports", data=kept | {"again_password": f"wrong {number}"})
        assert again.status_code == 401
        assert "密码不正确" in again.text
        assert f"wrong {number}" not in again.text
        assert hidden(again.text)["purpose"] == "supervision"
    over = manager.post("/exports", data=kept | {"again_password": ""})
    assert over.headers["Location"] == "/login?next=/exports"
    assert manager.get("/").status_code == 302  # signed out
    assert not [one for one in acts(store) if "export" in one]


def test_what_ends_the_other_sessions_leaves_the_one_that_asks(
    visit: Visit, travel: Travel
) -> None:
    here, there = visit("auditor"), visit("auditor")
    travel(11)
    address = "/me/sessions/others/end"
    token = token_of(here.get("/me").text)
    asked = here.post(address, data={"csrf_token": token})
    assert asked.status_code == 401
    assert faults(asked.text, "zh") == []
    assert there.get("/").status_code == 200
    done = here.post(address, data={"csrf_token": token, "again_password": PASSWORD})
    assert done.headers["Location"] == "/me?notice=other_sessions_ended"
    # the one that asks has a new id by now, and is not among the others
    assert here.get("/me").status_code == 200
    assert there.get("/").status_code == 302


def test_a_signature_asks_and_is_given_once(
    store: Session, app: Flask, visit: Visit, travel: Travel
) -> None:
    desk = a_desk(store)
    client = visit("auditor")
    owner = client.get("/me")
    assert owner.status_code == 200
    reader = (
        store.execute(select(JournalRow.actor_id).where(JournalRow.action == "session:start"))
        .scalars()
        .all()[-1]
    )
    store.get_one(AuditRow, desk.audit).reader_id = reader
    store.commit()
    save_entries(
        store, type(desk.reader)(reader, "x", desk.reader.grants), desk.audit, all_met(), ZONE,
        at=clock.now(),
    )  # fmt: skip
    travel(20)
    page = client.get(f"/audits/{desk.audit}/check").text
    ticks = re.findall(r'name="statement"[^>]*value="([^"]+)"', page)
    assert ticks
    sent = {"csrf_token": token_of(page), "statement": ticks}
    asked = client.post(f"/audits/{desk.audit}/check", data=sent)
    assert asked.status_code == 401
    # every statement that was ticked is kept, each under the same name
    kept = re.findall(r'name="statement" value="([^"]+)"', asked.text)
    assert kept == ticks
    with_password = sent | {"again_password": PASSWORD}
    done = client.post(f"/audits/{desk.audit}/check", data=with_password)
    assert done.status_code == 302
    store.expire_all()
    assert store.get_one(AuditRow, desk.audit).state == "signed"


def test_a_password_for_somebody_else_is_not_carried_along(visit: Visit, travel: Travel) -> None:
    client = visit("sys_admin")
    token = token_of(client.get("/me").text)
    # an administrator's session lasts ten minutes without use
    travel(9)
    assert client.get("/").status_code == 200
    travel(6)
    sent = {"csrf_token": token, "login_name": "new one", "password": "a secret of somebody else"}
    asked = client.post("/admin/accounts/new", data=sent)
    assert asked.status_code == 401
    assert "a secret of somebody else" not in asked.text
    # the form comes back with the rest, and with tokens of the new session
    again = client.post(
        "/admin/accounts/new", data=hidden(asked.text) | {"again_password": PASSWORD}
    )
    assert again.status_code == 422
    assert 'value="new one"' in again.text
    assert token_of(again.text) == token_of(client.get("/me").text)


def test_who_may_not_is_not_asked(visit: Visit, travel: Travel) -> None:
    client = visit("caseworker")
    token = token_of(client.get("/me").text)
    travel(15)
    assert client.post("/exports", data={"csrf_token": token}).status_code == 404
    script = {"Accept": "application/json", "X-CSRFToken": token}
    assert visit("centre_manager") is not None
    reader = visit("auditor")
    token = token_of(reader.get("/me").text)
    travel(15)
    script["X-CSRFToken"] = token
    assert reader.post("/audits/1/check", headers=script).status_code == 401


@pytest.mark.parametrize(
    ("name", "address", "words"),
    [
        ("centre_manager", "/decisions/1/objection", {"ground": "facts", "text": "证据有误"}),
        ("centre_manager", "/decisions/objections/1/seat", {"seat": "centre", "account": "7"}),
        (
            "senior_supervisor",
            "/decisions/objections/1/vote",
            {"vote": "stands", "reasons": "属实"},
        ),
    ],
)
def test_objections_and_their_panels_ask_and_keep_the_words(
    visit: Visit, travel: Travel, name: str, address: str, words: dict[str, str]
) -> None:
    client = visit(name)
    travel(10)
    token = token_of(client.get("/me").text)
    asked = client.post(address, data=words | {"csrf_token": token})
    assert asked.status_code == 401
    assert words.items() <= hidden(asked.text).items()
