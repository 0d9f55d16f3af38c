import gzip
import json
import re
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from qa_app import clock
from qa_app.domain.audit_entries import EntryKind
from qa_app.domain.people import Actor, Role
from qa_app.domain.supervision import SessionType
from qa_app.models.audits import AuditEntryRow, AuditRow
from qa_app.models.cases import CaseFileRow
from qa_app.models.journal import JournalRow
from qa_app.models.places import PractitionerRow
from qa_app.rubric_files.reader import read_rubric
from qa_app.services.accounts.add_account import NewAccount, NewGrant, add_account
from qa_app.services.audits.ask_void import ask_void
from qa_app.services.audits.save_entries import save_entries
from qa_app.services.audits.sign_audit import sign_audit
from qa_app.services.supervision.plan_session import NewSession, plan_session
from qa_app.web.asking.taken import entry_name
from tests.audits import ZONE, a_case_file, a_draft, change, holidays, publish, someone
from tests.builders import item, section
from tests.kept import kept
from tests.people import NOON, OPERATOR
from tests.register import two_centres
from tests.statements import counted_on
from tests.web.conftest import CHEAP, PASSWORD, Visit, the_supervisor, token_of
from tests.web.pagecheck import faults

ID_NUMBER = "11010519491231002X"
FACTS = [
    {"id": "closed", "type": "bool", "zh": "已结案", "en": "Closed"},
    {
        "id": "risk",
        "type": "history",
        "options": {"high": {"zh": "高", "en": "High"}},
        "zh": "风险",
        "en": "Risk",
    },
    {
        "id": "kinds",
        "type": "multi",
        "options": {"a": {"zh": "甲", "en": "Kind a"}},
        "zh": "类型",
        "en": "Kinds",
    },
    {"id": "agencies", "type": "int", "zh": "机构数", "en": "Agencies"},
]
CLOCKS = [{"id": "came", "zh": "收到", "en": "Came"}, {"id": "began", "zh": "开始", "en": "Began"}]
LOGS = [{"id": "met_child", "zh": "面谈", "en": "Meetings"}]
SECTIONS = (
    section("A", item("A1", weight=3), item("A2", critical="gate", critical_fail=["unmet"])),
    section(
        "B",
        item("B1", critical="stop", critical_fail=["unmet"]),
        item("B2", applies_if={"fact": "closed", "is": True}),
        item("B3", scale="time3", clock={"from": "came", "to": "began", "within": "24h"}),
    ),
)
SIMPLE = (section("A", item("A1", weight=3), item("A2")), section("B", item("B1")))


@dataclass(frozen=True)
class Setting:
    audit: int
    simple: int
    centre: int
    session: Session
    reader: Actor


@pytest.fixture
def setting(store: Session) -> Setting:
    audit, plain, a, reader = two_drafts(store)
    return Setting(audit, plain, a, store, reader)


@kept
def two_drafts(store: Session) -> tuple[int, int, int, Actor]:
    """One draft with facts and dates, one plain draft; the supervisor reads both."""
    a, _ = two_centres(store)
    holidays(store)
    reader = the_supervisor(store)
    rich = publish(store, *SECTIONS, facts=FACTS, clocks=CLOCKS, logs=LOGS, id="rich")
    simple = publish(store, *SIMPLE, id="simple")
    return (
        a_draft(store, a, rich, reader, a_case_file(store, a), due_on=date(2026, 3, 28)),
        a_draft(store, a, simple, reader),
        a,
        reader,
    )


_operations = count(10**9)


def post(client: FlaskClient, setting: Setting, audit: int | None = None, **body):
    token = token_of(client.get("/audits/" + str(audit or setting.audit)).text)
    plain = {"kind": "answer", "base": 0, "op": f"op-{next(_operations)}"} | body
    return client.post(
        f"/audits/{audit or setting.audit}/entries", json=plain, headers={"X-CSRFToken": token}
    )


def answer_all(setting: Setting) -> None:
    changes = [change(code, "met") for code in ("A1", "A2", "B1")]
    save_entries(setting.session, setting.reader, setting.simple, changes, ZONE, at=NOON)


@pytest.fixture
def reader(visit: Visit) -> FlaskClient:
    return visit("senior_supervisor")


# ---- the list ------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_list_in_both_languages(setting: Setting, visit: Visit, language: str) -> None:
    client = visit("senior_supervisor")
    client.post(f"/language/{language}", data={"csrf_token": token_of(client.get("/audits").text)})
    page = client.get("/audits").text
    assert faults(page, language) == []
    assert "KM-26-0000-00077" in page


def test_the_list_counts_filters_and_says_why_it_is_empty(
    setting: Setting, reader: FlaskClient
) -> None:
    assert "<h1>2份评查，1份逾期</h1>" in reader.get("/audits").text
    assert "KM-26-0000-00077" in reader.get("/audits?state=draft&mine=1").text
    empty = reader.get("/audits?state=final").text
    assert "KM-26-0000-00077" not in empty
    assert "没有符合该筛选条件的评查" in empty
    assert reader.get("/audits?state=nonsense&after=x.y").status_code == 200


