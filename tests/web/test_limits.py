"""The limits of today in the browser: who sees them, one tap, lists, and what is never shown."""

from datetime import datetime, timedelta
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from qa_app import clock
from qa_app.domain.dated_events import Happened
from qa_app.domain.moments import Moment
from qa_app.extensions import db
from qa_app.models.accounts import RoleGrantRow
from qa_app.models.agreements import SupervisionAgreementRow
from qa_app.models.cases import CaseFileRow
from qa_app.models.running_limits import RunningEventRow, RunningLimitRow
from qa_app.reports.workbooks import Sheet, workbook
from qa_app.services.limits.record_event import record_event
from tests.audits import ZONE
from tests.limits import Scene, a_scene, more_files
from tests.sessions import reference
from tests.statements import counted_on
from tests.web.conftest import ON_POSTGRESQL, Visit
from tests.web.pagecheck import faults
from tests.web.visits import english, heading, in_both, post, send

NOW = clock.now().astimezone(ZoneInfo(ZONE)).replace(tzinfo=None, second=0, microsecond=0)


@pytest.fixture
def scene(store: Session) -> Scene:
    return a_scene(store)


def ago(**length: float) -> datetime:
    return NOW - timedelta(**length)


def record(store: Session, scene: Scene, event: str, at: datetime, file: int = 0) -> int:
    happened = Happened(event, Moment(at.date(), at.time()))
    made = record_event(store, scene.manager, scene.files[file], happened, ZONE, at=clock.now())
    store.rollback()
    return made


def limit_of(store: Session, scene: Scene, item: str, file: int = 0) -> str | None:
    store.rollback()
    row = store.scalar(
        select(RunningLimitRow.state).where(
            RunningLimitRow.case_file_id == scene.files[file], RunningLimitRow.item == item
        )
    )
    store.rollback()
    return row


def test_nothing_runs(scene: Scene, visit: Visit) -> None:
    zh, en = in_both(visit("manager"), "/limits")
    assert heading(zh) == "3日内没有到期的时限"
    assert heading(en) == "No limit is due in the next three days"
    assert "按案卷编号打开个案，或导入清单。" in zh
    assert "仅供提醒，不计分，不用于名录判定。" in zh
    other, _ = in_both(visit("lead"), "/limits")
    assert "导入清单" not in other


def test_groups_by_the_time_left(store: Session, scene: Scene, visit: Visit) -> None:
    record(store, scene, "received", ago(days=5))
    zh, en = in_both(visit("manager"), "/limits")
    assert "1项时限已超时" in heading(zh)
    assert "完成安全筛查：未完成，第5日" in zh
    assert "Safety screen finished: not done, day 5" in en
    assert "未说明“是否危机个案”，无法判断时限" in zh
    assert 'name="value" value="yes"' in zh
    record(store, scene, "received", ago(hours=1), file=1)
    _, en = in_both(visit("manager"), "/limits")
    assert "Safety screen finished: due t" in en  # today, or tomorrow at the same time
    assert en.index("Past the limit") < en.index(reference(2))


def test_one_tap_says_that_it_is_done(store: Session, scene: Scene, visit: Visit) -> None:
    record(store, scene, "received", ago(hours=2))
    client = visit("worker")
    page = client.get("/limits").text
    assert f'value="{NOW:%Y-%m-%dT}' in page
    address = f"/limits/cases/{scene.files[0]}/events"
    moment = f"{NOW - timedelta(minutes=1):%Y-%m-%dT%H:%M}"
    answer = post(client, address, "/limits", event="screened", moment=moment, back="list")
    assert answer.headers["Location"] == "/limits?notice=limit_recorded"
    assert limit_of(store, scene, "A1") == "met"
    again = post(client, address, "/limits", event="screened", moment=moment, back="list")
    assert again.status_code == 302
    query = select(RunningEventRow.id).where(RunningEventRow.event == "screened")
    assert len(store.scalars(query).all()) == 1
    assert "完成安全筛查" not in client.get("/limits").text


