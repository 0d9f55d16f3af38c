import re
from datetime import date, time, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from qa_app import clock
from qa_app.domain.people import Role
from qa_app.domain.supervision import SessionType
from qa_app.models.session_changes import DayProposalRow, SessionSeriesRow
from qa_app.models.supervision import SupervisionSessionRow
from qa_app.services.operations.load_holidays import HolidayYear, load_holidays
from tests.people import NOON, OPERATOR
from tests.sessions import Scene, a_scene, a_session, a_weekday_from, someone
from tests.statements import counted_on
from tests.web.conftest import Visit
from tests.web.visits import heading, in_both, post

TODAY = clock.today("Asia/Shanghai")
SOON = a_weekday_from(TODAY + timedelta(days=3))


@pytest.fixture
def scene(store: Session) -> Scene:
    return a_scene(store)


def a_talk(store: Session, scene: Scene, **fields: object) -> int:
    values = {"type": SessionType.INDIVIDUAL, "rubric_version_id": None, "files_wanted": 0}
    return a_session(store, scene, **{**values, "planned_on": SOON, **fields})


def fields_of(scene: Scene, **changed: object) -> dict[str, object]:
    return {
        "type": "individual",
        "pattern": "weekly",
        "starts_on": SOON.isoformat(),
        "supervisor_id": scene.supervisor.account_id,
        **changed,
    }


# --- the week ------------------------------------------------------------------


def test_a_week_lists_its_days_with_times_and_standing(
    store: Session, scene: Scene, visit: Visit
) -> None:
    a_talk(store, scene, planned_on=date(2026, 4, 9), starts_at=time(9, 30))
    zh, en = in_both(visit("lead"), "/plan/week?week=2026-04-08")
    assert heading(zh) == "4月6日至4月12日：共1次督导，待登记1次"
    assert "09:30" in zh
    assert "未开展，或待登记" in zh
    assert "missed, or to be recorded" in en
    assert en.count("<h2 id=") == 7
    assert "/plan/week?week=2026-03-30" in en
    assert "/plan/week?week=2026-04-13" in en


def test_weeks_run_over_the_end_of_a_year_and_leap_days(scene: Scene, visit: Visit) -> None:
    client = visit("lead")
    page = client.get("/plan/week?week=2027-01-01").text
    assert 'datetime="2026-12-28"' in page
    assert 'datetime="2027-01-03"' in page
    assert 'datetime="2028-02-29"' in client.get("/plan/week?week=2028-03-01").text
    for odd in ("week=x", "week=0001-01-01", "week=9999-12-31", "type=x", "person=x", "person=s"):
        assert client.get(f"/plan/week?{odd}").status_code == 200, odd


def test_the_filter_stands_in_the_address_of_month_and_week(
    store: Session, scene: Scene, visit: Visit
) -> None:
    worker = scene.workers["W1"]
    a_talk(store, scene, planned_on=date(2026, 4, 9), people=(worker,))
    a_talk(store, scene, planned_on=date(2026, 4, 10), type=SessionType.GROUP)
    client = visit("lead")
    for page in ("/plan/week?week=2026-04-09", "/plan?month=2026-04"):
        assert client.get(page).text.count("pl-row-head") == 2
        assert client.get(f"{page}&type=group").text.count("pl-row-head") == 1
        own = client.get(f"{page}&person=w{worker}").text
        assert own.count("pl-row-head") == 1
        assert f"person=w{worker}" in own.split('rel="next"')[1].split(">")[0]
        lead = scene.supervisor.account_id
        assert client.get(f"{page}&person=s{lead}").text.count("pl-row-head") == 2
        assert client.get(f"{page}&person=s{10**6}").status_code == 404
        assert client.get(f"{page}&centre={scene.other_centre}").status_code == 404
        assert client.get(f"{page}&person=w{10**6}").status_code == 404


def test_a_week_takes_few_queries_however_full(store: Session, scene: Scene, app, visit: Visit):
    from qa_app.extensions import db

    client = visit("lead")

    def asked() -> int:
        with app.app_context():
            engine = db.engine
        with counted_on(engine) as statements:
            client.get("/plan/week?week=2026-04-09")
        return len([one for one in statements if one.startswith(("SELECT", "WITH"))])

    a_talk(store, scene, planned_on=date(2026, 4, 9))
    asked()  # once for a first page of a process
    one = asked()
    for _ in range(9):
        a_talk(store, scene, planned_on=date(2026, 4, 10))
    assert asked() == one <= 8