def test_others_drafts_are_in_nobodys_list(setting: Setting, visit: Visit) -> None:
    for name in ("auditor", "centre_manager", "caseworker"):
        page = visit(name).get("/audits").text
        assert "KM-26-0000-00077" not in page
        assert ("您的案卷尚未评查" if name == "caseworker" else "尚无评查") in page


def test_pages_follow_each_other_without_gaps(setting: Setting, reader: FlaskClient) -> None:
    rubric = setting.session.get_one(AuditRow, setting.simple).rubric_version_id
    setting.session.rollback()
    for day in range(1, 31):
        due = date(2026, 4, day) if day % 3 else None
        a_draft(setting.session, setting.centre, rubric, setting.reader, due_on=due)
    for address in ("/audits", "/audits?state=draft"):
        seen, following = [], address
        while following:
            page = reader.get(following).text
            seen += re.findall(r'href="/audits/(\d+)"', page)
            found = re.search(r'<a class="btn" href="([^"]+)" rel="next">', page)
            following = found[1].replace("&amp;", "&") if found else ""
        assert len(seen) == len(set(seen)) == 32


def test_the_list_asks_the_same_number_of_queries_for_any_number(
    setting: Setting, reader: FlaskClient, app: Flask
) -> None:
    reader.get("/audits")
    rubric = setting.session.get_one(AuditRow, setting.simple).rubric_version_id
    setting.session.rollback()
    counts = []
    for _ in range(2):
        with app.app_context():
            from qa_app.extensions import db

            engine = db.engine
        with counted_on(engine) as statements:
            reader.get("/audits")
        counts.append(len([one for one in statements if one.startswith("SELECT")]))
        for _ in range(10):
            a_draft(setting.session, setting.centre, rubric, setting.reader)
    assert counts[0] == counts[1] <= 3


# ---- the workspace -------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_workspace_in_both_languages(
    setting: Setting, reader: FlaskClient, language: str
) -> None:
    token = token_of(reader.get("/audits").text)
    reader.post(f"/language/{language}", data={"csrf_token": token})
    for audit in (setting.audit, setting.simple):
        assert faults(reader.get(f"/audits/{audit}").text, language) == []
        assert faults(reader.get(f"/audits/{audit}/check").text, language) == []


def test_keys_follow_the_scale(setting: Setting, reader: FlaskClient) -> None:
    page = reader.get(f"/audits/{setting.audit}").text
    keys = re.findall(
        r'name="answer\.(A1|B3)" value="(\w+)"[^>]*><label[^>]*?(?:data-digit="(\d)")?>', page
    )
    assert [(code, digit) for name, code, digit in keys if name == "A1"] == [
        ("met", "1"),
        ("partly", "2"),
        ("unmet", "3"),
        ("no_record", "4"),
        ("na", "0"),
    ]
    assert [digit for name, _, digit in keys if name == "B3"] == ["1", "2", "3", "", "0"]
    assert "红线项" in page
    assert "必达项" in page


def test_opening_asks_five_queries_whatever_the_number_of_audits(
    setting: Setting, reader: FlaskClient, app: Flask
) -> None:
    address = f"/audits/{setting.audit}"
    reader.get(address)
    rubric = setting.session.get_one(AuditRow, setting.simple).rubric_version_id
    setting.session.rollback()
    with app.app_context():
        from qa_app.extensions import db

        engine = db.engine
    counts = []
    for _ in range(2):
        with counted_on(engine) as statements:
            assert reader.get(address).status_code == 200
        counts.append(
            [one for one in statements if one.split()[0] in {"SELECT", "INSERT", "UPDATE"}]
        )
        for _ in range(20):
            a_draft(setting.session, setting.centre, rubric, setting.reader)
    assert len(counts[0]) == len(counts[1]) == 5, counts[0]


def test_saving_one_answer_is_one_commit(setting: Setting, reader: FlaskClient, app: Flask) -> None:
    token = token_of(reader.get(f"/audits/{setting.audit}").text)
    with app.app_context():
        from qa_app.extensions import db

        engine = db.engine
    commits: list[object] = []
    from sqlalchemy import event

    def note(connection: object) -> None:
        commits.append(connection)

    event.listen(engine, "commit", note)
    body = {"kind": "answer", "key": "A1", "value": "met", "base": 0, "op": "op-12345678"}
    with counted_on(engine) as statements:
        answer = reader.post(
            f"/audits/{setting.audit}/entries", json=body, headers={"X-CSRFToken": token}
        )
    event.remove(engine, "commit", note)
    assert answer.status_code == 200
    journal = [one for one in statements if one.startswith("INSERT INTO journal ")]
    assert (len(commits), len(journal)) == (1, 1)
    assert len(answer.data) < 1000


def test_opening_is_journaled(setting: Setting, reader: FlaskClient) -> None:
    reader.get(f"/audits/{setting.audit}")
    row = setting.session.execute(
        select(JournalRow).where(JournalRow.action == "audit:read")
    ).scalar_one()
    assert (row.object_id, row.centre_id) == (str(setting.audit), setting.centre)


