"""The pages on which a month is planned: due list, a day, a proposal, its changes, its end."""

import re
from datetime import date, time, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from qa_app import clock
from qa_app.domain.due import Tier
from qa_app.domain.due_needs import DueNeed, DueWhy, NeedKind
from qa_app.domain.month_grid import month_after
from qa_app.domain.plan_rules import PlanRule
from qa_app.domain.supervision import SessionState, SessionType
from qa_app.models.agreements import AbsenceRow, SupervisorTimeRow
from qa_app.models.month_plans import MonthPlanLineRow, MonthPlanRow
from qa_app.models.places import CentreRow
from qa_app.models.supervision import SupervisionSessionRow
from qa_app.models.who_reads import TeamProfileRow, TieRow
from qa_app.web import due_side
from qa_app.web.due_labels import why_sentence
from qa_app.wording.month_plans import RULES
from tests.month_plans import Branch, a_branch, held
from tests.people import NOON
from tests.sessions import some_files
from tests.statements import counted_on
from tests.web.conftest import Visit
from tests.web.sentforms import form_of
from tests.web.visits import faultless, heading, in_both, post, words_of

TODAY = clock.today("Asia/Shanghai")
NEXT = month_after(TODAY.replace(day=1), 1)
"""The month that follows: it has all its days ahead, whatever today is."""
MONTH = f"{NEXT:%Y-%m}"
DUE = f"/plan/due?month={MONTH}"


@pytest.fixture
def branch(store: Session) -> Branch:
    return a_branch(store)


def workday(number: int) -> date:
    """The working day with this number of the next month; its first one may be a holiday."""
    days = [NEXT + timedelta(days=step) for step in range(28)]
    return [day for day in days if day.weekday() < 5 and (day.month, day.day) != (1, 1)][number]


def proposed(store: Session, client: FlaskClient, branch: Branch) -> int:
    page = client.get(DUE).text
    sent = {name: values[0] for name, values in form_of(page, "propose").items()}
    answer = post(client, DUE, **{**sent, "place_id": branch.city})
    assert answer.status_code == 302, words_of(answer.text)
    store.rollback()
    return int(re.search(r"/plan/months/(\d+)", answer.headers["Location"])[1])


def visit_line(store: Session, branch: Branch) -> int:
    store.rollback()
    query = select(MonthPlanLineRow.id).where(
        MonthPlanLineRow.need == "centre", MonthPlanLineRow.need_id == branch.scene.centre
    )
    return store.scalars(query).one()


def states(store: Session) -> list[str]:
    store.rollback()
    return list(store.scalars(select(MonthPlanRow.state)))


# --- what is due -------------------------------------------------------------


def test_the_month_opens_with_what_is_due_and_why(branch: Branch, visit: Visit) -> None:
    zh, en = in_both(visit("city"), f"/plan?month={MONTH}")
    assert heading(zh).endswith("已排0次，待排5次，5次需优先")
    assert heading(en).endswith("0 sessions planned, 5 to plan, 5 of them urgent")
    said = words_of(zh)
    assert "该中心从未督导。有2名工作人员待个别督导。" in said
    assert "尚无个别督导，入职六个月后每个自然月一次。" in said
    assert "排到某日" in said
    assert "本月督导者可用" in said
    assert "This centre was never visited." in words_of(en)
    # centres never visited stand before people who are overdue
    assert said.index("中心甲") < said.index("W1")