# --- series -----------------------------------------------------------------------


def the_series(store: Session) -> SessionSeriesRow:
    store.rollback()
    return store.scalars(select(SessionSeriesRow)).one()


def started(store: Session, scene: Scene, client: FlaskClient) -> SessionSeriesRow:
    address = f"/plan/series/new?centre={scene.centre}"
    answer = post(client, address, **fields_of(scene, step="apply"))
    assert answer.status_code == 302
    return the_series(store)


def test_a_series_is_shown_before_it_is_started(store: Session, scene: Scene, visit: Visit) -> None:
    client, address = visit("lead"), f"/plan/series/new?centre={scene.centre}"
    listed = client.get("/plan/series")
    assert listed.status_code == 200
    assert "督导系列" in listed.text
    shown = post(client, address, **fields_of(scene, step="preview"))
    assert shown.status_code == 200
    assert "将安排14次督导" in shown.text
    store.rollback()
    assert store.scalar(select(func.count()).select_from(SessionSeriesRow)) == 0
    series = started(store, scene, client)
    zh, en = in_both(client, f"/plan/series/{series.id}")
    assert "每周，周" in heading(zh)
    assert "every week" in heading(en)
    assert en.count("pl-row-head") == 14
    assert "every week" in in_both(client, "/plan/series")[1]
    session_id = store.scalar(select(func.min(SupervisionSessionRow.id)))
    assert f"/plan/series/{series.id}" in client.get(f"/sessions/{session_id}").text


def test_a_moved_session_is_marked_on_the_page_of_its_series(
    store: Session, scene: Scene, visit: Visit
) -> None:
    client = visit("lead")
    series = started(store, scene, client)
    row = store.scalars(
        select(SupervisionSessionRow)
        .where(SupervisionSessionRow.series_id == series.id)
        .order_by(SupervisionSessionRow.planned_on)
    ).all()[1]
    row.moved_from_on, row.planned_on = row.planned_on, row.planned_on + timedelta(days=1)
    store.commit()
    zh, en = in_both(client, f"/plan/series/{series.id}")
    assert en.count("first planned for") == 1
    assert zh.count("原定") == 1


def test_a_change_is_shown_with_what_it_adds_and_removes(
    store: Session, scene: Scene, visit: Visit
) -> None:
    client = visit("lead")
    series = started(store, scene, client)
    address = f"/plan/series/{series.id}/change"
    zh, _en = in_both(client, address)
    assert re.search(r'<option[^>]*selected[^>]*value="weekly"|value="weekly"[^>]*selected', zh)
    wanted = fields_of(scene, pattern="two_weeks", revision=1)
    shown = post(client, address, **wanted, step="preview")
    assert "将撤回7次" in shown.text
    assert "保留7次" in shown.text
    answer = post(client, address, **wanted, step="apply")
    assert answer.status_code == 302
    assert the_series(store).revision == 2
    late = post(client, address, **{**wanted, "pattern": "weekly"}, step="apply")
    assert late.status_code == 422
    assert "该系列刚被他人修改" in late.text
    ended = post(client, f"/plan/series/{series.id}/end", address, **{"end-revision": 1})
    assert ended.status_code == 409
    assert (
        post(client, f"/plan/series/{series.id}/end", address, **{"end-revision": 2}).status_code
        == 302
    )
    assert the_series(store).state == "ended"
    assert client.get(address).status_code == 409
    in_both(client, f"/plan/series/{series.id}")


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"pattern": "rule", "rule": "FREQ=YEARLY"}, "只能按日、周、月重复"),
        ({"pattern": "rule", "rule": "FREQ=MONTHLY;BYMONTH=3"}, "BYMONTH与此规则不符"),
        ({"pattern": "months_after"}, "请填写1至24个月"),
        ({"starts_on": "2020-01-01"}, "请填写今天起两年内的日期"),
        ({"starts_at": "10:00", "ends_at": "09:00"}, "结束时间应在开始之后"),
        ({"pattern": "x"}, "Not a valid"),
    ],
)
def test_what_makes_no_series_is_said_beside_its_field(
    store: Session, scene: Scene, visit: Visit, changed: dict[str, str], words: str
) -> None:
    client, address = visit("lead"), f"/plan/series/new?centre={scene.centre}"
    for step in ("preview", "apply"):
        answer = post(client, address, **fields_of(scene, step=step, **changed))
        assert answer.status_code == 422
        if words != "Not a valid":
            assert words in answer.text


