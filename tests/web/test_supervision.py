import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from qa_app import clock
from qa_app.domain.people import Role
from qa_app.domain.supervision import SessionType
from qa_app.domain.text import BilingualText
from qa_app.models.audits import AuditRow
from qa_app.models.cases import DrawRow
from qa_app.models.supervision import SupervisionSessionRow
from qa_app.services.operations.change_local_day import LocalDayChange, change_local_day
from tests.builders import item, section, words
from tests.people import NOON, OPERATOR
from tests.sessions import (
    Scene,
    a_scene,
    a_session,
    a_weekday_from,
    publish,
    reference,
    some_files,
    someone,
)
from tests.statements import counted_on
from tests.web.conftest import Visit
from tests.web.pagecheck import faults
from tests.web.visits import heading, in_both, post

TODAY = clock.today("Asia/Shanghai")
SOON = a_weekday_from(TODAY + timedelta(days=3))


@pytest.fixture
def scene(store: Session) -> Scene:
    return a_scene(store)


def count(store: Session, table: type) -> int:
    store.rollback()
    return store.scalar(select(func.count()).select_from(table)) or 0


# --- the month ---------------------------------------------------------------


def test_a_month_is_a_grid_and_a_list(store: Session, scene: Scene, visit: Visit) -> None:
    a_session(store, scene)
    zh, en = in_both(visit("lead"), "/plan?month=2026-04")
    assert heading(zh).startswith("2026年4月：共1次督导")
    assert heading(en).startswith("April 2026: 1 session")
    assert "Case-file review, 5 files" in en
    # 4 and 5 April 2026 are Saturday and Sunday, 30 March to 3 May fill the grid
    assert en.count("<td") == 35
    assert "30 Mar" in en
    assert zh.index(">一</th>") < zh.index(">日</th>")


def test_holidays_and_days_made_up_are_marked(scene: Scene, visit: Visit, store: Session) -> None:
    from qa_app.services.operations.load_holidays import HolidayYear, load_holidays
    from tests.people import NOON, OPERATOR

    days = (
        (date(2026, 4, 6), False, "清明节", "Tomb-Sweeping Day"),
        (date(2026, 4, 25), True, "劳动节调休", "Labour Day made up"),
    )
    client = visit("lead")
    assert "2026" in client.get("/plan?month=2026-04").text
    zh, _ = in_both(client, "/plan?month=2026-04")
    # April alone lies in the grid: its four weekends and that of 2 May are marked as ever
    assert zh.count("pl-cal-free") == 10
    assert (
        "2026年放假安排尚未录入：此处属于2026年的日期，周末照常标出，节假日和调休上班日未标出。"
        in zh
    )
    load_holidays(store, OPERATOR, [HolidayYear("CN", 2026, days)], at=NOON)
    zh, en = in_both(client, "/plan?month=2026-04")
    assert "尚未录入" not in zh
    assert re.search(r'class="pl-cal-off" title="[^"]+">休<', zh)
    assert re.search(r'class="pl-cal-worked" title="[^"]+">班<', zh)
    assert "清明节" in zh
    assert "Tomb-Sweeping Day" in en


def test_an_empty_month_says_why_and_the_next_step(scene: Scene, visit: Visit) -> None:
    zh, en = in_both(visit("lead"), "/plan?month=2031-02")
    assert heading(zh) == "2031年2月：尚未安排督导"
    assert heading(en) == "February 2031: no session is planned"
    assert "Choose a day in the grid" in en
    manager = visit("centre_manager").get("/plan?month=2031-02").text
    assert "安排后显示在这里" in manager
    assert "安排督导</a>" not in manager


def test_one_centre_one_day_and_bad_addresses(store: Session, scene: Scene, visit: Visit) -> None:
    a_session(store, scene)
    client = visit("lead")
    assert client.get(f"/plan?centre={scene.centre}").status_code == 200
    assert client.get(f"/plan?centre={scene.other_centre}").status_code == 404
    assert client.get("/plan?centre=999999").status_code == 404
    other_day = client.get("/plan?month=2026-04&day=2026-04-10").text
    assert 'class="pl-rows"' not in other_day
    assert 'class="pl-rows"' in client.get("/plan?month=2026-04&day=2026-04-09").text
    for odd in ("month=2026-13", "month=x", "day=x", "page=x", "page=-3", "page=99", "centre=x"):
        assert client.get(f"/plan?{odd}").status_code == 200, odd