def test_a_visit_planned_after_the_month_is_not_asked_for_again(
    branch: Branch, store: Session, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    a, lead, day = branch.scene.centre, branch.account(branch.lead), NEXT + timedelta(days=40)
    held(store, a, lead, day, state=SessionState.PLANNED)
    client = visit("city")
    zh, en = in_both(client, DUE)
    # two centres and three workers are due; one of the centres has its day
    assert heading(zh).endswith("已排0次，待排4次，4次需优先，1次已排在以后")
    assert heading(en).endswith(
        "0 sessions planned, 4 to plan, 4 of them urgent, 1 due, planned later"
    )
    assert "It is planned for " in words_of(en)
    with monkeypatch.context() as few:
        few.setattr(due_side, "_AT_A_GLANCE", 2)
        zh_month, en_month = in_both(client, f"/plan?month={MONTH}")
    assert "查看全部：待排4次，1次已排在以后<" in zh_month
    assert "All of it: 4 to plan, 1 due, planned later<" in en_month
    assert f"/plan/due/centre:{a}" not in zh
    assert f"/plan?month={day:%Y-%m}" in zh
    assert f"/plan/due/centre:{branch.scene.other_centre}" in zh


def test_workers_without_a_session_are_told_with_their_assessment(
    branch: Branch, store: Session, visit: Visit
) -> None:
    client, worker = visit("city"), branch.scene.workers["W1"]
    assert "人员和团队的其他到期事项" in words_of(client.get(f"/plan?month={MONTH}").text)
    # several kinds: they are to be chosen from, so that the page is not two long lists
    assert "尚无能力评估" not in words_of(client.get(DUE).text)
    zh, en = in_both(client, f"{DUE}&kind=all")
    assert "尚无能力评估，入职后30天内应首次评估。" in words_of(zh)
    rule = "the first is meant within 30 days from the start of work"
    assert f"No capacity assessment yet, {rule}." in words_of(en)
    page = f"/plan/due/assessment:{worker}?month={MONTH}"
    sent = {"day": workday(4).isoformat(), "supervisor_id": branch.account(branch.lead)}
    assert post(client, page, page, **sent).status_code == 302
    store.rollback()
    assert store.scalars(select(SupervisionSessionRow.type)).all() == ["capacity_assessment"]
    assert client.get(page).status_code == 404
    for key in ("assessment:0", "observation:x", "assessment", "files:0", "peer:0"):
        assert client.get(f"/plan/due/{key}?month={MONTH}").status_code == 404


def test_teams_are_told_and_put_on_a_day_with_who_is_due(
    branch: Branch, store: Session, visit: Visit
) -> None:
    client, centre = visit("city"), branch.scene.centre
    zh, en = in_both(client, f"{DUE}&kind=peer")
    assert (
        "2名工作人员中2名到期，等待最久者尚未参加过同辈督导，每人每个自然月应参加一次。"
        in words_of(zh)
    )
    assert (
        "2 of 2 workers are due, the one waiting longest has had no peer supervision yet"
        in words_of(en)
    )
    # one kind alone, and every one of them for a kind that there is not
    assert "一年内未召开个案会议" not in words_of(zh)
    assert "一年内未召开个案会议" in words_of(client.get(f"{DUE}&kind=shadowing").text)
    page = f"/plan/due/peer:{centre}?month={MONTH}"
    assert "应到： W1、W2" in words_of(client.get(page).text)
    sent = {"day": workday(4).isoformat(), "supervisor_id": branch.account(branch.lead)}
    assert post(client, page, page, **sent).status_code == 302
    store.rollback()
    assert store.scalars(select(SupervisionSessionRow.type)).all() == ["peer"]
    assert client.get(page).status_code == 404


def test_a_review_of_files_is_planned_with_its_rubric(
    branch: Branch, store: Session, visit: Visit
) -> None:
    client, worker = visit("city"), branch.scene.workers["W2"]
    some_files(store, branch.scene.centre, 1, practitioner_id=worker)
    store.commit()
    last = month_after(TODAY.replace(day=1), 2)  # one of three months in a row ends a quarter
    found = [
        answer
        for month in (TODAY, NEXT, last)
        if (answer := client.get(f"/plan/due/files:{worker}?month={month:%Y-%m}")).status_code
        == 302
    ]
    address = found[0].headers["Location"]
    form = form_of(client.get(address).text, "session")
    assert (form["choice"], form["fine"], form["people"], form["files_wanted"]) == (
        ["field"],
        ["case_file_check"],
        [str(worker)],
        ["2"],
    )
    assert form["rubric_version_id"] == [str(branch.scene.rubric)]


def test_who_does_not_plan_sees_nothing_of_it(branch: Branch, visit: Visit) -> None:
    for name in ("centre_manager", "auditor", "caseworker"):
        page = visit(name).get(f"/plan?month={MONTH}").text
        assert "排到某日" not in page
        assert "建议本月安排" not in page


def test_months_that_are_over_or_far_ahead_show_no_due_list(branch: Branch, visit: Visit) -> None:
    client = visit("city")
    for month in (month_after(NEXT, -2), month_after(NEXT, 4)):
        assert "待排" not in words_of(client.get(f"/plan?month={month:%Y-%m}").text)
        assert client.get(f"/plan/due?month={month:%Y-%m}").status_code == 404
    assert client.get("/plan/due?month=x").status_code == 404


def test_nothing_due_is_said_apart_from_everything_planned(
    branch: Branch, store: Session, visit: Visit
) -> None:
    store.execute(CentreRow.__table__.update().values(closed_on=TODAY))
    store.commit()
    told = "本月没有到期的实地支持、个别督导和督导者的督导，也没有相应安排。"
    zh, _ = in_both(visit("city"), f"/plan?month={MONTH}")
    assert told in words_of(zh)
    assert told in words_of(faultless(visit("city"), DUE))
    for fine, state in (
        (SessionType.FIELD_SUPPORT_VISIT, SessionState.PLANNED),
        (SessionType.INDIVIDUAL, SessionState.CANCELLED),
        (SessionType.CASE_FILE_CHECK, SessionState.PLANNED),
    ):
        held(
            store,
            branch.scene.centre,
            branch.account(branch.lead),
            workday(3),
            fine=fine,
            state=state,
        )
    told = "本月已无待安排事项：已安排或已开展实地支持和督导1次。"
    for address in (f"/plan?month={MONTH}", DUE):
        assert told in words_of(visit("city").get(address).text)


@pytest.mark.nightly  # by day the queries of the due list are counted for fifty centres
def test_the_month_asks_as_often_however_much_is_due(
    app: Flask, branch: Branch, store: Session, visit: Visit
) -> None:
    client = visit("city")

    def asked() -> int:
        from qa_app.extensions import db

        with app.app_context(), counted_on(db.engine) as statements:
            assert client.get(f"/plan?month={MONTH}").status_code == 200
        return len(statements)

    asked()
    few = asked()
    model = store.query(CentreRow).filter_by(code="A").one()
    same = {"place_id": model.place_id, "place_path": model.place_path, "kind": "law_firm"}
    rows = [
        {"code": f"X{one}", "name_zh": "中心", "name_en": "Centre", "source": "", **same}
        for one in range(40)
    ]
    store.execute(insert(CentreRow), rows)
    store.commit()
    # names of six rows: centres only ask for less than centres and people
    assert asked() <= few


# --- put on a day ------------------------------------------------------------


def test_something_due_is_put_on_a_day_with_its_guards(
    branch: Branch, store: Session, visit: Visit
) -> None:
    client = visit("city")
    address = f"/plan/due/centre:{branch.scene.centre}?month={MONTH}"
    zh, en = in_both(client, address)
    assert heading(zh) == "实地支持：中心甲"
    assert "Another kind, or with files" in words_of(en)
    sent = {
        "day": workday(5).isoformat(),
        "supervisor_id": branch.account(branch.lead),
        "starts_at": "09:30",
        "idempotency_key": "k" * 32,
    }
    answer = post(client, address, **sent)
    assert answer.status_code == 302
    again = post(client, address, DUE, **sent)
    assert again.headers["Location"] == answer.headers["Location"]
    other = f"/plan/due/practitioner:{branch.scene.workers['W1']}?month={MONTH}"
    refused = post(client, other, **sent)
    assert (refused.status_code, "此表单此前已提交过其他内容" in refused.text) == (409, True)
    store.rollback()
    row = store.scalars(select(SupervisionSessionRow)).one()
    assert (row.planned_on, row.supervisor_id) == (workday(5), branch.account(branch.lead))
    zh, _ = in_both(client, answer.headers["Location"])
    assert "已排1次，待排4次" in heading(zh)
    assert "city当天1个中心；回避关系和利益冲突已核对。" in words_of(zh)
    assert client.get(address).status_code == 404


def test_two_sessions_at_once_are_said_with_the_rules_that_bend(
    branch: Branch, store: Session, visit: Visit
) -> None:
    client = visit("city")
    wanted = {
        "day": workday(5).isoformat(),
        "supervisor_id": branch.account(branch.lead),
        "starts_at": "09:30",
    }
    first, second = (branch.scene.workers[one] for one in ("W1", "W2"))
    address = f"/plan/due/practitioner:{first}?month={MONTH}"
    assert post(client, address, **wanted).status_code == 302
    address = f"/plan/due/practitioner:{second}?month={MONTH}"
    told = post(client, address, **wanted)
    assert told.status_code == 422
    assert "city在09:30至10:30已有其他督导。仍要保留，请在下面勾选。" in words_of(told.text)
    assert post(client, address, **wanted, sure="y").status_code == 302


def test_rules_are_said_and_only_those_that_bend_are_set_aside(
    branch: Branch, store: Session, visit: Visit
) -> None:
    client, second = visit("city"), branch.account(branch.second)
    ends = {"recorded_at": NOON, "recorded_by": None, "until_on": None}
    tie = {"kind": "conflict", "centre_id": branch.scene.centre, "practitioner_id": None}
    store.execute(
        insert(TieRow).values(
            account_id=second, from_on=date(2025, 1, 1), reason="family", **tie, **ends
        )
    )
    store.commit()
    address = f"/plan/due/centre:{branch.scene.centre}?month={MONTH}"
    page = faultless(client, address)
    assert "已申报利益冲突" in words_of(page)
    # who may not go is not offered
    assert f'<option value="{second}"' not in page
    saturday = next(
        day for day in (NEXT + timedelta(days=one) for one in range(7)) if day.weekday() == 5
    )
    wanted = {"day": saturday.isoformat(), "supervisor_id": branch.account(branch.lead)}
    answer = post(client, address, **wanted)
    assert answer.status_code == 422
    assert "不是工作日。仍要保留，请在下面勾选。" in words_of(answer.text)
    silent = post(client, address, **wanted, sure="y")
    assert silent.status_code == 422
    assert "请用一句话说明为何放宽规则" in words_of(silent.text)
    assert post(client, address, **wanted, sure="y", words="中心活动").status_code == 302
    assert post(client, address, f"/plan?month={MONTH}", **wanted).status_code == 404


@pytest.mark.parametrize(
    ("field", "value"), [("day", ""), ("day", "x"), ("supervisor_id", "999999"), ("starts_at", "9")]
)
def test_bad_input_is_said(branch: Branch, visit: Visit, field: str, value: str) -> None:
    address = f"/plan/due/centre:{branch.scene.centre}?month={MONTH}"
    lead = branch.account(branch.lead)
    wanted = {"day": workday(3).isoformat(), "supervisor_id": lead, field: value}
    assert post(visit("city"), address, **wanted).status_code == 422


def test_what_is_not_due_or_elsewhere_is_not_there(branch: Branch, visit: Visit) -> None:
    for need in ("centre:999999", "nothing:1", "x", f"centre:{branch.scene.other_centre}"):
        assert visit("district").get(f"/plan/due/{need}?month={MONTH}").status_code == 404


# --- a month -----------------------------------------------------------------


@pytest.mark.nightly  # by day a browser does the same
def test_a_month_is_proposed_moved_agreed_and_published(
    branch: Branch, store: Session, visit: Visit
) -> None:
    client, other = visit("city"), visit("city2")
    store.execute(
        insert(TeamProfileRow).values(
            profile="full", relaxed=[], neighbour="", set_at=NOON, set_by=None
        )
    )
    store.commit()
    plan = proposed(store, client, branch)
    zh, en = in_both(client, f"/plan/months/{plan}")
    assert heading(zh).endswith("昆明市：共5次督导，全部排入")
    assert "Somebody else than who proposed it agrees to it." in words_of(en)
    assert "同意计划" not in words_of(zh)
    grid = faultless(client, f"/plan?month={MONTH}")
    # a cell holds three things, the last of them how many more there are
    more = sum(int(one) for one in re.findall(r"另有(\d+)次", grid))
    assert grid.count("pl-dashed") + more == 5
    first = store.scalars(select(MonthPlanLineRow.day).order_by(MonthPlanLineRow.day)).first()
    day = faultless(client, f"/plan?month={MONTH}&day={first}")
    assert len(re.findall(r"/plan/months/\d+/lines/\d+", day.split('id="due"')[1])) >= 1
    line = visit_line(store, branch)
    address = f"/plan/months/{plan}/lines/{line}"
    form = {"day": workday(8).isoformat(), "supervisor_id": branch.account(branch.second)}
    weighed = post(client, address, **form, revision=1, act="weigh")
    assert weighed.status_code == 200
    said = words_of(weighed.text)
    assert "不违反任何规则。" in said
    # the visit was due before the month: later than it is, by the days it moves
    assert re.search(r"中心甲(?:再推迟|提前)\d+天：晚于到期日\d+天。|中心甲逾期天数不变", said)
    assert re.search(r"将于\d\d:00开始。", said)
    assert "现计划：" in said
    assert "调整后：" in said
    assert states(store) == ["draft"]
    assert post(client, address, **form, revision=1, act="move").status_code == 302
    zh, en = in_both(client, f"/plan/months/{plan}")
    assert "原建议为" in words_of(zh)
    assert "As it was proposed:" in words_of(en)
    assert post(other, f"/plan/months/{plan}/agree", "/plan", revision=2).status_code == 302
    assert post(client, f"/plan/months/{plan}/publish", "/plan", revision=2).status_code == 302
    again = post(client, f"/plan/months/{plan}/publish", "/plan", revision=2)
    assert again.status_code == 302
    store.rollback()
    rows = store.scalars(select(SupervisionSessionRow)).all()
    assert len(rows) == 5
    assert workday(8) in {row.planned_on for row in rows}
    zh, _ = in_both(client, f"/plan/months/{plan}")
    assert "已发布" in words_of(zh)
    assert "重新建议" not in words_of(zh)
    assert client.get(address).status_code == 404
    zh, _ = in_both(client, f"/plan?month={MONTH}")
    assert "已排5次" in heading(zh)
    assert "pl-dashed" not in zh


def test_in_a_small_team_the_same_person_agrees_and_it_is_printed(
    branch: Branch, store: Session, visit: Visit
) -> None:
    store.execute(
        insert(TeamProfileRow).values(
            profile="small", relaxed=[], neighbour="", set_at=NOON, set_by=None
        )
    )
    store.commit()
    client = visit("city")
    plan = proposed(store, client, branch)
    page = words_of(faultless(client, f"/plan/months/{plan}"))
    assert "小型" in page
    assert "就已定的时间而言，计划中的每一天，督导者中午都空出一小时休息" in page
    # a visit of half a day that begins at eleven leaves no hour between twelve and two
    line = store.get_one(MonthPlanLineRow, visit_line(store, branch))
    line.starts_at_time, day = time(11), line.day
    store.commit()
    page = words_of(faultless(client, f"/plan/months/{plan}"))
    assert re.search(rf"以下日期中午没有空出休息时间：[^。]*{day.month}月{day.day}日", page)
    assert post(client, f"/plan/months/{plan}/agree", "/plan", revision=1).status_code == 302
    zh = faultless(client, f"/plan/months/{plan}")
    assert "提出者与同意者为同一人：小型团队不要求他人同意。" in words_of(zh)


def test_what_finds_no_place_says_which_rule_stands_in_the_way(
    branch: Branch, store: Session, visit: Visit
) -> None:
    away = {"kind": "leave", "recorded_at": NOON, "recorded_by": None, "taken_back_at": None}
    span = {"from_on": NEXT, "until_on": month_after(NEXT, 1)}
    # everybody, those of the cast who reach the whole network among them
    from qa_app.models.accounts import AccountRow

    for account in store.scalars(select(AccountRow.id)).all():
        store.execute(insert(AbsenceRow).values(account_id=account, **span, **away))
    store.commit()
    client = visit("city")
    plan = proposed(store, client, branch)
    zh, en = in_both(client, f"/plan/months/{plan}")
    assert "0次督导，5次未能排入" in heading(zh)
    said = words_of(zh)
    assert "受阻于：当天不在岗（" in said
    assert re.search(r"再多一个工作日，可多排其中\d次：", said)
    assert "到期共5次：已排入0次，5次未能排入。" in said
    assert "In the way: away on that day (" in words_of(en)
    assert "没有一项能排入" in said


def test_a_published_plan_keeps_what_found_no_place_and_the_numbers_add_up(
    branch: Branch, store: Session, visit: Visit
) -> None:
    small = {"profile": "small", "relaxed": [], "neighbour": "", "set_at": NOON, "set_by": None}
    store.execute(insert(TeamProfileRow).values(**small))
    # an hour of each supervisor: sessions of an hour fit, visits of four do not
    from qa_app.models.accounts import AccountRow

    for account in store.scalars(select(AccountRow.id)).all():
        time = {"minutes_a_month": 120, "centres_a_day": 2, "revision": 1, "changed_at": NOON}
        store.execute(insert(SupervisorTimeRow).values(account_id=account, **time))
    store.commit()
    client = visit("city")
    plan = proposed(store, client, branch)
    address = f"/plan/months/{plan}"
    assert "到期共5次：已排入3次，2次未能排入。" in words_of(client.get(address).text)
    for act in ("agree", "publish"):
        assert post(client, f"{address}/{act}", "/plan", revision=1).status_code == 302
    said = words_of(faultless(client, address))
    assert "到期共5次：已排入3次，2次未能排入。" in said
    assert "受阻于：" in said
    assert "重新建议" in said
    assert RULES[PlanRule.MONTH_HOURS] in words_of(in_both(client, address)[1])
    put = f"/plan/due/centre:{branch.scene.centre}?month={MONTH}"
    form = {"day": workday(4).isoformat(), "supervisor_id": branch.account(branch.lead)}
    assert post(client, put, **form).status_code == 422
    assert post(client, put, **form, sure="y", words="红线须复查").status_code == 302
    zh, en = in_both(client, address)
    assert "到期共5次：已排入3次，1次未能排入，另行排定或已不再到期1次。" in words_of(zh)
    assert "5 were due: 3 in the plan, 1 without a place" in words_of(en)
    assert "之后另行排定，或已不再到期" in words_of(zh)


def test_a_line_is_dropped_and_put_back(branch: Branch, store: Session, visit: Visit) -> None:
    client = visit("city")
    plan = proposed(store, client, branch)
    line = visit_line(store, branch)
    page = f"/plan/months/{plan}"
    assert post(client, f"{page}/lines/{line}/drop", "/plan", revision=1).status_code == 302
    zh, _ = in_both(client, page)
    assert "已从计划撤下" in words_of(zh)
    in_both(client, f"{page}/lines/{line}")
    form = {"day": workday(2).isoformat(), "supervisor_id": branch.account(branch.lead)}
    assert post(client, f"{page}/lines/{line}", **form, revision=2, act="move").status_code == 302
    assert "已从计划撤下" not in words_of(client.get(page).text)


def test_a_planned_review_of_files_is_told_beside_an_open_red_line(app: Flask) -> None:
    why = DueWhy("critical_follow_up", days=14, red_lines=1, planned_on=date(2026, 12, 8))
    kind, visits = NeedKind.CENTRE, SessionType.FIELD_SUPPORT_VISIT
    need = DueNeed(kind, 1, 1, visits, date(2026, 12, 1), Tier.OPEN_CRITICAL, why)
    with app.test_request_context("/plan/due"):
        said = why_sentence(need, date(2026, 11, 29))
    assert said == "1项红线未关闭，须在12月1日前现场查看。已排12月8日的案卷评查不能代替现场查看。"


def test_a_line_whose_need_was_met_otherwise_is_marked_where_it_stands(
    branch: Branch, store: Session, visit: Visit
) -> None:
    client = visit("city")
    plan = proposed(store, client, branch)
    page = f"/plan/months/{plan}"
    zh, en = in_both(client, page)
    assert "请先撤下" not in words_of(zh)
    assert "planned or held otherwise" not in words_of(en)
    centre, lead = branch.scene.centre, branch.account(branch.lead)
    held(store, centre, lead, workday(4), state=SessionState.PLANNED)
    zh, en = in_both(client, page)
    assert "有1次安排对应的待排项已另行排定或开展：请先撤下，或重新建议。" in words_of(zh)
    marked = re.findall(
        r"<tr>(?:(?!</tr>).)*planned or held otherwise(?:(?!</tr>).)*</tr>", en, re.S
    )
    assert len(marked) == 1
    assert f"/lines/{visit_line(store, branch)}" in marked[0]
    # lines of a day stand by their time
    times = re.findall(r'<time datetime="([^"]+)">[^<]*</time> (\d\d:\d\d)', en)
    assert times
    assert times == sorted(times)


def test_stale_pages_are_told_and_show_how_it_stands(
    branch: Branch, store: Session, visit: Visit
) -> None:
    client = visit("city")
    plan = proposed(store, client, branch)
    line, page = visit_line(store, branch), f"/plan/months/{plan}"
    form = {"day": workday(2).isoformat(), "supervisor_id": branch.account(branch.lead)}
    assert post(client, f"{page}/lines/{line}", **form, revision=1, act="move").status_code == 302
    for address, more in (
        (f"{page}/agree", {}),
        (f"{page}/publish", {}),
        (f"{page}/lines/{line}/drop", {}),
        (f"{page}/lines/{line}", {**form, "act": "move"}),
    ):
        answer = post(client, address, page, revision=1, **more)
        assert answer.status_code == 409, address
        assert "刚被他人改动" in words_of(answer.text)
    # a list that was opened before the plan was there
    stale = {"month": NEXT.isoformat(), "place_id": branch.city, "seen": ""}
    answer = post(client, DUE, **stale)
    assert answer.status_code == 409


def test_a_proposal_sent_twice_is_one_plan(branch: Branch, store: Session, visit: Visit) -> None:
    client = visit("city")
    sent = {name: one[0] for name, one in form_of(client.get(DUE).text, "propose").items()}
    sent["place_id"] = str(branch.city)
    first = post(client, DUE, **sent)
    second = post(client, DUE, **sent)
    assert first.status_code == second.status_code == 302
    assert first.headers["Location"] == second.headers["Location"]
    assert states(store) == ["draft"]


def test_a_plan_is_out_of_reach_for_others(branch: Branch, store: Session, visit: Visit) -> None:
    plan = proposed(store, visit("city"), branch)
    line, page = visit_line(store, branch), f"/plan/months/{plan}"
    form = {"day": workday(2).isoformat(), "supervisor_id": branch.account(branch.lead)}
    client = visit("district")
    assert client.get(page).status_code == 404
    assert client.get(f"{page}/lines/{line}").status_code == 404
    for address in ("agree", "publish", f"lines/{line}/drop"):
        assert post(client, f"{page}/{address}", "/plan", revision=1).status_code == 404
    answer = post(client, f"{page}/lines/{line}", "/plan", **form, revision=1, act="move")
    assert answer.status_code == 404
    assert f"{page}/lines/" not in client.get(f"/plan?month={MONTH}").text
    # a branch of others is no choice
    outside = {"month": NEXT.isoformat(), "place_id": branch.city, "seen": ""}
    assert post(client, DUE, **outside).status_code == 422


def test_who_plans_for_single_centres_is_told_why_nothing_is_proposed(
    branch: Branch, visit: Visit
) -> None:
    zh, en = in_both(visit("lead"), DUE)
    assert "您只负责个别中心" in words_of(zh)
    assert "You plan for single centres" in words_of(en)
    wanted = {"month": NEXT.isoformat(), "place_id": branch.panlong}
    assert post(visit("lead"), DUE, **wanted).status_code == 422