def test_series_of_elsewhere_are_not_there(store: Session, scene: Scene, visit: Visit) -> None:
    series = started(store, scene, visit("lead"))
    far = visit("far")
    assert far.get(f"/plan/series/{series.id}").status_code == 404
    assert far.get(f"/plan/series/{series.id}/change").status_code == 404
    assert far.get(f"/plan/series/new?centre={scene.centre}").status_code == 404
    assert re.findall(r"/plan/series/\d+", far.get("/plan/series").text) == []


# --- days -------------------------------------------------------------------------


def moved(to: date, seen: date = SOON, **fields: object) -> dict[str, object]:
    return {
        "day-seen_on": seen.isoformat(),
        "day-to_on": to.isoformat(),
        "day-reason": "travel",
        **fields,
    }


def test_a_move_keeps_the_old_day_and_two_who_move_see_both(
    store: Session, scene: Scene, visit: Visit
) -> None:
    made = a_talk(store, scene)
    client, page = visit("lead"), f"/sessions/{made}/day"
    in_both(client, page)
    later, other = SOON + timedelta(days=7), SOON + timedelta(days=14)
    done = post(client, f"/sessions/{made}/move", page, **moved(later))
    assert done.status_code == 302
    _zh, en = in_both(client, page)
    assert "travel was not possible" in en
    assert "first planned for" in en
    again = post(client, f"/sessions/{made}/move", page, **moved(other))
    assert again.status_code == 409
    words = again.text
    assert f"{later.month}月{later.day}日" in words
    assert f"{other.month}月{other.day}日" in words
    # the page now holds when the session is: sent once more, it goes through
    assert f'value="{later.isoformat()}"' in words
    assert post(client, f"/sessions/{made}/move", page, **moved(other, later)).status_code == 302
    in_both(client, f"/sessions/{made}")


def test_a_move_into_another_session_is_said_and_kept_only_when_ticked(
    store: Session, scene: Scene, visit: Visit
) -> None:
    later = SOON + timedelta(days=7)
    a_talk(store, scene, starts_at=time(9), planned_on=later)
    made = a_talk(store, scene, starts_at=time(9))
    client, page = visit("lead"), f"/sessions/{made}/day"
    wanted = moved(later, **{"day-seen_at": "09:00", "day-to_at": "09:30"})
    told = post(client, f"/sessions/{made}/move", page, **wanted)
    assert told.status_code == 422
    assert "lead在09:00至10:00已有其他督导。仍要保留，请在下面勾选。" in told.text
    assert 'name="day-meant"' in told.text
    wanted["day-meant"] = "y"
    assert post(client, f"/sessions/{made}/move", page, **wanted).status_code == 302


def test_a_series_tells_whom_it_would_put_in_two_sessions_at_once(
    store: Session, scene: Scene, visit: Visit
) -> None:
    client, page = visit("lead"), f"/plan/series/new?centre={scene.centre}"
    wanted = fields_of(scene, starts_at="09:30", people=[scene.workers["W1"]])
    first = post(client, page, **wanted, step="preview").text
    days = re.findall(r'<li><time datetime="([0-9-]+)">', first)
    assert "有人同一时间" not in first
    a_talk(store, scene, starts_at=time(9), planned_on=date.fromisoformat(days[1]))
    # booked after the preview: nothing goes through in silence
    unseen = post(client, page, **wanted, step="apply", clashes_told="0")
    assert unseen.status_code == 422
    assert "其间有人在同一时间被安排了其他督导，请重新查看预览" in unseen.text
    told = post(client, page, **wanted, step="preview").text
    assert "有1次会有人同一时间参加两场督导，继续则保留" in told
    assert "lead在09:00至10:00已有其他督导" in told
    assert 'name="clashes_told" type="hidden" value="1"' in told
    done = post(client, page, **wanted, step="apply", clashes_told="1")
    assert done.status_code == 302
    series = done.headers["Location"].split("/")[-1].split("?")[0]
    change = f"/plan/series/{series}/change"
    client.get(change)
    sent = {**wanted, "revision": 1, "starts_on": days[0], "starts_at": "09:45"}
    del sent["type"]
    assert "有1次会有人同一时间" in post(client, change, **sent, step="preview").text
    assert post(client, change, **sent, step="apply", clashes_told="0").status_code == 422
    assert post(client, change, **sent, step="apply", clashes_told="1").status_code == 302