def test_a_page_of_forty_items_is_small(
    setting: Setting, reader: FlaskClient, shipped: Path
) -> None:
    from qa_app.services.standards.publish_rubric import publish_rubric
    from tests.people import OPERATOR

    file = read_rubric(shipped / "sw_case_management.yaml", shipped)
    plain = json.loads(json.dumps(file.content))
    # the shipped rubric with most items, eleven of its items a second time: forty
    extra = [dict(one) for part in plain["sections"] for one in part["items"]][:11]
    for place, one in enumerate(extra):
        one["id"] = f"X{place}"
    plain["sections"][-1]["items"] += extra
    plain["id"] = "forty"
    from qa_app.domain.rubric_freeze import fingerprint_of
    from qa_app.domain.rubric_thaw import thaw

    rubric = thaw(plain, fingerprint_of(plain))
    assert len(rubric.items) == 40
    version = publish_rubric(setting.session, OPERATOR, rubric, plain, at=NOON).version_id
    draft = a_draft(setting.session, setting.centre, version, setting.reader)
    page = reader.get(f"/audits/{draft}")
    assert page.status_code == 200
    assert len(gzip.compress(page.data, 6)) <= 40_000


def test_scripts_and_styles_stay_in_their_budget() -> None:
    root = Path(__file__).parents[2]
    static = root / "qa_app" / "static"
    size = {file.name: len(gzip.compress(file.read_bytes(), 6)) for file in static.rglob("*.js")}
    everywhere = size["boot.js"] + size["copy.js"]
    named = re.compile(r"(?:js/|')(\w+\.js)'")
    pages = {
        file.name: set(named.findall(file.read_text("utf-8")))
        for file in (root / "templates").rglob("*.html")
    }
    assert {"workspace.js", "queue.js", "vault.js", "phrases.js"} <= pages["workspace.html"]
    for page, scripts in pages.items():
        assert everywhere + sum(size[name] for name in scripts) <= 25_000, page
    assert len(gzip.compress((static / "qa.css").read_bytes(), 6)) <= 45_000


def test_nobody_else_gets_in(setting: Setting, visit: Visit) -> None:
    for name in ("auditor", "centre_manager", "caseworker", "judicial_reader", "sys_admin"):
        client = visit(name)
        assert client.get(f"/audits/{setting.audit}").status_code == 404
        assert client.get(f"/audits/{setting.audit}/check").status_code == 404
        assert client.get(f"/audits/{setting.audit}/state").status_code == 404


def test_wrong_methods_and_bad_ids(setting: Setting, reader: FlaskClient) -> None:
    assert reader.get(f"/audits/{setting.audit}/entries").status_code == 405
    assert reader.get("/audits/99999").status_code == 404
    assert reader.get("/audits/abc").status_code == 404
    token = token_of(reader.get("/audits").text)
    gone = reader.post("/audits/99999/entries", json={}, headers={"X-CSRFToken": token})
    assert gone.status_code == 404


# ---- saving by script ----------------------------------------------------------------------


def test_a_saved_answer_comes_back_with_what_changed(setting: Setting, reader: FlaskClient) -> None:
    body = post(reader, setting, key="A1", value="met").json
    assert body["revision"] == 1
    assert re.fullmatch(r"\d\d:\d\d:\d\d", body["saved_at"])
    # A: one of two; B: B1, B2 (waits for the fact), B3 (waits for the date)
    assert body["sections"] == {"A": [1, 2], "B": [0, 3]}
    assert body["progress"] == [1, 5]
    assert body["items"]["B2"][:2] == ["wait", None]
    assert "A2" not in body["items"]


def test_a_fact_switches_an_item_off_at_once_and_says_so(
    setting: Setting, reader: FlaskClient
) -> None:
    body = post(reader, setting, kind="fact", key="closed", fields=[["fact.closed", "false"]]).json
    assert body["items"]["B2"] == ["off", None, "", "按规则不适用", "案情与时点：已结案：否"]
    assert body["sections"]["B"] == [0, 2]
    body = post(
        reader, setting, kind="fact", key="closed", base=1, fields=[["fact.closed", "true"]]
    ).json
    assert "B2" not in body["items"]


def test_dates_give_the_code_and_a_reader_may_overrule(
    setting: Setting, reader: FlaskClient
) -> None:
    for key, day, hour in (("came", "2026-03-02", "09:10"), ("began", "2026-03-02", "15:40")):
        fields = [[f"clock.{key}.date", day], [f"clock.{key}.time", hour]]
        body = post(reader, setting, kind="clock", key=key, fields=fields).json
    mode, code, line, caption, _ = body["items"]["B3"]
    assert (mode, code, caption) == ("found", "on_time", "由时点自动判定")
    assert line == "收到 2026年3月2日 09:10，开始 2026年3月2日 15:40，用时6小时30分"
    body = post(reader, setting, key="B3", value="late", note="登记有误").json
    mode, code, _, caption, _ = body["items"]["B3"]
    assert (mode, code) == ("over", "late")
    assert "自动判定为" in caption
    body = post(reader, setting, key="B3", value=None, base=1).json
    assert body["items"]["B3"][:2] == ["found", "on_time"]
    # the workspace counts what dates tell as well, the list says that it counts the reader's own
    assert body["progress"] == [1, 5]
    assert reader.get("/audits").text.count("人工已评0项") == 2