def test_a_case_with_its_events(store: Session, scene: Scene, visit: Visit) -> None:
    made = record(store, scene, "received", ago(days=3))
    client, case = visit("manager"), f"/limits/cases/{scene.files[0]}"
    zh, en = in_both(client, case)
    assert heading(zh) == f"{reference(1)}：1项时限已超时"
    assert "has not begun" in en
    corrected = post(
        client,
        f"{case}/events",
        case,
        event="received",
        day=ago(hours=3).date().isoformat(),
        time=f"{ago(hours=3):%H:%M}",
        replaces=made,
    )
    assert corrected.status_code == 302
    assert limit_of(store, scene, "A1") in {"running", "due_today"}
    stale = post(client, f"{case}/events", case, event="received", day="2026-03-20", replaces=made)
    assert stale.status_code == 409
    assert "在此期间有人以另一日期作了记录" in stale.text
    now = store.scalar(select(RunningEventRow.id).where(RunningEventRow.taken_back_at.is_(None)))
    store.rollback()
    assert post(client, f"{case}/events/{now}/take-back", case).status_code == 302
    assert post(client, f"{case}/events/{now}/take-back", case).status_code == 302
    assert limit_of(store, scene, "A1") is None


def test_facts_are_said_where_a_limit_depends_on_them(
    store: Session, scene: Scene, visit: Visit
) -> None:
    record(store, scene, "received", ago(hours=3))
    client, case = visit("manager"), f"/limits/cases/{scene.files[0]}"
    address = f"{case}/facts"
    assert post(client, address, case, fact="crisis", value="yes").status_code == 302
    assert limit_of(store, scene, "A2") == "running"
    # the page that still showed nothing comes second
    assert post(client, address, case, fact="crisis", value="no").status_code == 409
    assert post(client, address, case, fact="crisis", value="no", was="true").status_code == 302
    assert post(client, address, case, fact="crisis", value="maybe", was="false").status_code == 422
    assert post(client, address, case, fact="unused", value="yes").status_code == 422
    assert post(client, address, case, fact="crisis", value="", was="false").status_code == 302
    assert limit_of(store, scene, "A2") == "cannot_tell"


@pytest.mark.parametrize(
    "fields",
    [
        {"event": "screened"},
        {"event": "screened", "day": "2026-13-01"},
        {"event": "screened", "moment": "soon"},
        {"event": "screened", "day": "2999-01-01"},
        {"event": "nobody", "day": "2026-03-20"},
        {"event": "screened", "day": "1980-03-20"},
    ],
)
def test_bad_input_is_told(scene: Scene, visit: Visit, fields: dict[str, str]) -> None:
    client, case = visit("manager"), f"/limits/cases/{scene.files[0]}"
    answer = post(client, f"{case}/events", case, **fields)
    assert answer.status_code == 422
    assert faults(answer.text, "zh") == []
    assert 'role="alert"' in answer.text


def test_who_sees_what(store: Session, scene: Scene, visit: Visit) -> None:
    for file in (0, 1):
        record(store, scene, "received", ago(days=2), file=file)
    first, second = reference(1), reference(2)
    for name, seen in (
        ("manager", (True, True)),
        ("worker", (True, False)),
        ("lead", (True, True)),
        ("far", (False, False)),
    ):
        page = visit(name).get("/limits").text
        assert (first in page, second in page) == seen, name
    assert visit("judge").get("/limits").status_code == 404
    assert visit("sys_admin").get("/limits").status_code == 404
    for name, code in (("worker", 404), ("far", 404), ("lead", 200)):
        assert visit(name).get(f"/limits/cases/{scene.files[1]}").status_code == code
    lead = visit("lead")
    case = f"/limits/cases/{scene.files[0]}"
    assert "<form" not in lead.get(case).text.split('<main id="main"')[1]
    assert send(lead, f"{case}/events", event="screened", day="2026-03-20").status_code == 404
    # a case that was closed years ago is not there
    assert visit("manager").get(f"/limits/cases/{scene.files[2]}").status_code == 404


def test_an_agreement_opens_no_limits_where_the_role_does_not_reach(
    store: Session, scene: Scene, visit: Visit
) -> None:
    for file in (0, 1):
        record(store, scene, "received", ago(days=2), file=file)
    agreement = {
        "kind": "standing",
        "supervisor_id": scene.elsewhere.account_id,
        "practitioner_id": scene.workers["W1"],
        "place_path": "1/",
        "minutes": 60,
        "functions": {},
        "from_on": NOW.date() - timedelta(days=30),
        "created_at": clock.now(),
    }
    store.execute(insert(SupervisionAgreementRow), [agreement])
    store.commit()
    far = visit("far")
    assert reference(1) not in far.get("/limits").text
    assert far.get(f"/limits/cases/{scene.files[0]}").status_code == 404
    # with the agreement and the reach of the role
    store.execute(
        update(RoleGrantRow)
        .where(RoleGrantRow.account_id == scene.elsewhere.account_id)
        .values(centre_id=scene.centre)
    )
    store.commit()
    assert reference(1) in far.get("/limits").text