def test_a_bad_day_is_said_and_a_settled_session_has_no_form(
    store: Session, scene: Scene, visit: Visit
) -> None:
    made = a_talk(store, scene, planned_on=TODAY)
    client, page = visit("lead"), f"/sessions/{made}/day"
    assert (
        post(client, f"/sessions/{made}/move", page, **moved(SOON, TODAY, **{"day-to_on": "x"}))
    ).status_code == 422
    bad = post(client, f"/sessions/{made}/move", page, **moved(date(2020, 1, 1), TODAY))
    assert bad.status_code == 422
    post(client, f"/sessions/{made}/hold", page)
    assert 'action="/sessions' not in client.get(page).text.split("<main")[1]
    late = post(client, f"/sessions/{made}/move", page, **moved(SOON, TODAY))
    assert late.status_code == 409


def test_a_unit_proposes_a_day_and_it_is_taken(store: Session, scene: Scene, visit: Visit) -> None:
    made = a_talk(store, scene)
    someone(store, "unit", Role.CENTRE_MANAGER, "A")
    unit, lead, page = visit("unit"), visit("lead"), f"/sessions/{made}/day"
    later = SOON + timedelta(days=7)
    zh, _en = in_both(unit, page)
    assert "提议" in zh
    asks = moved(later, **{"day-reason": "court"})
    assert post(unit, f"/sessions/{made}/move", page, **asks).status_code == 404
    asks["day-idempotency_key"] = "one-key"
    for _ in range(2):
        done = post(unit, f"/sessions/{made}/propose", page, **asks)
        assert (done.status_code, done.headers["Location"]) == (302, f"{page}?notice=day_proposed")
    reused = post(unit, f"/sessions/{made}/propose", page, **{**asks, "day-reason": "emergency"})
    assert reused.status_code == 409
    assert "仅保留了当时的内容" in reused.text
    asks["day-idempotency_key"] = "another"
    # the day that waits stands there, and no form for a second one
    assert f"/sessions/{made}/propose" not in unit.get(page).text
    assert 'id="proposals"' in unit.get(page).text
    refused = post(unit, f"/sessions/{made}/propose", page, **asks)
    assert refused.status_code == 409
    # the page that refuses a second one shows the first, and no form either
    assert "day-to_on" not in refused.text
    assert "已有改期提议等待答复，见下方" in refused.text
    assert "请先撤回" in refused.text
    assert post(lead, f"/sessions/{made}/propose", page, **asks).status_code == 404
    assert "等待答复" in heading(in_both(lead, "/plan/proposals")[0])
    proposal = store.scalar(select(DayProposalRow.id))
    address = f"/plan/proposals/{proposal}/answer"
    assert post(unit, address, page, answer="taken").status_code == 404
    assert post(visit("far"), address, "/plan/proposals", answer="taken").status_code == 404
    assert post(lead, address, page, answer="x").status_code == 422
    assert post(lead, address, page, answer="taken").status_code == 302
    again = post(lead, address, page, answer="declined")
    assert again.status_code == 409
    assert "已由他人答复" in again.text
    store.rollback()
    assert store.get_one(SupervisionSessionRow, made).planned_on == later
    # the form of the day that was taken, sent once more, waits for nobody
    asks["day-idempotency_key"] = "one-key"
    late = post(unit, f"/sessions/{made}/propose", page, **asks)
    assert (late.status_code, "已由他人答复" in late.text) == (409, True)
    in_both(unit, page)
    in_both(unit, "/plan/proposals")