@pytest.mark.parametrize(
    ("body", "value"),
    [
        ({"kind": "fact", "key": "agencies", "fields": [["fact.agencies", "3"]]}, 3),
        ({"kind": "fact", "key": "agencies", "fields": [["fact.agencies", ""]]}, None),
        ({"kind": "fact", "key": "kinds", "fields": [["fact.kinds", "a"]]}, ["a"]),
        ({"kind": "fact", "key": "kinds", "fields": [["fact.kinds", "-"]]}, []),
        (
            {
                "kind": "fact",
                "key": "risk",
                "fields": [
                    ["fact.risk.at", "2026-01-05"],
                    ["fact.risk.value", "high"],
                    ["fact.risk.at", ""],
                    ["fact.risk.value", ""],
                ],
            },
            [{"from": "2026-01-05", "is": "high"}],
        ),
        (
            {"kind": "log", "key": "met_child", "fields": [["log.met_child.at", "2026-01-07"]]},
            [{"at": "2026-01-07"}],
        ),
        ({"kind": "log", "key": "met_child", "fields": [["log.met_child.none", "1"]]}, []),
        (
            {"kind": "clock", "key": "came", "fields": [["clock.came.date", "2026-01-05"]]},
            "2026-01-05",
        ),
    ],
)
def test_fields_become_values(
    setting: Setting, reader: FlaskClient, body: dict, value: object
) -> None:
    assert post(reader, setting, **body).status_code == 200
    row = setting.session.execute(select(AuditEntryRow)).scalar_one()
    assert (None if row.value is None else json.loads(row.value)) == value


@pytest.mark.parametrize(
    "body",
    [
        {"key": "A1", "value": "splendid"},
        {"key": "Z9", "value": "met"},
        {"key": "A1", "value": "met", "op": "short"},
        {"key": "A1", "value": "met", "base": "many"},
        {"key": "A1"},
        {"kind": "secret", "key": "A1", "value": "met"},
        {"kind": "fact", "key": "agencies", "fields": [["fact.agencies", "three"]]},
        {"kind": "fact", "key": "unknown", "fields": []},
        {"kind": "fact", "key": "agencies", "fields": [["fact.agencies", "1000001"]]},
        {"kind": "fact", "key": "agencies", "fields": [["fact.agencies", "-1"]]},
        {"key": "A1", "value": "met", "note": f"证件{ID_NUMBER}"},
        {"key": "A1", "value": "met", "note": "家长电话138 1234 5678"},
        {"key": "A1", "value": "met", "note": "see a.b@example.org"},
    ],
)
def test_what_does_not_fit_is_refused_and_not_saved(
    setting: Setting, reader: FlaskClient, body: dict
) -> None:
    answer = post(reader, setting, **body)
    assert answer.status_code == 422
    assert answer.json["refused"]
    rows = select(func.count()).select_from(AuditEntryRow)
    assert setting.session.execute(rows).scalar_one() == 0


@pytest.mark.parametrize(
    ("language", "words"), [("zh", "备注似乎包含姓名"), ("en", "This looks like a person's name")]
)
def test_a_likely_name_is_a_question_and_keeping_it_an_act(
    setting: Setting, reader: FlaskClient, language: str, words: str
) -> None:
    token = token_of(reader.get("/login").text)
    reader.post(f"/language/{language}", data={"csrf_token": token})
    named = {"key": "A1", "value": "partly", "note": "姓名：王某", "op": "op-keep-a-name"}
    asked = post(reader, setting, **named)
    assert (asked.status_code, asked.json["code"]) == (422, "likely_name")
    assert asked.json["refused"].startswith(words)
    for odd in (True, 1, None, False, ""):
        assert post(reader, setting, **named, keep=odd).json["code"] == "likely_name"
    short = post(reader, setting, **named, keep="好")
    assert (short.status_code, short.json["code"]) == (422, "name_reason")
    kept = post(reader, setting, **named, keep="法院要求写明")
    assert (kept.status_code, kept.json["revision"]) == (200, 1)
    acts = select(JournalRow.detail).where(JournalRow.action == "audit:keep_name")
    told = json.loads(setting.session.execute(acts).scalar_one())
    assert (told["key"], told["revision"], len(told["name_reason"])) == ("A1", 1, 64)


def test_no_json_at_all_is_refused(setting: Setting, reader: FlaskClient) -> None:
    token = token_of(reader.get(f"/audits/{setting.audit}").text)
    answer = reader.post(
        f"/audits/{setting.audit}/entries", data="x", headers={"X-CSRFToken": token}
    )
    assert answer.status_code == 422


def test_a_conflict_shows_both_values(setting: Setting, reader: FlaskClient) -> None:
    post(reader, setting, key="A1", value="partly", note="补签")
    answer = post(reader, setting, key="A1", value="unmet")
    assert answer.status_code == 409
    conflict = answer.json["conflict"]
    assert (conflict["value"], conflict["note"]) == ("partly", "补签")
    assert (conflict["words"], conflict["yours"]) == ("partly", "unmet")
    assert answer.json["revision"] == 1


def test_the_same_save_twice_gives_the_same_answer(setting: Setting, reader: FlaskClient) -> None:
    first = post(reader, setting, key="A1", value="met", op="op-twice-twice")
    again = post(reader, setting, key="A1", value="met", op="op-twice-twice")
    assert (first.json["revision"], again.json["revision"]) == (1, 1)
    other = post(reader, setting, key="A1", value="unmet", op="op-twice-twice")
    assert other.status_code == 409
    assert "conflict" not in other.json