def test_a_long_month_has_pages(store: Session, scene: Scene, visit: Visit) -> None:
    for number in range(27):
        a_session(
            store,
            scene,
            type=SessionType.INDIVIDUAL,
            rubric_version_id=None,
            planned_on=date(2026, 4, 1 + number),
        )
    client = visit("lead")
    first = client.get("/plan?month=2026-04").text
    assert first.count('class="pl-row-head"') == 25
    assert "第1页，共2页" in first
    assert client.get("/plan?month=2026-04&page=2").text.count('class="pl-row-head"') == 2


def test_a_full_day_says_how_many_more(store: Session, scene: Scene, visit: Visit) -> None:
    for _ in range(4):
        a_session(store, scene)
    page = visit("lead").get("/plan?month=2026-04").text
    assert page.count('class="pl-cal-session"') == 2
    assert "另有2次" in page


def test_who_cannot_reach_the_centre_sees_no_session(
    store: Session, scene: Scene, visit: Visit
) -> None:
    made = a_session(store, scene)
    assert "尚未安排督导" in heading(visit("far").get("/plan?month=2026-04").text)
    assert visit("far").get(f"/sessions/{made}").status_code == 404
    assert visit("judicial_reader").get("/plan").status_code == 404
    assert visit("judicial_reader").get(f"/sessions/{made}").status_code == 404


def test_a_month_takes_few_queries_however_full(
    app: Flask, store: Session, scene: Scene, visit: Visit
) -> None:
    client = visit("lead")

    def asked() -> int:
        from qa_app.extensions import db

        with app.app_context():
            engine = db.engine
        with counted_on(engine) as statements:
            client.get("/plan?month=2026-04")
        return len([one for one in statements if one.startswith(("SELECT", "WITH"))])

    a_session(store, scene)
    asked()  # once for a first page of a process
    one = asked()
    for _ in range(9):
        a_session(store, scene)
    assert asked() == one
    assert one <= 8


# --- planning ----------------------------------------------------------------


def filled(scene: Scene, **fields: object) -> dict[str, object]:
    return {
        "choice": "individual",
        "fine": "",
        "planned_on": SOON.isoformat(),
        "starts_at": "",
        "supervisor_id": scene.supervisor.account_id,
        "rubric_version_id": 0,
        "files_wanted": 5,
        "idempotency_key": "k1",
        **fields,
    }


def test_planning_asks_first_for_the_centre(scene: Scene, visit: Visit) -> None:
    network = visit("senior_supervisor")
    zh, en = in_both(network, "/plan/sessions/new?day=2026-04-09")
    assert "选择中心" in heading(zh)
    assert 'value="2026-04-09"' in en
    # with one centre in reach that step falls away
    zh, en = in_both(visit("lead"), "/plan/sessions/new?day=2026-04-09")
    assert heading(en) == "Plan a session at Centre A"
    assert 'value="2026-04-09"' in zh


def test_a_session_is_planned_and_shown(store: Session, scene: Scene, visit: Visit) -> None:
    client, address = visit("lead"), f"/plan/sessions/new?centre={scene.centre}"
    people = [scene.workers["W1"], scene.workers["W2"]]
    data = filled(scene, people=people, starts_at="14:30")
    answer = post(client, address, **data)
    assert answer.status_code == 302
    row = store.scalars(select(SupervisionSessionRow)).one()
    assert (row.type, row.planned_on, str(row.starts_at_time)) == ("individual", SOON, "14:30:00")
    assert "督导已安排。" in client.get(answer.headers["Location"]).text
    again = post(client, address, **data)
    assert again.headers["Location"] == answer.headers["Location"]
    assert count(store, SupervisionSessionRow) == 1
    zh, en = in_both(client, f"/sessions/{row.id}")
    assert heading(zh).startswith("中心甲：")
    assert "Individual supervision at Centre A" in heading(en)
    assert "W1, W2" in en


