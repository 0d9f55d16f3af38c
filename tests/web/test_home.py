from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from qa_app import clock
from qa_app.domain.health import Finding, Part, State
from qa_app.domain.people import Actor, Role
from qa_app.domain.session_blocks import Block
from qa_app.domain.session_moves import Move, MoveReason, SessionDay
from qa_app.domain.supervision import SessionType
from qa_app.domain.text import BilingualText
from qa_app.models.accounts import AccountRow
from qa_app.models.audits import AuditRow
from qa_app.models.supervision import SessionPersonRow
from qa_app.queries.running_limits import LimitCounts
from qa_app.queries.service_due import ToContain
from qa_app.services.audits.draw_sample import draw_sample
from qa_app.services.audits.save_entries import save_entries
from qa_app.services.supervision.propose_day import WantedDay, propose_day
from qa_app.web.home import routes, system
from qa_app.web.home.heading import heading as words_of_heading
from qa_app.web.home.service import Containing, ServiceToday
from tests.audits import ZONE, a_desk, all_met
from tests.people import NOON
from tests.records import MEETING, Talk, begin, save, sign
from tests.sessions import Scene, a_scene, a_session, at_centre, publish, some_files, someone
from tests.statements import counted_on
from tests.web.conftest import Visit
from tests.web.pagecheck import faults
from tests.web.visits import heading, in_both

TODAY = clock.today("Asia/Shanghai")


@pytest.fixture
def scene(store: Session) -> Scene:
    return a_scene(store)


def day(offset: int) -> date:
    return TODAY + timedelta(days=offset)


def individual(store: Session, scene: Scene, on: date) -> int:
    return a_session(
        store, scene, type=SessionType.INDIVIDUAL, rubric_version_id=None, planned_on=on
    )


def drawn(store: Session, scene: Scene, on: date, count: int = 2) -> None:
    made = a_session(store, scene, planned_on=on)
    who = scene.supervisor.account_id or 0
    draw_sample(
        store, scene.supervisor, made, count, who, lambda: "4f1c", zone=ZONE, at=clock.now()
    )


def test_nothing_to_do_names_the_next_session(store: Session, scene: Scene, visit: Visit) -> None:
    _, en = in_both(visit("lead"), "/")
    assert heading(en) == "Nothing needs you today"
    assert "Look at the plan" in en
    assert "Nothing was signed in your reach" in en
    made = individual(store, scene, day(40))
    zh, en = in_both(visit("lead"), "/")
    assert heading(zh) == "今天没有待办"
    assert heading(en) == "Nothing needs you today"
    assert f"/sessions/{made}" in zh
    assert "未来两周没有督导。" in zh


def test_what_is_due_what_is_late_and_what_is_to_be_recorded(
    store: Session, scene: Scene, visit: Visit
) -> None:
    some_files(store, scene.centre, 20, opened_on=day(-60))
    drawn(store, scene, day(-10))  # due three days ago
    drawn(store, scene, day(0))  # due in seven days
    drawn(store, scene, day(1))  # due in eight days: not yet
    zh, en = in_both(visit("lead"), "/")
    assert heading(en) == "Today: 2 reviews overdue, 2 reviews due this week, 1 session to record"
    assert heading(zh) == "今日：2项评查逾期，2项评查七日内到期，1次督导待登记"
    assert en.count("3 days late") == 2
    assert en.count("due in 7 days") == 2
    assert "2 more are not due this week" in en
    # today's session and tomorrow's are next
    assert en.count('class="pl-row-head"') == 2


def test_the_heading_of_a_list_that_is_cut_promises_no_more_than_it_counted(
    store: Session, scene: Scene, visit: Visit
) -> None:
    for n in range(26):
        individual(store, scene, day(-1 - n))
    zh, en = in_both(visit("lead"), "/")
    assert heading(en) == "Today at least: 25 sessions to record"
    assert heading(zh) == "今日至少有25次督导待登记"