def test_saving_needs_the_token_and_a_session(setting: Setting, visit: Visit) -> None:
    client = visit("senior_supervisor")
    body = {"kind": "answer", "key": "A1", "value": "met", "base": 0, "op": "op-12345678"}
    assert client.post(f"/audits/{setting.audit}/entries", json=body).status_code == 400
    stranger = visit(None)
    token = token_of(stranger.get("/login").text)
    answer = stranger.post(
        f"/audits/{setting.audit}/entries", json=body, headers={"X-CSRFToken": token}
    )
    assert answer.status_code == 401


def test_the_state_tells_who_asks_without_telling_names(
    setting: Setting, reader: FlaskClient
) -> None:
    post(reader, setting, key="A1", value="met")
    body = reader.get(f"/audits/{setting.audit}/state").json
    assert body["revisions"] == {"answer/A1": 1}
    assert re.fullmatch(r"[0-9a-f]{12}\.[0-9a-f]{12}", body["owner"])
    island = re.search(r'id="audit">(.+?)</script>', reader.get(f"/audits/{setting.audit}").text)
    assert island is not None
    assert json.loads(island[1])["owner"] == body["owner"]


# ---- saving by plain forms -----------------------------------------------------------------


def form_of(page: str, section: str) -> dict[str, str]:
    part = page.split(f'id="s-{section}"')[1].split("</form>", maxsplit=1)[0]
    base = re.search(r'name="base" value="([^"]*)"', part)
    assert base is not None
    return {"csrf_token": token_of(part), "base": base[1].replace("&#34;", '"')}


def test_a_section_is_saved_without_scripts(setting: Setting, reader: FlaskClient) -> None:
    page = reader.get(f"/audits/{setting.audit}?section=A").text
    form = form_of(page, "A") | {"answer.A1": "partly", "note.A1": "缺签字", "answer.A2": "met"}
    answer = reader.post(f"/audits/{setting.audit}/sections/A", data=form)
    assert answer.status_code == 302
    assert answer.headers["Location"].endswith("section=A&notice=section_saved#s-A")
    page = reader.get(f"/audits/{setting.audit}?section=A").text
    assert 'value="partly" checked' in page
    assert ">缺签字</textarea>" in page
    saved = setting.session.execute(
        select(JournalRow.detail).where(JournalRow.action == "audit:score_many")
    ).scalar_one()
    assert saved == '{"count":2}'


def test_facts_and_dates_without_scripts(setting: Setting, reader: FlaskClient) -> None:
    page = reader.get(f"/audits/{setting.audit}").text
    form = form_of(page, "background") | {
        "fact.closed": "false",
        "fact.risk.at": "2026-01-05",
        "fact.risk.value": "high",
        "clock.came.date": "2026-01-05",
        "clock.came.time": "",
        "fact.agencies": "",
    }
    assert reader.post(f"/audits/{setting.audit}/sections/background", data=form).status_code == 302
    rows = setting.session.execute(select(AuditEntryRow.key, AuditEntryRow.value))
    assert {key: json.loads(value) for key, value in rows} == {
        "closed": False,
        "risk": [{"from": "2026-01-05", "is": "high"}],
        "came": "2026-01-05",
    }
    page = reader.get(f"/audits/{setting.audit}?section=B").text
    assert 'data-mode="off"' in page
    assert "案情与时点：已结案：否" in page


def test_the_found_code_of_an_unscripted_form_is_no_answer_of_the_reader(
    setting: Setting, reader: FlaskClient
) -> None:
    dates = [
        change("came", "2026-03-02T09:00", kind="clock"),
        change("began", "2026-03-02T10:00", kind="clock"),
    ]
    from dataclasses import replace

    dates = [replace(one, kind=EntryKind.CLOCK) for one in dates]
    save_entries(setting.session, setting.reader, setting.audit, dates, ZONE, at=NOON)
    form = form_of(reader.get(f"/audits/{setting.audit}").text, "B")
    form |= {"answer.B3": "on_time", "answer.B1": "met"}
    reader.post(f"/audits/{setting.audit}/sections/B", data=form)
    keys = setting.session.execute(
        select(AuditEntryRow.key).where(AuditEntryRow.kind == "answer")
    ).scalars()
    assert list(keys) == ["B1"]


def test_a_rating_is_taken_back_without_scripts(setting: Setting, reader: FlaskClient) -> None:
    save_entries(
        setting.session, setting.reader, setting.audit, [change("A1", "met")], ZONE, at=NOON
    )
    form = form_of(reader.get(f"/audits/{setting.audit}").text, "A")
    form |= {"answer.A1": "met", "clear": "A1"}
    reader.post(f"/audits/{setting.audit}/sections/A", data=form)
    assert setting.session.execute(select(AuditEntryRow.value)).scalar_one() is None


def test_a_stale_form_saves_nothing_and_shows_both_values(
    setting: Setting, reader: FlaskClient
) -> None:
    form = form_of(reader.get(f"/audits/{setting.audit}").text, "A")
    save_entries(
        setting.session, setting.reader, setting.audit, [change("A1", "partly")], ZONE, at=NOON
    )
    form |= {"answer.A1": "unmet", "answer.A2": "met"}
    answer = reader.post(f"/audits/{setting.audit}/sections/A", data=form)
    assert answer.status_code == 409
    assert "现为“partly”，您填写的是“unmet”" in answer.text
    assert 'value="unmet" checked' in answer.text
    again = form_of(answer.text, "A") | {"answer.A1": "unmet", "answer.A2": "met"}
    assert reader.post(f"/audits/{setting.audit}/sections/A", data=again).status_code == 302