def test_a_case_is_found_by_its_reference(scene: Scene, visit: Visit) -> None:
    client = visit("manager")
    found = post(client, "/limits/find", reference=reference(1).lower())
    assert found.headers["Location"] == f"/limits/cases/{scene.files[0]}"
    for typed in (reference(3), reference(4), "x", "", "KM-26-0000-00000"):
        answer = post(client, "/limits/find", reference=typed)
        assert answer.status_code == 422
        assert faults(answer.text, "zh") == []


def a_list(*rows: str) -> dict[str, object]:
    text = "\n".join(("案卷编号,时点,日期,时间", *rows))
    return {"file": (BytesIO(text.encode()), "list.csv")}


def upload(client: FlaskClient, scene: Scene, *rows: str):
    return post(client, f"/limits/import/{scene.centre}", **a_list(*rows))


def confirm(client: FlaskClient, scene: Scene, page: str):
    checked = page.split('name="checked"')[1].split('value="')[1].split('"', maxsplit=1)[0]
    return send(client, f"/limits/import/{scene.centre}/confirm", checked=checked)


def test_a_list_is_looked_at_and_then_taken_in(store: Session, scene: Scene, visit: Visit) -> None:
    client = visit("manager")
    row = f"{reference(1)},收到转介,{ago(days=2):%Y-%m-%d},{ago(days=2):%H:%M}"
    page = upload(client, scene, row)
    assert page.status_code == 200
    assert heading(page.text) == "清单没有问题：新增1项，更正0项"
    assert faults(page.text, "zh") == []
    assert limit_of(store, scene, "A1") is None  # nothing is stored yet
    assert confirm(client, scene, page.text).headers["Location"].startswith("/limits?")
    assert limit_of(store, scene, "A1") == "overdue"
    again = upload(client, scene, row)
    assert heading(again.text) == "清单没有问题，其中时点均已记录"
    assert confirm(client, scene, page.text).status_code == 302  # sent twice: adds nothing
    assert len(store.scalars(select(RunningEventRow.id)).all()) == 1


def test_a_list_that_meanwhile_would_do_something_else_is_shown_again(
    store: Session, scene: Scene, visit: Visit
) -> None:
    client = visit("manager")
    page = upload(
        client, scene, f"{reference(1)},收到转介,2026-03-20,", f"{reference(2)},结案,2026-03-20,"
    )
    record(store, scene, "received", ago(days=2))
    answer = confirm(client, scene, page.text)
    assert answer.status_code == 409
    assert "新增1项，更正1项" in answer.text


def test_faults_of_a_list_stand_by_row_and_column(scene: Scene, visit: Visit) -> None:
    client = visit("manager")
    answer = upload(
        client,
        scene,
        f"{reference(4)},收到转介,2026-03-20,",
        f"{reference(1)},收到转介,2026-03-20,25:70",
    )
    assert answer.status_code == 422
    assert heading(answer.text) == "清单有2处问题，未导入任何内容"
    assert "这不是时间" in answer.text
    assert faults(answer.text, "zh") == []
    broken = post(
        client,
        f"/limits/import/{scene.centre}",
        file=(BytesIO(b"PK\x03\x04no workbook"), "x.xlsx"),
    )
    assert broken.status_code == 422
    assert post(client, f"/limits/import/{scene.centre}").status_code == 422
    english(client)
    assert client.get(f"/limits/import/{scene.centre}/template.csv").text.endswith(
        "Reference,Event,Date,Time\r\n"
    )
    assert send(client, f"/limits/import/{scene.centre}/confirm", checked="x").status_code == 422
    assert client.get(f"/limits/import/{scene.other_centre}").status_code == 404


def test_the_first_page_counts_what_is_overdue(store: Session, scene: Scene, visit: Visit) -> None:
    record(store, scene, "received", ago(days=3))
    for name in ("manager", "worker"):
        zh, en = in_both(visit(name), "/")
        assert "1项时限已超时" in heading(zh)
        assert 'href="/limits"' in zh
        assert "1 limit overdue" in heading(en)
    assert "时限已超时" not in visit("lead").get("/").text