def test_two_sessions_at_once_are_said_and_kept_only_when_ticked(
    store: Session, scene: Scene, visit: Visit
) -> None:
    client, address = visit("lead"), f"/plan/sessions/new?centre={scene.centre}"
    data = filled(scene, people=[scene.workers["W1"]], starts_at="14:30")
    assert 'name="meant"' not in client.get(address).text
    assert post(client, address, **data).status_code == 302
    data |= {"starts_at": "15:00", "idempotency_key": "k2"}
    told = post(client, address, **data)
    assert told.status_code == 422
    assert "lead在14:30至15:30已有其他督导；W1在14:30至15:30已有其他督导。仍要保留" in told.text
    assert 'name="meant"' in told.text
    assert count(store, SupervisionSessionRow) == 1
    assert post(client, address, **data, meant="y").status_code == 302
    assert count(store, SupervisionSessionRow) == 2


def test_a_visit_to_a_centre_is_told_how_many_cases_it_samples(
    store: Session, scene: Scene, visit: Visit
) -> None:
    sample = {"unit": "case", "size": "all", "from": words("all"), "facts": []}
    by_case = item("A1", per_case=True, share={"met": 1, "partly": 0})
    site = {"kind": "site", "unit": "centre_visit", "id": "site", "case_sample": sample}
    rubric = publish(store, area="legal_aid", sections=[section("A", by_case)], **site)
    data = filled(scene, choice="field", rubric_version_id=rubric, files_wanted=1)
    post(visit("lead"), f"/plan/sessions/new?centre={scene.centre}", **data)
    row = store.scalars(select(SupervisionSessionRow)).one()
    assert row.type == "field_support_visit"  # no file is read there
    address = f"/sessions/{row.id}"
    _, before = in_both(visit("lead"), address)
    assert "The platform knows no case of this centre and area" in before
    assert "its review has not begun</h1>" in before
    assert "Files</h2>" not in before
    some_files(store, scene.centre, 3)
    zh, en = in_both(visit("lead"), address)
    assert "of the 3 cases known here that were open" in en
    assert "the rubric asks for 3 (every one)." in en
    assert "按细则应抽查3件（全部）。" in zh
    post(visit("lead"), f"{address}/draw", address, **drawing(scene))
    _, opened = in_both(visit("lead"), address)
    assert "its review is open</h1>" in opened
    assert "Shelf" not in opened
    assert "sha256sum" not in opened


def test_a_visit_with_files_is_an_audit_of_files(
    store: Session, scene: Scene, visit: Visit
) -> None:
    data = filled(scene, choice="field", rubric_version_id=scene.rubric, files_wanted=4)
    post(visit("lead"), f"/plan/sessions/new?centre={scene.centre}", **data)
    row = store.scalars(select(SupervisionSessionRow)).one()
    assert (row.type, row.files_wanted, row.area_code) == ("case_file_check", 4, "legal_aid")


def test_a_closing_day_is_called_by_its_name_and_kept_only_when_ticked(
    store: Session, scene: Scene, visit: Visit
) -> None:
    name = BilingualText("泼水节", "Water-Splashing Festival")
    closed = LocalDayChange("A", is_centre=True, on=SOON, name=name)
    change_local_day(store, OPERATOR, closed, at=NOON)
    store.rollback()
    client, address = visit("lead"), f"/plan/sessions/new?centre={scene.centre}"
    told = post(client, address, **filled(scene))
    assert told.status_code == 422
    assert "当日放假：泼水节。如仍要在这一天开展，请勾选下方选项。" in told.text
    assert post(client, address, **filled(scene), meant="y").status_code == 302


def test_supervisors_are_named_where_they_are_supervised(
    store: Session, scene: Scene, visit: Visit
) -> None:
    second = someone(store, "second", Role.SENIOR_SUPERVISOR, "A").account_id
    store.rollback()
    client, address = visit("lead"), f"/plan/sessions/new?centre={scene.centre}"
    wrong = post(client, address, **filled(scene, fine="case_discussion", staff=[second]))
    assert wrong.status_code == 422
    assert "此类督导不督导督导者" in wrong.text
    answer = post(client, address, **filled(scene, people=[], staff=[second]))
    assert answer.status_code == 302
    assert store.scalars(select(SupervisionSessionRow.type)).one() == "supervision_of_supervisors"
    zh, en = in_both(client, answer.headers["Location"])
    assert "second" in zh
    assert "second" in en