def test_an_id_number_in_a_form_is_refused_and_the_text_stays(
    setting: Setting, reader: FlaskClient
) -> None:
    form = form_of(reader.get(f"/audits/{setting.audit}").text, "A")
    form |= {"answer.A1": "unmet", "note.A1": f"证件{ID_NUMBER}"}
    answer = reader.post(f"/audits/{setting.audit}/sections/A", data=form)
    assert answer.status_code == 422
    assert "这像是身份证号" in answer.text
    assert setting.session.execute(select(AuditEntryRow.key)).first() is None


@pytest.mark.parametrize(("language", "note"), [("zh", "姓名：王某"), ("en", "Name: Wang M.")])
def test_a_likely_name_in_a_form_is_asked_about_beside_its_field(
    setting: Setting, reader: FlaskClient, language: str, note: str
) -> None:
    token = token_of(reader.get("/login").text)
    reader.post(f"/language/{language}", data={"csrf_token": token})
    form = form_of(reader.get(f"/audits/{setting.audit}").text, "A")
    form |= {"answer.A1": "unmet", "note.A1": note, "answer.A2": "met"}
    asked = reader.post(f"/audits/{setting.audit}/sections/A", data=form)
    assert asked.status_code == 422
    assert re.findall(r'name="name_reason.(\w+)"', asked.text) == ["A1"]
    field = asked.text.split('id="ask.A1"')[1].split("</details>")[0]
    assert 'aria-describedby="ask.A1"' in field
    assert ("<p>A1：备注似乎包含姓名" if language == "zh" else "<p>A1: This looks") in asked.text
    assert f">{note}</textarea>" in field
    assert faults(asked.text, language) == []
    assert setting.session.execute(select(AuditEntryRow.key)).first() is None
    again = form_of(asked.text, "A") | form | {"name_reason.A1": "法院要求写明"}
    assert reader.post(f"/audits/{setting.audit}/sections/A", data=again).status_code == 302
    acts = select(JournalRow.detail).where(JournalRow.action == "audit:keep_names")
    told = json.loads(setting.session.execute(acts).scalar_one())
    assert (told["count"], told["keys"]) == (2, ["A1"])
    # what stands is not asked about again
    page = reader.get(f"/audits/{setting.audit}").text
    assert 'name="name_reason' not in page
    form = form_of(page, "A") | {"answer.A1": "partly", "note.A1": note, "answer.A2": "met"}
    assert reader.post(f"/audits/{setting.audit}/sections/A", data=form).status_code == 302


def test_a_note_cannot_leave_its_place_in_the_page(setting: Setting, reader: FlaskClient) -> None:
    attack = '</textarea><script>alert(1)</script>"\x27</script>'
    post(reader, setting, key="A1", value="unmet", note=attack)
    page = reader.get(f"/audits/{setting.audit}").text
    assert "<script>alert" not in page
    assert "&lt;/textarea&gt;&lt;script&gt;alert(1)" in page


# ---- check, sign, withdraw, void -----------------------------------------------------------


def statements(page: str, *names: str) -> dict[str, object]:
    return {"csrf_token": token_of(page), "statement": list(names)}


EVERY = ("read", "independent", "anonymous")


def test_check_says_what_is_missing_and_where(setting: Setting, reader: FlaskClient) -> None:
    save_entries(
        setting.session,
        setting.reader,
        setting.simple,
        [change("A1", "met"), change("A2", "unmet")],
        ZONE,
        at=NOON,
    )
    page = reader.get(f"/audits/{setting.simple}/check").text
    # the heading counts what the list names: an open item and a missing note
    assert "<h1>还缺2处内容</h1>" in page
    (listed,) = re.findall(r'<ul class="pl-au-lacks">(.*?)</ul>', page, re.DOTALL)
    assert listed.count("<a ") == 2
    assert f'/audits/{setting.simple}?section=B#i-B1"' in page
    assert f'/audits/{setting.simple}?section=A#i-A2"' in page
    assert "请写明依据" in page
    assert "disabled" in page


def test_signing_with_something_missing_is_refused(setting: Setting, reader: FlaskClient) -> None:
    page = reader.get(f"/audits/{setting.simple}/check").text
    answer = reader.post(f"/audits/{setting.simple}/check", data=statements(page, *EVERY))
    assert answer.status_code == 422
    assert "还有内容未完成，未签署" in answer.text


def test_every_statement_must_be_ticked(setting: Setting, reader: FlaskClient) -> None:
    answer_all(setting)
    page = reader.get(f"/audits/{setting.simple}/check").text
    answer = reader.post(f"/audits/{setting.simple}/check", data=statements(page, "read"))
    assert answer.status_code == 422
    assert "请先勾选全部声明" in answer.text
    assert setting.session.get_one(AuditRow, setting.simple).state == "draft"