def test_a_unit_withdraws_the_day_that_it_proposed(
    store: Session, scene: Scene, visit: Visit
) -> None:
    made = a_talk(store, scene)
    someone(store, "unit", Role.CENTRE_MANAGER, "A")
    unit, lead, page = visit("unit"), visit("lead"), f"/sessions/{made}/day"
    asks = moved(SOON + timedelta(days=7), **{"day-reason": "court"})
    asks["day-idempotency_key"] = "asked-once"
    post(unit, f"/sessions/{made}/propose", page, **asks)
    address = f"/plan/proposals/{store.scalar(select(DayProposalRow.id))}/withdraw"
    for reader, shows in ((unit, True), (lead, False)):
        for place in (page, "/plan/proposals"):
            assert (address in reader.get(place).text) is shows
    for reader in (lead, visit("far"), visit("reader")):
        assert post(reader, address, "/me").status_code == 404
    assert post(unit, address, page, key="not a key").status_code == 400
    for _ in range(2):
        done = post(unit, address, page, key="one-key")
        assert done.status_code == 302
        assert done.headers["Location"] == f"{page}?notice=day_withdrawn"
    again = post(unit, address, page, key="another")
    assert again.status_code == 409
    assert "中心已撤回该提议" in again.text
    # neither does the form of a day that was withdrawn say that it waits
    late = post(unit, f"/sessions/{made}/propose", page, **asks)
    assert (late.status_code, "中心已撤回该提议" in late.text) == (409, True)
    zh, en = in_both(unit, page)
    assert f"/sessions/{made}/propose" in zh
    assert "中心已撤回" in zh
    assert "withdrawn by the unit</span> <span data-content>unit</span>" in en
    assert "没有等待答复的改期提议" in heading(in_both(lead, "/plan/proposals")[0])


def test_a_proposed_day_on_which_people_are_off_is_told_to_both_sides(
    store: Session, scene: Scene, visit: Visit
) -> None:
    made = a_talk(store, scene)
    someone(store, "unit", Role.CENTRE_MANAGER, "A")
    unit, lead, page = visit("unit"), visit("lead"), f"/sessions/{made}/day"
    years = (TODAY.year, TODAY.year + 1)
    off = {one: ((date(one, 1, 1), False, "元旦", "New Year"),) for one in years}
    off[TODAY.year] = (*off[TODAY.year], (TODAY, False, "停诊", "Closed today"))
    tables = [HolidayYear("CN", one, off[one]) for one in years]
    load_holidays(store, OPERATOR, tables, at=NOON)
    store.rollback()
    # today is a day like those to come
    asked = post(unit, f"/sessions/{made}/propose", page, **moved(TODAY, **{"day-reason": "court"}))
    assert "当天不上班：休息日" in asked.text
    saturday = SOON + timedelta(days=12 - SOON.weekday())
    asks = moved(saturday, **{"day-reason": "court"})
    told = post(unit, f"/sessions/{made}/propose", page, **asks)
    assert told.status_code == 422
    assert "当天不上班：周末" in told.text
    assert "仍提议这一天" in told.text
    store.rollback()
    assert store.scalar(select(func.count()).select_from(DayProposalRow)) == 0
    meant = {**asks, "day-meant": "y"}
    assert post(unit, f"/sessions/{made}/propose", page, **meant).status_code == 302
    zh, en = in_both(lead, "/plan/proposals")
    assert "当天不上班：周末" in zh
    assert "People are off on this day: weekend." in en
    # today has not gone by yet; a day that has can only be declined
    store.execute(update(DayProposalRow).values(day=TODAY))
    store.commit()
    en = in_both(lead, "/plan/proposals")[1]
    assert ("This day has gone by." in en, 'value="taken"' in en) == (False, True)
    proposal = store.scalar(select(DayProposalRow.id))
    store.execute(update(DayProposalRow).values(day=TODAY - timedelta(days=1)))
    store.commit()
    zh, en = in_both(lead, "/plan/proposals")
    assert "This day has gone by." in en
    assert ('value="taken"' in en, 'value="declined"' in en) == (False, True)
    late = post(lead, f"/plan/proposals/{proposal}/answer", "/plan/proposals", answer="taken")
    assert late.status_code == 422
    assert "只能谢绝" in late.text
