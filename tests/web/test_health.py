"""How a server stands, told to proxies, to collectors of figures and to administrators."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.orm import Session

from qa_app import clock
from qa_app.extensions import DatabaseDownError
from qa_app.services.operations.note_tick import note_tick
from qa_app.web.health import routes
from tests.web.conftest import BOTH, PASSWORD, Remade, Visit, sign_in, token_of

TOKEN = "t" * 20


def test_alive_needs_nothing_and_sends_no_cookie(app: Flask, visit: Visit) -> None:
    answer = visit(None).get("/healthz")
    assert (answer.status_code, answer.json) == (200, {"alive": True})
    assert "Set-Cookie" not in answer.headers
    assert len(answer.headers["X-Request-Id"]) == 16


@BOTH
def test_ready_names_parts_and_no_secret(app: Flask, visit: Visit, store: Session) -> None:
    answer = visit(None).get("/readyz")
    parts = dict.fromkeys(("database", "migrations", "journal"), "good")
    assert answer.json is not None
    assert answer.json["parts"].items() >= parts.items()
    assert answer.json["parts"]["clock"] != "fault"  # a run's clock may be turned back
    assert (answer.status_code, answer.json["ready"]) == (200, True)
    assert app.config["SETTINGS"].database_url not in answer.text


def test_a_broken_head_a_clock_that_is_behind_and_a_pending_migration_send_people_elsewhere(
    app: Flask, visit: Visit, store: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = visit(None)
    with monkeypatch.context() as early:
        early.setattr(clock, "now", lambda: datetime(2000, 1, 1, tzinfo=UTC))
        late = client.get("/readyz")
        assert late.json is not None
        assert (late.status_code, late.json["parts"]["clock"]) == (503, "fault")
    # as nobody but who owns the tables could
    store.execute(text("DROP TRIGGER journal_head_forward"))
    store.execute(text("UPDATE journal_head SET seq = seq + 1"))
    store.commit()
    broken = client.get("/readyz").json
    assert broken is not None
    assert broken["parts"]["journal"] == "fault"
    store.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    store.commit()
    old = client.get("/readyz")
    assert old.json is not None
    assert (old.status_code, old.json["parts"]["migrations"]) == (503, "fault")


def test_the_database_away_is_named_and_not_a_fault_of_the_page(
    app: Flask, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object) -> None:
        raise DatabaseDownError("SELECT 1", {}, OSError("secret"))

    monkeypatch.setattr("qa_app.queries.health._database_now", away)
    answer = visit(None).get("/readyz")
    assert answer.json is not None
    assert (answer.status_code, answer.json["parts"]["database"]) == (503, "fault")
    assert "secret" not in answer.text


def test_a_system_administrator_sees_each_fault_and_its_mend_in_both_languages(
    app: Flask, visit: Visit, store: Session
) -> None:
    client = visit("sys_admin")
    page = client.get("/system").text
    assert "例行任务从未运行。" in page
    assert "请设置定时任务，每五至十五分钟运行一次" in page
    client.post("/language/en", data={"csrf_token": token_of(page)})
    note_tick(store, at=clock.now() - timedelta(hours=30))
    note_tick(store, at=clock.now() - timedelta(hours=28))
    page = client.get("/system").text
    assert "What is due was last done 28 hours ago." in page
    assert "Look why the timer of <code>qa tick</code> stands still" in page
    assert "No backup was ever made." in page
    assert "The system works, but no backup was ever made" in page
    # no list of passwords and no https are choices, marked neither good nor wrong
    assert page.count("pl-mark-na") == 2


def test_figures_are_for_the_bearer_of_the_token_and_hold_no_name(
    remade: Remade, capsys: pytest.CaptureFixture[str]
) -> None:
    client = remade(metrics_token=TOKEN, log_level="info").test_client()
    client.get("/login?who=张三")
    client.open("/login", method="BREW")
    for wrong in ("", "Bearer ", "Bearer x", TOKEN):
        assert client.get("/metrics", headers={"Authorization": wrong}).status_code == 404
    answer = client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    lines = answer.text.splitlines()
    assert 'plumbline_requests_total{method="GET",part="accounts",status="200"} 1.0' in lines
    assert any(one.startswith('plumbline_requests_total{method="other"') for one in lines)
    for name in ("database_up 1.0", 'outbox{state="waiting"} 0.0', "journal_rows ", "disk_free_"):
        assert any(one.startswith(f"plumbline_{name}") for one in lines), name
    said = [json.loads(one) for one in capsys.readouterr().err.splitlines()]
    first = next(one for one in said if one["endpoint"] == "accounts.sign_in")
    assert first.keys() == {"event", "level", "time", "id", "endpoint", "method", "status", "ms"}
    assert first["time"].endswith("+00:00")
    assert "\\u5f20" not in json.dumps(said)


def test_without_a_token_there_are_no_figures(app: Flask, visit: Visit) -> None:
    answer = visit("sys_admin").get("/metrics", headers={"Authorization": "Bearer "})
    assert answer.status_code == 404


def test_a_fault_is_logged_under_the_number_that_the_page_shows(
    app: Flask, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("张三")

    monkeypatch.setattr(routes, "needed_findings", broken)
    answer = app.test_client().get("/readyz", headers={"Accept": "application/json"})
    line = json.loads(capsys.readouterr().err.splitlines()[0])
    assert answer.json is not None
    assert line["reference"] == answer.json["error"]["reference"]
    assert (line["event"], line["fault"]) == ("fault", "builtins.RuntimeError")
    assert line["id"] == answer.headers["X-Request-Id"]


def test_a_line_says_by_which_rule_a_request_was_refused(
    remade: Remade, capsys: pytest.CaptureFixture[str]
) -> None:
    made = remade(log_level="info")
    client = made.test_client()
    assert sign_in(client, "senior_supervisor", PASSWORD).status_code == 302
    token = {"csrf_token": token_of(client.get("/me").text)}
    secret = "张三13800000000"
    capsys.readouterr()
    client.get("/me")
    client.post("/me", data={"old": secret})
    client.post("/me", data={"old": "x", **token}, headers={"Origin": "https://elsewhere.org"})
    client.post("/me", data={"old": secret, "new": "", **token})
    client.post("/me", data={"old": "a\x00b", **token})
    client.post(f"/complaints/{'0' * 32}", data=token)
    client.post("/me/sessions/999999/end", data=token)
    stranger = made.test_client()
    form = {"csrf_token": token_of(stranger.get("/login").text), "password": secret}
    for _ in range(5):
        stranger.post("/login", data={"login_name": "nobody", **form})
    written = capsys.readouterr().err
    lines = [one for one in map(json.loads, written.splitlines()) if one["event"] == "request"]
    told = [(one["status"], one.get("refused")) for one in lines]
    assert told[:5] == [
        (200, None),
        (400, "csrf"),
        (400, "foreign_site"),
        (422, "form:new,old"),
        (422, "text"),
    ]
    assert told[5:7] == [(404, None), (404, "session")]
    assert told[-1] == (429, "throttle")
    assert "\\u5f20" not in written
    assert "1380" not in written


REPORT = '{"csp-report": {"effective-directive": "script-src-elem", "blocked-uri": "inline"}}'


@BOTH
def test_a_browsers_report_is_heard_without_account_or_form_and_told_to_administrators(
    app: Flask, visit: Visit, store: Session
) -> None:
    stranger = visit(None)
    heard = stranger.post("/policy-reports", data=REPORT, content_type="application/csp-report")
    assert (heard.status_code, heard.data) == (204, b"")
    assert "Set-Cookie" not in heard.headers
    page = visit("sys_admin").get("/system").text
    assert "一周内，浏览器按以下规则拦截了页面中的内容：script-src-elem。" in page


def test_what_is_no_report_changes_nothing(app: Flask, visit: Visit, store: Session) -> None:
    stranger = visit(None)
    address, kind = "/policy-reports", "application/csp-report"
    assert stranger.post(address, data="{", content_type=kind).status_code == 400
    assert stranger.post(address, data=REPORT).status_code == 400
    long = REPORT + " " * 2**14
    assert stranger.post(address, data=long, content_type=kind).status_code == 413
    away = {"Origin": "https://elsewhere.example"}
    sent = stranger.post(address, data=REPORT, content_type=kind, headers=away)
    assert sent.status_code == 400
    assert stranger.get(address).status_code == 405
    assert "一周内没有浏览器报告" in visit("sys_admin").get("/system").text


def test_reports_on_one_rule_go_to_the_database_once_a_minute(
    app: Flask, visit: Visit, store: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    noted: list[datetime] = []
    monkeypatch.setattr(routes, "note_policy_report", lambda *_, at: noted.append(at))
    stranger, now = visit(None), clock.now()
    for seconds in (0, 59, 60, 61, -3600):
        moment = now + timedelta(seconds=seconds)
        with monkeypatch.context() as then:
            then.setattr(clock, "now", lambda moment=moment: moment)
            stranger.post("/policy-reports", data=REPORT, content_type="application/csp-report")
    assert noted == [now, now + timedelta(seconds=60), now - timedelta(seconds=3600)]