def test_a_finer_kind_is_kept(store: Session, scene: Scene, visit: Visit) -> None:
    data = filled(scene, choice="group", fine="peer")
    post(visit("lead"), f"/plan/sessions/new?centre={scene.centre}", **data)
    assert store.scalars(select(SupervisionSessionRow.type)).one() == "peer"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"choice": ""}, "Choose a kind"),
        ({"planned_on": ""}, "Give a date"),
        ({"planned_on": "9 April"}, "Give a date such as 2026-04-09"),
        ({"starts_at": "noon"}, "Give a time such as 14:30"),
        ({"fine": "peer"}, "This finer kind belongs to: Group or peer"),
        ({"choice": "field", "rubric": True, "files_wanted": "99"}, "from 1 to 40"),
        ({"choice": "field", "rubric": True, "files_wanted": "five"}, "from 1 to 40"),
        ({"choice": "field", "fine": "case_file_check"}, "Choose the rubric"),
        ({"rubric": True}, "No files are read at a session of this kind"),
    ],
)
def test_what_does_not_fit_is_said_beside_its_field(
    store: Session, scene: Scene, visit: Visit, fields: dict[str, object], words: str
) -> None:
    client = visit("lead")
    post(client, "/language/en", "/me", back="/me")
    if fields.pop("rubric", None):
        fields["rubric_version_id"] = scene.rubric
    answer = post(client, f"/plan/sessions/new?centre={scene.centre}", **filled(scene, **fields))
    assert answer.status_code == 422
    assert words in answer.text
    assert 'role="alert"' in answer.text
    assert faults(answer.text, "en") == []
    assert count(store, SupervisionSessionRow) == 0


def test_foreign_ids_are_no_choices(store: Session, scene: Scene, visit: Visit) -> None:
    client, address = visit("lead"), f"/plan/sessions/new?centre={scene.centre}"
    for fields in (
        {"people": [scene.workers["W9"]]},
        {"supervisor_id": scene.elsewhere.account_id},
        {"rubric_version_id": 10**9},
        {"choice": "anything"},
        {"fine": "anything"},
    ):
        assert post(client, address, **filled(scene, **fields)).status_code == 422, fields
    assert client.get(f"/plan/sessions/new?centre={scene.other_centre}").status_code == 404
    assert client.get("/plan/sessions/new?centre=999999").status_code == 404
    assert client.delete(address).status_code == 405
    assert count(store, SupervisionSessionRow) == 0


# --- one session -------------------------------------------------------------


def drawing(scene: Scene, **fields: object) -> dict[str, object]:
    return {"draw-wanted": 3, "draw-reader_id": scene.supervisor.account_id, **fields}


def test_files_are_drawn_once_and_shown(store: Session, scene: Scene, visit: Visit) -> None:
    some_files(store, scene.centre, 12, shelf="柜2-盒7", practitioner_id=scene.workers["W1"])
    made = a_session(store, scene, planned_on=SOON)
    client, address = visit("lead"), f"/sessions/{made}"
    zh, en = in_both(client, address)
    assert "尚未抽取案卷" in heading(zh)
    assert 'value="5"' in en
    answer = post(client, f"{address}/draw", address, **drawing(scene))
    assert answer.status_code == 302
    zh, en = in_both(client, address)
    assert "从12份中随机抽取3份。" in zh
    assert "3 drawn at random from 12 files." in en
    assert en.count("柜2-盒7") == 3
    draw = store.scalars(select(DrawRow)).one()
    assert draw.seed is not None
    assert draw.seed in zh
    assert draw.frame_digest in zh
    audits = store.scalars(select(AuditRow.id)).all()
    assert all(f"/audits/{audit}" in en for audit in audits)
    again = post(client, f"{address}/draw", address, **drawing(scene))
    assert again.status_code == 409
    assert count(store, AuditRow) == 3


def replaced(store: Session, days: int) -> None:
    """Publish 2.0.0 of the scene's rubric, in force from some days before or after today."""
    # the local day counts, as the command line gives it: UTC is a day behind until 8 in the morning
    at = datetime.combine(TODAY + timedelta(days=days), time(12), ZoneInfo("Asia/Shanghai"))
    publish(store, at=at, area="legal_aid", version="2.0.0", title=words("next"))