def test_a_whole_audit_is_checked_and_signed(setting: Setting, reader: FlaskClient) -> None:
    answer_all(setting)
    page = reader.get(f"/audits/{setting.simple}/check").text
    assert "内容齐全，可以签署" in page
    assert "100.0</td>" in page
    answer = reader.post(f"/audits/{setting.simple}/check", data=statements(page, *EVERY))
    assert answer.status_code == 302
    assert "notice=signed" in answer.headers["Location"]
    row = setting.session.get_one(AuditRow, setting.simple)
    assert (row.state, row.result_state, row.band) == ("signed", "provisional", "A")
    opened = reader.get(f"/audits/{setting.simple}")
    assert opened.status_code == 302
    assert reader.get(f"/audits/{setting.simple}/check").status_code == 404


def test_signing_before_the_day_of_the_session_is_refused(
    setting: Setting, reader: FlaskClient
) -> None:
    answer_all(setting)
    new = NewSession(
        centre_id=setting.centre,
        type=SessionType.CASE_FILE_CHECK,
        planned_on=clock.today(ZONE) + timedelta(days=3),
        supervisor_id=setting.reader.account_id or 0,
        rubric_version_id=setting.session.get_one(AuditRow, setting.simple).rubric_version_id,
        files_wanted=1,
    )
    setting.session.rollback()
    made = plan_session(setting.session, setting.reader, new, zone=ZONE, at=clock.now())
    values = update(AuditRow).where(AuditRow.id == setting.simple).values(session_id=made)
    setting.session.execute(values)
    setting.session.commit()
    page = reader.get(f"/audits/{setting.simple}/check").text
    assert "内容已齐全，督导尚未到期" in page
    assert "当日或之后方可签署" in page
    assert faults(page, "zh") == []
    answer = reader.post(f"/audits/{setting.simple}/check", data=statements(page, *EVERY))
    assert answer.status_code == 422
    assert setting.session.get_one(AuditRow, setting.simple).state == "draft"


def test_red_lines_are_explained_before_signing(setting: Setting, reader: FlaskClient) -> None:
    post(reader, setting, key="B1", value="unmet", note="未报告")
    page = reader.get(f"/audits/{setting.audit}/check").text
    assert "B1（unmet）触发红线：本次结果为最低等级。" in page


def test_a_signature_is_taken_back(setting: Setting, reader: FlaskClient, monkeypatch) -> None:
    from datetime import timedelta

    from qa_app import clock

    answer_all(setting)
    sign_audit(setting.session, setting.reader, setting.simple, ZONE, at=clock.now())
    token = token_of(reader.get("/audits").text)
    answer = reader.post(f"/audits/{setting.simple}/withdraw", data={"csrf_token": token})
    assert answer.headers["Location"].endswith("notice=withdrawn")
    assert setting.session.get_one(AuditRow, setting.simple).state == "draft"
    setting.session.rollback()
    past = clock.now() - timedelta(minutes=31)
    sign_audit(setting.session, setting.reader, setting.simple, ZONE, at=past)
    answer = reader.post(f"/audits/{setting.simple}/withdraw", data={"csrf_token": token})
    assert "notice=withdraw_too_late" in answer.headers["Location"]


def test_void_takes_a_reason_and_two_people(
    setting: Setting, reader: FlaskClient, visit: Visit
) -> None:
    file = setting.session.get_one(AuditRow, setting.audit).case_file_id
    setting.session.get_one(AuditRow, setting.simple).case_file_id = file
    setting.session.execute(update(CaseFileRow).values(is_sealed=True))
    setting.session.commit()
    answer_all(setting)
    sign_audit(setting.session, setting.reader, setting.simple, ZONE, at=NOON)
    token = token_of(reader.get("/audits").text)
    address = f"/audits/{setting.simple}/void"
    answer = reader.post(address, data={"csrf_token": token, "reason": "because"})
    assert "notice=void_unknown_reason" in answer.headers["Location"]
    answer = reader.post(address, data={"csrf_token": token, "reason": "wrong_file"})
    assert "notice=void_asked" in answer.headers["Location"]
    answer = reader.post(f"{address}/confirm", data={"csrf_token": token})
    assert "notice=void_same_person" in answer.headers["Location"]
    setting.session.execute(
        update(AuditRow).where(AuditRow.id == setting.simple).values(void_asked_by=1)
    )
    setting.session.commit()
    answer = reader.post(f"{address}/confirm", data={"csrf_token": token})
    assert "notice=void_own_reading" in answer.headers["Location"]
    said = reader.get(answer.headers["Location"]).text
    assert "您评查或签署过该评查：须由另一位资深督导者确认。" in said
    someone(setting.session, "deputy", Role.SENIOR_SUPERVISOR, "A", setting.centre)
    # of a sealed file they read only what waits for them
    other = visit("deputy")
    assert other.get(f"/audits/{setting.simple}/report").status_code == 200
    token = token_of(other.get("/audits").text)
    answer = other.post(f"{address}/confirm", data={"csrf_token": token})
    assert answer.headers["Location"] == "/audits?notice=voided"
    assert "该评查已作废：仍可查看，不再计入统计。" in other.get("/audits?notice=voided").text
    assert setting.session.get_one(AuditRow, setting.simple).state == "void"
    assert "作废" in reader.get("/audits?state=void").text