@pytest.mark.parametrize(
    ("urgent", "others", "said"),
    [
        (("", "a"), ("b", "c", "d"), "今日：a，b，c，d"),
        (("a",), ("b", "", "c", "d", "e"), "今日：a，b，c，另有2类事项"),
    ],
)
def test_a_heading_names_what_presses_and_counts_the_rest(
    app: Flask, urgent: tuple[str, ...], others: tuple[str, ...], said: str
) -> None:
    with app.test_request_context():
        assert words_of_heading(urgent, others, is_cut=False) == said


CONTAIN = ToContain("a", 1, BilingualText("甲", "A"), datetime(2026, 3, 2, tzinfo=UTC))
LATE, RUNS = Containing(CONTAIN, "", is_late=True), Containing(CONTAIN, "", is_late=False)


@pytest.mark.parametrize(
    ("service", "contain", "late", "others"),
    [
        (ServiceToday(0, 0, 1, (LATE,)), "1起事件待控制（已超时）", "", ()),
        (
            ServiceToday(0, 0, 3, (LATE, RUNS)),
            "2起事件待控制（其中1起已超时）",
            "",
            ("1起事件未办结",),
        ),
        (ServiceToday(2, 1, 1, (RUNS,)), "1起事件待控制", "3件转介和投诉逾期", ()),
        (ServiceToday(2, 0, 1), "", "2件转介逾期", ("1起事件未办结",)),
        (ServiceToday(0, 1), "", "1件投诉逾期", ()),
    ],
)
def test_the_service_of_centres_takes_two_clauses_of_a_heading_at_most(
    app: Flask, service: ServiceToday, contain: str, late: str, others: tuple[str, ...]
) -> None:
    with app.test_request_context():
        assert (service.to_contain, service.urgent, service.others) == (contain, late, others)