def test_a_page_is_read_with_few_questions_however_long_the_list(
    app: Flask, store: Session, scene: Scene, visit: Visit
) -> None:
    record(store, scene, "received", ago(days=3))
    client = visit("manager")
    client.get("/limits")
    with app.app_context():
        engine = db.engine
    with counted_on(engine) as few:
        client.get("/limits")
    more_files(store, scene, 120)
    at = clock.now().replace(second=0, microsecond=0)
    rows = [
        {
            "case_file_id": number,
            "rubric_version_id": scene.rubric,
            "item": "A1",
            "centre_id": scene.centre,
            "event": "screened",
            "responsible": "centre",
            "started_at": clock.now() - timedelta(days=2),
            "limit_at": at - timedelta(days=1, minutes=number // 2),
            "state": "overdue",
            "untold": "",
            "needs": [],
            "worked_out_at": clock.now(),
        }
        for number in store.scalars(select(CaseFileRow.id).where(CaseFileRow.id > scene.other_file))
    ]
    store.execute(insert(RunningLimitRow), rows)
    store.commit()
    with counted_on(engine) as many:
        page = client.get("/limits").text
    assert len(many) == len(few)
    assert "121项时限已超时" in page
    # page after page shows each of them once
    seen: list[str] = []
    address = "/limits"
    while address:
        page = client.get(address).text
        seen += [part.split("</b>")[0] for part in page.split("<b data-content>")[1:]]
        after = page.split('pl-pages"><a class="btn" href="')
        address = after[1].split('"')[0].replace("&amp;", "&") if len(after) > 1 else ""
    listed = [one for one in seen if one.startswith("KM-")]
    assert len(listed) == 122  # A1 of 121 files, and A2 of the first that cannot be told
    assert len(set(listed)) == 121


@pytest.mark.parametrize("mark", ["00010101T0000.1.1.x", "20269999T0000.1.1.x", "x", "..."])
def test_a_bad_mark_of_a_page_shows_the_first(
    store: Session, scene: Scene, visit: Visit, mark: str
) -> None:
    record(store, scene, "received", ago(days=5))
    shown = visit("manager").get("/limits", query_string={"after": mark})
    assert shown.status_code == 200
    assert "完成安全筛查：未完成，第5日" in shown.text


@ON_POSTGRESQL
def test_on_the_other_database(store: Session, scene: Scene, visit: Visit) -> None:
    record(store, scene, "received", ago(days=5))
    for name in ("manager", "worker", "lead"):
        zh, _ = in_both(visit(name), "/limits")
        assert "完成安全筛查：未完成，第5日" in zh
    in_both(visit("manager"), f"/limits/cases/{scene.files[0]}")
    page = upload(visit("manager"), scene, f"{reference(1)},完成安全筛查,{ago(days=1):%Y-%m-%d},")
    assert confirm(visit("manager"), scene, page.text).status_code == 302
    assert limit_of(store, scene, "A1") == "met_late"


def test_no_result_page_or_export_asks_for_them(
    app: Flask, store: Session, scene: Scene, visit: Visit
) -> None:
    record(store, scene, "received", ago(days=3))
    manager, lead = visit("manager"), visit("lead")
    with app.app_context():
        engine = db.engine
    with counted_on(engine) as asked:
        for client, address in (
            (lead, "/criteria"),
            (lead, "/criteria.csv"),
            (lead, f"/centres/{scene.centre}/trends.csv"),
            (lead, f"/centres/{scene.centre}"),
            (lead, "/audits"),
            (manager, f"/centres/{scene.centre}/cases/list.csv"),
            (manager, f"/centres/{scene.centre}"),
            (manager, "/exports"),
            (visit("judge"), "/criteria"),
        ):
            assert client.get(address).status_code in {200, 404}, address
    assert asked
    assert [one for one in asked if "running_" in one] == []


def test_a_workbook_is_read_like_a_list(store: Session, scene: Scene, visit: Visit) -> None:
    book = workbook(
        (
            Sheet(
                "时点",
                ("案卷编号", "时点", "日期", "时间"),
                ((reference(1), "收到转介", ago(days=2).date(), f"{ago(days=2):%H:%M}"),),
            ),
        )
    )
    client = visit("manager")
    page = post(client, f"/limits/import/{scene.centre}", file=(BytesIO(book), "list.xlsx"))
    assert page.status_code == 200, page.text
    assert confirm(client, scene, page.text).status_code == 302
    assert limit_of(store, scene, "A1") == "overdue"