def test_each_file_says_under_which_version_it_is_read_and_why(
    store: Session, scene: Scene, visit: Visit
) -> None:
    replaced(store, -2)
    some_files(store, scene.centre, 1, start=1, closed_on=TODAY - timedelta(days=3))
    some_files(store, scene.centre, 1, start=2)
    some_files(store, scene.centre, 1, start=3, closed_on=date(2026, 3, 22))
    made = a_session(store, scene, planned_on=SOON)
    client, address = visit("lead"), f"/sessions/{made}"
    post(client, f"{address}/draw", address, **drawing(scene))
    zh, en = in_both(client, address)
    assert "version 1.0.0, in force when the case was closed on" in en
    assert "version 2.0.0, in force on the day of the session" in en
    assert "结案时施行" in zh
    assert "2.0.0版，督导当日施行" in zh


def test_planning_offers_what_is_in_force_then(store: Session, scene: Scene, visit: Visit) -> None:
    replaced(store, 10)
    client = visit("lead")
    today, later = (
        client.get(f"/plan/sessions/new?day={TODAY + timedelta(days=days)}").text
        for days in (0, 10)
    )
    assert "1.0.0" in today
    assert "2.0.0" not in today
    assert "1.0.0" not in later
    assert "next  2.0.0" in later
    zh, en = in_both(client, f"/plan/sessions/new?day={TODAY}")
    assert "in force from 23 Mar" in en
    assert "施行" in zh
    # what was offered for one day and is sent for another becomes the version of that day
    day = a_weekday_from(TODAY + timedelta(days=12))
    data = filled(scene, choice="field", rubric_version_id=scene.rubric, files_wanted=4)
    post(client, f"/plan/sessions/new?centre={scene.centre}", **(data | {"planned_on": day}))
    row = store.scalars(select(SupervisionSessionRow)).one()
    assert (row.planned_on, row.rubric_version_id) == (day, scene.rubric + 1)


@pytest.mark.parametrize("wanted", ["0", "41", "", "three", "9" * 400, "-" + "9" * 5000])
def test_a_draw_that_cannot_be(store: Session, scene: Scene, visit: Visit, wanted: str) -> None:
    some_files(store, scene.centre, 3)
    made = a_session(store, scene, planned_on=SOON)
    client, address = visit("lead"), f"/sessions/{made}"
    data = drawing(scene, **{"draw-wanted": wanted})
    answer = post(client, f"{address}/draw", address, **data)
    assert answer.status_code == 422
    assert faults(answer.text, "zh") == []
    assert count(store, DrawRow) == 0


def test_an_empty_frame_says_the_way_out(store: Session, scene: Scene, visit: Visit) -> None:
    made = a_session(store, scene, planned_on=SOON)
    client, address = visit("lead"), f"/sessions/{made}"
    answer = post(client, f"{address}/draw", address, **drawing(scene))
    assert answer.status_code == 422
    assert "请先导入清单" in answer.text
    some_files(store, scene.centre, 2, is_sealed=True)
    answer = post(client, f"{address}/draw", address, **drawing(scene))
    assert "封存2份" in answer.text


def test_a_file_is_added_by_hand_and_shown_apart(
    store: Session, scene: Scene, visit: Visit
) -> None:
    some_files(store, scene.centre, 3)
    made = a_session(store, scene, planned_on=SOON)
    client, address = visit("lead"), f"/sessions/{made}"
    data = {
        "add-reference": reference(2).lower(),
        "add-reason": "complaint",
        "add-reader_id": scene.supervisor.account_id,
    }
    answer = post(client, f"{address}/add", address, **data)
    assert answer.status_code == 302
    zh, _ = in_both(client, address)
    assert reference(2) in zh[zh.index('id="added"') :]
    assert "有投诉" in zh
    twice = post(client, f"{address}/add", address, **data)
    assert twice.status_code == 422
    assert "该案卷已在本次督导中" in twice.text
    unknown = post(client, f"{address}/add", address, **{**data, "add-reference": "nonsense"})
    assert unknown.status_code == 422
    assert count(store, AuditRow) == 1