def test_who_may_not_void_finds_nothing(setting: Setting, visit: Visit) -> None:
    answer_all(setting)
    sign_audit(setting.session, setting.reader, setting.simple, ZONE, at=NOON)
    ask_void(setting.session, setting.reader, setting.simple, "wrong_file", at=NOON)
    for name in ("auditor", "centre_manager"):
        client = visit(name)
        token = token_of(client.get("/audits").text)
        for address in ("void", "void/confirm"):
            answer = client.post(
                f"/audits/{setting.simple}/{address}",
                data={"csrf_token": token, "reason": "wrong_file"},
            )
            assert answer.status_code == 404


def test_single_keys_are_switched_on_ones_own_page(setting: Setting, reader: FlaskClient) -> None:
    page = reader.get(f"/audits/{setting.audit}").text
    assert '"keys":true' in page
    token = token_of(page)
    reader.post("/me/keys", data={"csrf_token": token, "are_on": "0"})
    assert '"keys":false' in reader.get(f"/audits/{setting.audit}").text
    assert "单键快捷键已关闭" in reader.get("/me").text


def test_a_refused_value_is_told_its_rule(setting: Setting, reader: FlaskClient) -> None:
    token = token_of(reader.get(f"/audits/{setting.audit}").text)
    body = {"kind": "fact", "key": "agencies", "fields": [["fact.agencies", "2.5"]], "base": 0}
    answer = reader.post(
        f"/audits/{setting.audit}/entries",
        json=body | {"op": "op-87654321"},
        headers={"X-CSRFToken": token},
    )
    assert answer.status_code == 422
    assert answer.json["refused"].endswith(
        ("此项须填整数，0或以上。", " It takes a whole number, 0 or more.")
    )


def test_check_leads_to_the_fact_that_an_item_waits_for(
    setting: Setting, reader: FlaskClient
) -> None:
    page = reader.get(f"/audits/{setting.audit}/check").text
    assert f'/audits/{setting.audit}?section=background#f-closed"' in page
    assert "缺“已结案”" in page


def test_the_day_of_the_last_save_is_told_unless_it_is_today(
    setting: Setting, reader: FlaskClient
) -> None:
    save_entries(
        setting.session, setting.reader, setting.simple, [change("A1", "met")], ZONE, at=NOON
    )
    page = reader.get(f"/audits/{setting.simple}").text
    assert re.search(r"已全部保存 ?2026年\d+月\d+日 \d\d:\d\d:\d\d|已全部保存 ?\d+月\d+日 ", page)


def test_entries_are_named_for_their_reader(shipped: Path, app: Flask) -> None:
    file = read_rubric(shipped / "sw_case_management.yaml", shipped)
    rubric = file.rubric
    with app.test_request_context("/", headers={"Accept-Language": "en"}):
        assert entry_name(rubric, EntryKind.ANSWER, "D3", "zh") == "D3"
        assert entry_name(rubric, EntryKind.FACT, "agencies", "zh") == "参与服务的机构数量"
        assert entry_name(rubric, EntryKind.HOLISTIC, "holistic", "en") in {"Overall", "总体"}


def signed_outright(setting: Setting) -> None:
    values = {"state": "signed", "result_state": "provisional", "signed_at": NOON, "band": "A"}
    setting.session.execute(update(AuditRow).where(AuditRow.id == setting.audit).values(**values))
    setting.session.commit()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_list_of_a_caseworker_holds_no_drafts_and_nothing_of_others(
    setting: Setting, visit: Visit, language: str
) -> None:
    signed_outright(setting)
    session = setting.session
    worker = session.execute(
        select(PractitionerRow.id).where(PractitionerRow.code == "W1")
    ).scalar_one()
    session.execute(update(CaseFileRow).values(practitioner_id=worker))
    session.commit()
    grant = NewGrant(Role.CASEWORKER, centre_code="A")
    add_account(
        session, OPERATOR, NewAccount("w1", "w1", PASSWORD, (grant,), worker), CHEAP, at=NOON
    )
    client = visit("w1")
    client.post(f"/language/{language}", data={"csrf_token": token_of(client.get("/audits").text)})
    page = client.get("/audits").text
    assert faults(page, language) == []
    heading = {"zh": "您的案卷共1份结果", "en": "1 result of your files"}[language]
    assert f"<h1>{heading}</h1>" in page
    assert "state=draft" not in page
    assert "mine=1" not in page
    heads = re.findall(r'<th scope="col"[^>]*>([^<]+)', page)
    assert (
        heads
        == {
            "zh": ["案卷编号", "状态", "评分细则", "签署时间"],
            "en": ["File reference", "State", "Rubric", "Signed"],
        }[language]
    )
    assert ">–<" not in page


def test_a_manager_is_offered_no_drafts(setting: Setting, visit: Visit) -> None:
    page = visit("centre_manager").get("/audits").text
    assert "state=draft" not in page
    assert "mine=1" not in page
    # who follows an old link is still shown which filter is on
    assert 'state=draft" aria-current' in visit("centre_manager").get("/audits?state=draft").text


def test_the_column_of_answers_is_there_for_drafts_only(
    setting: Setting, reader: FlaskClient
) -> None:
    signed_outright(setting)
    assert "已答" in reader.get("/audits?state=draft").text
    assert "已答" not in reader.get("/audits?state=provisional").text