def test_what_harms_a_child_and_limits_that_have_passed_are_never_counted_away(
    store: Session, scene: Scene, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    service, limits = ServiceToday(2, 1, 3, (LATE, RUNS)), LimitCounts(overdue=1, today=1)
    monkeypatch.setattr(routes, "service_today", lambda _actor: service)
    monkeypatch.setattr(routes, "limits_today", lambda _actor: limits)
    zh, en = in_both(visit("lead"), "/")
    assert heading(en) == (
        "Today: 2 incidents to contain (1 overdue), 1 limit overdue,"
        " 3 referrals and complaints late, 2 more kinds of work"
    )
    assert heading(zh) == (
        "今日：2起事件待控制（其中1起已超时），1项时限已超时，3件转介和投诉逾期，另有2类事项"
    )


def test_what_others_signed(store: Session, scene: Scene, visit: Visit) -> None:
    some_files(store, scene.centre, 4)
    drawn(store, scene, day(3))
    values: dict[str, Any] = {
        "state": "signed",
        "result_state": "provisional",
        "signed_at": clock.now() - timedelta(days=2),
        "band": "B",
    }
    store.execute(update(AuditRow).values(**values))
    store.commit()
    zh, en = in_both(visit("auditor"), "/")
    assert "暂定" in zh
    assert en.count("/report") == 2
    assert "/report" not in visit("far").get("/").text


def test_a_manager_sees_the_sessions_of_the_centre(
    store: Session, scene: Scene, visit: Visit
) -> None:
    made = individual(store, scene, day(2))
    someone(store, "chief", Role.CENTRE_MANAGER, "A")
    someone(store, "other", Role.CENTRE_MANAGER, "B")
    assert f"/sessions/{made}" in visit("chief").get("/").text
    assert f"/sessions/{made}" not in visit("other").get("/").text


def test_a_planner_sees_the_sessions_they_lead_first(
    store: Session, scene: Scene, visit: Visit
) -> None:
    made = individual(store, scene, day(2))
    # someone who leads none is shown those in reach
    assert f"/sessions/{made}" in visit("senior_supervisor").get("/").text
    assert f"/sessions/{made}" in visit("lead").get("/").text
    assert f"/sessions/{made}" not in visit("far").get("/").text


@pytest.mark.parametrize(
    ("name", "ways"),
    [
        ("judicial_reader", ("/criteria", "/places")),
        (
            "sys_admin",
            ("/admin/accounts", "/admin/places", "/admin/sessions/import", "/system"),
        ),
        ("audit_admin", ("/log", "/log/minors", "/access/two-hats", "/access/seen")),
        ("registrar", ("/criteria", "/papers", "/decisions/")),
    ],
)
def test_who_has_no_list_here_is_shown_the_way(
    scene: Scene, visit: Visit, name: str, ways: tuple[str, ...]
) -> None:
    zh, en = in_both(visit(name), "/")
    assert (heading(en) == "Nothing needs you today") == (name != "sys_admin")
    assert ('id="system"' in en) == (name == "sys_admin")
    assert "<h2>Where you may go from here</h2>" in en
    for way in ways:
        assert f'href="{way}"' in zh
    assert '"/sessions/' not in zh
    assert "/audits" not in zh


def test_today_names_the_state_of_the_system_only_while_it_needs_a_look(
    app: Flask, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stands(*found: Finding) -> None:
        monkeypatch.setattr(system, "system_findings", lambda: found)

    never = Finding(Part.BACKUP, State.WARNING, "backup_never")
    late = Finding(Part.TICK, State.WARNING, "tick_late", {"hours": 40})
    good = Finding(Part.LINK, State.GOOD, "link_near")
    client = visit("sys_admin")
    stands(good, never, late)
    zh, en = in_both(client, "/")
    assert heading(zh) == "今日：系统有2处需要查看"
    assert "系统有2处需要查看，从未做过备份" in zh.split('id="system"')[1].split("</section>")[0]
    assert heading(en) == "Today: 2 parts of the system to be looked at"
    assert faults(zh, "zh") == faults(en, "en") == []
    stands(good, late, Finding(Part.DISK, State.FAULT, "disk_full", {"room": "10 MB"}))
    zh, _ = in_both(client, "/")
    assert heading(zh) == "今日：系统有1处故障，系统有1处需要查看"
    stands(good)
    zh, _ = in_both(client, "/")
    assert (heading(zh), 'id="system"' in zh) == ("今天没有待办", False)


def test_a_draft_that_waits_for_the_signature_alone_is_told_apart(
    store: Session, visit: Visit
) -> None:
    desk = a_desk(store)
    first, *others = all_met()
    save_entries(store, desk.reader, desk.audit, [first], ZONE, at=NOON)
    assert "已评1项" in visit("reader").get("/").text
    save_entries(store, desk.reader, desk.audit, others, ZONE, at=NOON)
    page = visit("reader").get("/").text
    assert "已全部评完，尚未签署" in page
    assert "已评3项" not in page
    assert faults(page, "zh") == []


def test_few_queries_however_much_there_is(
    app: Flask, store: Session, scene: Scene, visit: Visit
) -> None:
    client = visit("lead")
    from qa_app.extensions import db

    with app.app_context():
        engine = db.engine

    def asked() -> int:
        with counted_on(engine) as statements:
            client.get("/")
        return len([one for one in statements if one.startswith("SELECT")])

    some_files(store, scene.centre, 20)
    individual(store, scene, day(1))
    individual(store, scene, day(-1))
    drawn(store, scene, day(-1), 1)
    client.get("/")  # what is read once for a new session
    one = asked()
    for offset in (-3, -2, 2, 3, 4):
        individual(store, scene, day(offset))
    drawn(store, scene, day(-1), 9)
    assert asked() == one
    # of these one for requests for access, one for what was done to one's account and one for
    # where many were asked at once
    assert one <= 31


def test_an_audit_of_the_whole_centre_has_no_reference(
    store: Session, scene: Scene, visit: Visit
) -> None:
    store.execute(
        insert(AuditRow).values(
            centre_id=scene.centre,
            area_code="legal_aid",
            rubric_version_id=scene.rubric,
            reader_id=scene.supervisor.account_id,
            sample_type="census",
            state="draft",
            created_at=NOON,
        )
    )
    store.commit()
    zh, en = in_both(visit("lead"), "/")
    assert "整个中心" in zh
    assert "the whole centre" in en


def test_a_request_to_void_stands_first_for_another_supervisor(
    store: Session, scene: Scene, visit: Visit
) -> None:
    some_files(store, scene.centre, 4)
    drawn(store, scene, day(3), 1)
    values: dict[str, Any] = {
        "state": "signed",
        "result_state": "provisional",
        "signed_at": clock.now() - timedelta(days=20),
        "void_reason": "wrong_file",
        "void_asked_at": clock.now(),
        "void_asked_by": scene.supervisor.account_id,
    }
    store.execute(update(AuditRow).values(**values))
    store.commit()
    zh, en = in_both(visit("senior_supervisor"), "/")
    assert heading(zh) == "今日：1项作废申请待确认"
    assert heading(en) == "Today: 1 void request"
    assert "/report" in en
    for name in ("lead", "far", "auditor"):
        assert "作废申请" not in visit(name).get("/").text


def worker_of(store: Session, scene: Scene, name: str, code: str | None) -> Actor:
    practitioner = None if code is None else scene.workers[code]
    made = someone(store, name, Role.CASEWORKER, "A", practitioner)
    return at_centre(made, Role.CASEWORKER, scene.centre)


def signed_of(store: Session, scene: Scene, count: int) -> None:
    some_files(store, scene.centre, count, practitioner_id=scene.workers["W1"])
    drawn(store, scene, day(3), count)
    values: dict[str, Any] = {
        "state": "signed",
        "result_state": "provisional",
        "signed_at": clock.now() - timedelta(days=2),
        "band": "D",
        "stop_count": 1,
    }
    store.execute(update(AuditRow).values(**values))
    store.commit()


def test_a_caseworker_sees_what_they_must_do_and_their_own_results(
    store: Session, scene: Scene, visit: Visit
) -> None:
    signed_of(store, scene, 2)
    named = individual(store, scene, day(2))
    store.execute(
        insert(SessionPersonRow).values(session_id=named, practitioner_id=scene.workers["W1"])
    )
    store.commit()
    other = individual(store, scene, day(3))
    worker_of(store, scene, "w1", "W1")
    worker_of(store, scene, "w2", "W2")
    zh, en = in_both(visit("w1"), "/")
    assert heading(en) == "Today: 2 results of your files are provisional, 1 session to attend"
    assert heading(zh) == "今日：您的案卷有2份结果暂定，1次督导须参加"
    assert en.count("Read the result of KM-26-") == 2
    assert f"/sessions/{named}" in en
    assert f"/sessions/{other}" not in en
    assert en.index(f"/sessions/{named}") < en.index("Read the result of")  # sooner
    assert en.count('pl-au-band-d"') == 2
    assert en.count("red line 1") == 2
    # a colleague of the same centre sees none of it
    zh, en = in_both(visit("w2"), "/")
    assert heading(en) == "Nothing needs you today"
    assert "None of your files has been reviewed yet." in en
    assert "/report" not in zh
    assert "KM-26-" not in zh


def test_a_final_result_is_nothing_to_do(store: Session, scene: Scene, visit: Visit) -> None:
    signed_of(store, scene, 1)
    store.execute(update(AuditRow).values(result_state="final"))
    store.commit()
    worker_of(store, scene, "w1", "W1")
    _, en = in_both(visit("w1"), "/")
    assert heading(en) == "Nothing needs you today"
    assert "Nothing waits for you" in en
    assert en.count("/report") == 1


def test_a_caseworker_without_files_is_told_why(store: Session, scene: Scene, visit: Visit) -> None:
    worker_of(store, scene, "nobody", None)
    _, en = in_both(visit("nobody"), "/")
    assert "This account is not joined to a worker of the register" in en


def test_a_session_that_nobody_leads_any_more_is_somebodys_task(
    store: Session, scene: Scene, visit: Visit
) -> None:
    individual(store, scene, day(-3))
    someone(store, "second", Role.SENIOR_SUPERVISOR, "A")
    assert "没有督导者负责" not in visit("second").get("/").text
    lead = update(AccountRow).where(AccountRow.id == scene.supervisor.account_id)
    store.execute(lead.values(is_active=False))
    store.commit()
    zh, en = in_both(visit("second"), "/")
    assert "已没有督导者负责：请指定督导者，或登记是否已开展。" in zh
    assert "Nobody leads it any more: name a supervisor, or say whether it was held." in en


def test_a_reader_is_reminded_of_the_practice_files(
    store: Session, scene: Scene, visit: Visit
) -> None:
    assert 'id="calibration"' not in visit("reader").get("/").text
    publish(store, id="legal_aid", area="legal_aid", title={"zh": "法律援助评查", "en": "Legal"})
    page = visit("reader").get("/").text
    told = page.split('id="calibration"')[1].split("</section>")[0]
    assert 'href="/practice"' in told
    assert "法律援助评查" in told
    assert faults(page, "zh") == []
    # who takes no calibration is reminded of none
    assert 'id="calibration"' not in visit("centre_manager").get("/").text


def a_record(store: Session, scene: Scene, on: date) -> Talk:
    worker = worker_of(store, scene, "w1", "W1")
    made = individual(store, scene, on)
    row = SessionPersonRow
    store.execute(insert(row).values(session_id=made, practitioner_id=scene.workers["W1"]))
    store.commit()
    talk = Talk(scene, made, worker)
    begin(store, talk, clock.now())
    return talk


def told(page: str) -> str:
    return page.split('id="supervision"')[1].split("</section>", maxsplit=1)[0]


def test_records_wait_for_who_finishes_signs_and_acknowledges_them(
    store: Session, scene: Scene, visit: Visit
) -> None:
    talk = a_record(store, scene, day(-3))
    at = f'href="/sessions/{talk.session_id}/record"'
    zh, en = in_both(visit("lead"), "/")
    # begun and not signed: told once, as a record, with the day by which it was in time
    assert heading(en) == "Today: 1 record to finish"
    assert heading(zh) == "今日：1份督导记录待完成"
    assert at in told(en)
    assert "Finish the record and sign it" in told(en)
    assert "2 days late" in told(en)
    assert 'id="supervision"' not in visit("w1").get("/").text
    met = {**MEETING, "held_on": f"{day(-3)}", "next_on": f"{day(30)}"}
    save(store, talk, Block.MEETING, met, ({"person": "W1", "minutes": "90"},), at=clock.now())
    save(store, talk, Block.SUPPORT, {"workload": "6"}, at=clock.now())
    sign(store, talk, at=clock.now())
    assert 'id="supervision"' not in visit("lead").get("/").text
    zh, en = in_both(visit("w1"), "/")
    assert heading(en) == "Today: 1 record to sign"
    assert heading(zh) == "今日：1份督导记录待签字"
    assert (at in told(en), "Sign the record" in told(en)) == (True, True)
    sign(store, talk, talk.worker, at=clock.now())
    zh, en = in_both(visit("w1"), "/")
    assert heading(en) == "Today: 1 record to acknowledge"
    assert heading(zh) == "今日：1份督导记录待确认"
    assert "Read the record and acknowledge it" in told(en)
    assert faults(zh, "zh") == faults(en, "en") == []
    # the manager of the centre is told of no record
    someone(store, "chief", Role.CENTRE_MANAGER, "A")
    assert 'id="supervision"' not in visit("chief").get("/").text


def test_a_day_that_a_unit_proposes_waits_for_who_plans(
    store: Session, scene: Scene, visit: Visit
) -> None:
    made = individual(store, scene, day(5))
    chief = at_centre(
        someone(store, "chief", Role.CENTRE_MANAGER, "A"), Role.CENTRE_MANAGER, scene.centre
    )
    move = Move(SessionDay(day(5)), SessionDay(day(8)), MoveReason.COURT)
    propose_day(store, chief, WantedDay(made, move), ZONE, at=clock.now())
    zh, en = in_both(visit("lead"), "/")
    assert "1 day proposed" in heading(en)
    assert "1个改期提议待答复" in heading(zh)
    assert 'href="/plan/proposals"' in told(en)
    assert "Answer the unit, which proposes" in told(en)
    for name in ("chief", "far"):
        assert 'id="supervision"' not in visit(name).get("/").text