def test_held_on_its_day_and_only_once(store: Session, scene: Scene, visit: Visit) -> None:
    made = a_session(store, scene, planned_on=TODAY)
    client, address = visit("lead"), f"/sessions/{made}"
    assert post(client, f"{address}/hold", address).status_code == 302
    zh, en = in_both(client, address)
    assert "已开展" in zh
    assert 'id="settle"' not in en
    assert post(client, f"{address}/hold", address).status_code == 409


def test_what_cannot_be_taken_back_stands_apart(store: Session, scene: Scene, visit: Visit) -> None:
    made = a_session(store, scene, planned_on=TODAY)
    zh, en = in_both(visit("lead"), f"/sessions/{made}")
    assert "如不能按计划进行" in zh
    outcome, apart = en[en.index('id="settle"') :].split("</section>", maxsplit=1)
    assert "btn-danger" not in outcome
    assert apart.index('class="pl-block pl-danger"') < apart.index('class="btn btn-danger"')
    assert "If it does not take place" in apart


def test_not_held_before_its_day(store: Session, scene: Scene, visit: Visit) -> None:
    made = a_session(store, scene, planned_on=SOON)
    client, address = visit("lead"), f"/sessions/{made}"
    assert f"{address}/hold" not in client.get(address).text
    assert post(client, f"{address}/hold", address).status_code == 422


def test_cancelled_with_a_reason_and_moved(store: Session, scene: Scene, visit: Visit) -> None:
    made = a_session(store, scene, planned_on=SOON)
    client, address = visit("lead"), f"/sessions/{made}"
    later = a_weekday(SOON)
    data = {"cancel-reason": "travel", "cancel-new_day": later.isoformat()}
    incomplete = post(client, f"{address}/cancel", address, **{**data, "cancel-new_day": ""})
    assert incomplete.status_code == 422
    assert "请填写新日期" in incomplete.text
    assert '<option value="">请选择原因</option>' in client.get(address).text
    vague = post(client, f"{address}/cancel", address, **{**data, "cancel-reason": ""})
    assert (vague.status_code, "请选择原因" in vague.text) == (422, True)
    same = post(client, f"{address}/cancel", address, **{**data, "cancel-new_day": SOON})
    assert same.status_code == 422
    answer = post(client, f"{address}/cancel", address, **data)
    assert answer.status_code == 302
    moved = answer.headers["Location"].split("?")[0]
    assert moved != address
    zh, en = in_both(client, address)
    assert "已取消：无法出行。" in zh
    assert moved in en
    zh, _ = in_both(client, moved)
    assert address in zh
    assert post(client, f"{address}/cancel", address, **data).status_code == 409


def a_weekday(after: date) -> date:
    """A Wednesday a week or more later."""
    return after + timedelta(days=7 + (2 - after.weekday()) % 7)


def test_a_day_off_is_asked_about_before_a_session_moves_there(
    store: Session, scene: Scene, visit: Visit
) -> None:
    made = a_session(store, scene, planned_on=SOON)
    client, address = visit("lead"), f"/sessions/{made}"
    saturday = a_weekday(SOON) + timedelta(days=3)
    data = {"cancel-reason": "travel", "cancel-new_day": saturday.isoformat()}
    asked = post(client, f"{address}/cancel", address, **data)
    assert asked.status_code == 422
    assert "当日为周末。如仍要在这一天开展，请勾选下方选项。" in asked.text
    assert 'name="cancel-meant"' in asked.text
    assert 'name="cancel-meant"' not in client.get(address).text
    sure = post(client, f"{address}/cancel", address, **data, **{"cancel-meant": "y"})
    assert sure.status_code == 302


def test_another_year_is_named(store: Session, scene: Scene, visit: Visit) -> None:
    made = a_session(store, scene, planned_on=date(TODAY.year + 1, 4, 9))
    zh, en = in_both(visit("lead"), f"/sessions/{made}")
    assert f"{TODAY.year + 1}年4月9日" in heading(zh)
    assert f"9 Apr {TODAY.year + 1}" in heading(en)


def test_drawn_files_stay_counted_when_one_is_void(
    store: Session, scene: Scene, visit: Visit
) -> None:
    some_files(store, scene.centre, 9)
    made = a_session(store, scene, planned_on=TODAY)
    client, address = visit("lead"), f"/sessions/{made}"
    post(client, f"{address}/draw", address, **drawing(scene))
    store.rollback()
    one = store.scalars(select(AuditRow.id)).first()
    asked_by, confirmed_by = scene.supervisor.account_id, scene.elsewhere.account_id
    for values in (
        {"state": "signed", "result_state": "provisional", "signed_at": NOON},
        {"void_reason": "wrong_file", "void_asked_at": NOON, "void_asked_by": asked_by},
        {"state": "void", "voided_at": NOON, "voided_by": confirmed_by},
    ):
        store.execute(update(AuditRow).where(AuditRow.id == one).values(**values))
    store.commit()
    zh, en = in_both(client, address)
    assert "从9份中随机抽取3份。其中1份已作废。" in zh
    assert "3 drawn at random from 9 files. 1 of them is void." in en


def test_what_is_done_is_folded_below_what_is_to_come(
    store: Session, scene: Scene, visit: Visit
) -> None:
    kept = [
        a_session(
            store,
            scene,
            type=SessionType.INDIVIDUAL,
            rubric_version_id=None,
            planned_on=date(2026, 4, on),
        )
        for on in (1, 2, 3)
    ]
    store.execute(
        update(SupervisionSessionRow)
        .where(SupervisionSessionRow.id == kept[0])
        .values(state="held")
    )
    store.execute(
        update(SupervisionSessionRow)
        .where(SupervisionSessionRow.id == kept[1])
        .values(state="cancelled")
    )
    store.commit()
    zh, en = in_both(visit("lead"), "/plan?month=2026-04")
    assert "<summary>已开展1次，取消1次</summary>" in zh
    assert "<summary>1 held, 1 cancelled</summary>" in en
    listed = re.findall(r'pl-row-head"><a href="/sessions/(\d+)"', zh)
    assert [int(one) for one in listed] == [kept[2], kept[0], kept[1]]


def test_others_see_the_session_without_its_buttons(
    store: Session, scene: Scene, visit: Visit
) -> None:
    some_files(store, scene.centre, 9, practitioner_id=scene.workers["W1"])
    made = a_session(store, scene, planned_on=SOON)
    someone(store, "worker", Role.CASEWORKER, "A", scene.workers["W2"])
    someone(store, "author", Role.CASEWORKER, "A", scene.workers["W1"])
    lead, address = visit("lead"), f"/sessions/{made}"
    post(lead, f"{address}/draw", address, **drawing(scene))
    seed = store.scalars(select(DrawRow.seed)).one() or "?"
    for name, rows in (("centre_manager", 3), ("auditor", 3), ("worker", 0), ("author", 3)):
        zh, en = in_both(visit(name), address)
        assert seed not in zh, name
        assert f"{address}/draw" not in zh, name
        assert f"{address}/hold" not in zh, name
        assert en.count('<th scope="row"') == rows, name
    for act in ("draw", "add", "hold", "cancel"):
        assert post(visit("centre_manager"), f"{address}/{act}", "/me").status_code == 404


Act = Callable[[FlaskClient, str], object]


def test_out_of_reach_acts_read_as_no_session(store: Session, scene: Scene, visit: Visit) -> None:
    made = a_session(store, scene, planned_on=TODAY)
    far = visit("far")
    later = (SOON + timedelta(days=9)).isoformat()
    for act, data in (
        ("draw", drawing(scene)),
        ("add", {"add-reference": reference(1)}),
        ("hold", {}),
        ("cancel", {"cancel-reason": "travel", "cancel-new_day": later}),
    ):
        assert post(far, f"/sessions/{made}/{act}", "/me", **data).status_code == 404, act
        assert far.get(f"/sessions/{made}/{act}").status_code == 405, act
    assert store.scalars(select(SupervisionSessionRow.state)).one() == "planned"


def test_a_day_off_is_said(store: Session, scene: Scene, visit: Visit) -> None:
    made = a_session(store, scene, planned_on=date(2027, 4, 9))
    zh, en = in_both(visit("lead"), f"/sessions/{made}")
    assert "2027年放假安排尚未录入" in zh
    assert "The holiday table of 2027 is not there yet" in en
