import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from qa_app import clock
from qa_app.domain.people import Role
from qa_app.domain.sample_design import DrawMethod, SampleDesign, SizeRule, StratumBy
from qa_app.models.accounts import RoleGrantRow
from qa_app.models.audits import AuditRow
from qa_app.models.cases import CaseFileRow, DrawnFileRow, DrawRow
from qa_app.models.places import CentreRow
from qa_app.models.rounds import AuditRoundRow, RoundCentreRow
from qa_app.models.rubrics import RubricVersionRow
from qa_app.models.supervision import SupervisionSessionRow
from qa_app.services.audits.draw_sample import draw_sample
from qa_app.services.rounds.plan_round import plan_round
from qa_app.services.rounds.plan_round_visit import NewVisit, plan_round_visit
from tests.audits import ZONE
from tests.register import official_codes
from tests.rounds import a_plan
from tests.sessions import Scene, a_scene, a_session, at_centre, publish, some_files, someone
from tests.statements import counted_on
from tests.web.conftest import Visit, form_token, token_of
from tests.web.pagecheck import faults
from tests.web.visits import in_both, post

TODAY = clock.today("Asia/Shanghai")
PERIOD = {"period_from": date(2026, 1, 1), "period_until": date(2026, 12, 31)}


@pytest.fixture
def scene(store: Session) -> Scene:
    return a_scene(store)


def a_round(store: Session, scene: Scene, **fields: object) -> int:
    """A round that is read in the coming days."""
    days = {"starts_on": TODAY, "ends_on": TODAY + timedelta(days=20), **PERIOD}
    plan = a_plan(scene, **{**days, **fields})
    return plan_round(store, scene.supervisor, plan, ZONE, key=None, at=clock.now())


def a_visit(store: Session, scene: Scene, round_id: int) -> int:
    visit = NewVisit(scene.centre, TODAY, scene.supervisor.account_id or 0)
    made = plan_round_visit(store, scene.supervisor, round_id, visit, zone=ZONE, at=clock.now())
    return made[0]


def words_of(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page.split("<main", 1)[1]).split())


def a_form(scene: Scene, **fields: object) -> dict[str, object]:
    account = scene.supervisor.account_id
    return {
        "period_from": "2026-01-01",
        "period_until": "2026-03-31",
        "starts_on": TODAY.isoformat(),
        "ends_on": (TODAY + timedelta(days=20)).isoformat(),
        "centres": [scene.centre],
        "rubrics": [scene.rubric],
        "method": "simple",
        "rule": "number",
        "number": "5",
        "margin_pct": "10",
        "upper_pct": "80",
        "lower_pct": "50",
        "alpha_pct": "10",
        "beta_pct": "10",
        "owner_id": account,
        "moderator_id": "0",
        "readers": [account],
        **fields,
    }


def count(store: Session, table: type) -> int:
    store.rollback()
    return store.scalar(select(func.count()).select_from(table)) or 0


def test_no_round_says_the_next_step(scene: Scene, visit: Visit) -> None:
    zh, en = in_both(visit("lead"), "/rounds")
    assert "No review round is planned yet at the centres you may see" in en
    assert "您可查看的中心尚未制定评查轮次" in zh
    assert "/rounds/new" in en
    assert "/rounds/new" not in visit("reader").get("/rounds").text


def test_a_round_is_planned_on_its_form_once(store: Session, scene: Scene, visit: Visit) -> None:
    client = visit("lead")
    in_both(client, "/rounds/new")
    page = client.get("/rounds/new").text
    sent = a_form(scene, csrf_token=token_of(page), idempotency_key="k1", by=["risk"],
                  method="stratified")  # fmt: skip
    for _ in range(2):
        answer = client.post("/rounds/new", data=sent)
        assert answer.status_code == 302, words_of(answer.text)
    assert count(store, AuditRoundRow) == 1
    row = store.scalars(select(AuditRoundRow)).one()
    assert row.design == {"method": "stratified", "by": ["risk"], "rule": "number", "number": 5}
    shown = words_of(client.get(answer.headers["Location"]).text)
    assert "按层" in shown or "分层" in shown
    assert "督导" in shown


def test_what_is_wrong_stands_beside_its_field(store: Session, scene: Scene, visit: Visit) -> None:
    client = visit("lead")
    wrong: tuple[tuple[dict[str, object], str], ...] = (
        ({"period_from": "2026-05-01"}, "期间止日早于起日"),
        ({"centres": []}, "请至少选择一个中心"),
        ({"rubrics": []}, "请至少选择一项评分细则"),
        ({"readers": []}, "请至少选择一名评查员"),
        ({"number": "0"}, "1"),
        ({"method": "stratified"}, "请选择分层依据"),
        ({"rule": "lqas", "lower_pct": "79"}, "好与差须相差"),
        ({"rule": "lqas", "method": "stratified", "by": ["risk"]}, "批质量抽样只能"),
        ({"starts_on": "x"}, "2026-04-09"),
    )
    for fields, words in wrong:
        answer = post(client, "/rounds/new", **a_form(scene, **fields))
        assert answer.status_code == 422, words
        assert words in words_of(answer.text)
        assert faults(answer.text, "zh") == [], words
    assert count(store, AuditRoundRow) == 0


def test_only_fitting_centres_and_people_are_offered_and_all_faults_told_at_once(
    store: Session, scene: Scene, visit: Visit
) -> None:
    client = visit("lead")
    page = client.get("/rounds/new").text
    # what the page's script goes by: the areas of a centre and of a rubric, none for every one
    assert re.search(r'for="centres-0" class="pl-choice" data-areas="legal_aid social_work"', page)
    assert re.search(r'for="rubrics-0" class="pl-choice" data-areas="legal_aid"', page)
    assert re.search(r'for="readers-0" class="pl-choice" data-areas=""', page)
    assert "js/rounds.js" in page
    # a moderator is someone who may decide between readings, and nobody here may
    assert re.findall(r'<option value="(\d+)"', page.split('id="moderator_id"')[1]) == ["0"]
    wrong = a_form(scene, period_from="2026-05-01", starts_on="", centres=[], readers=[])
    answer = post(client, "/rounds/new", **wrong)
    told = words_of(answer.text)
    assert answer.status_code == 422
    for words in ("请填写日期", "请至少选择一个中心", "请至少选择一名评查员"):
        assert told.count(words) >= 2, words  # at the top and beside the field
    assert 'value="2026-05-01"' in answer.text
    order = post(client, "/rounds/new", **a_form(scene, period_from="2026-05-01", number="0",
                                                 method="stratified"))  # fmt: skip
    told = words_of(order.text)
    for words in ("期间止日早于起日", "请选择分层依据"):
        assert told.count(words) == 2, words


def test_centres_are_ticked_by_a_button_without_a_script(
    store: Session, scene: Scene, visit: Visit
) -> None:
    account, role = scene.supervisor.account_id, Role.SENIOR_SUPERVISOR.value
    store.add(RoleGrantRow(account_id=account, role=role, centre_id=scene.other_centre))
    store.commit()
    client, places = (
        visit("lead"),
        dict(store.execute(select(CentreRow.id, CentreRow.place_id)).all()),
    )
    social = publish(store, id="other", area="social_work")

    def ticked(button: str, *rubrics: int, centres: list[int]) -> list[str]:
        sent = a_form(scene, rubrics=list(rubrics), centres=centres, number="7", tick=button)
        answer = post(client, "/rounds/new", **sent)
        assert answer.status_code == 200
        assert 'value="7"' in answer.text
        assert "pl-summary" not in answer.text
        return re.findall(r'<input checked id="centres-\d+"[^>]*value="(\d+)"', answer.text)

    first, other = str(scene.centre), str(scene.other_centre)
    assert ticked("all", scene.rubric, centres=[]) == [first, other]
    # centre B does no social work; a place adds to what is ticked; a place that is none adds nothing
    assert ticked("all", social, centres=[]) == [first]
    assert ticked(str(places[scene.other_centre]), centres=[scene.centre]) == [first, other]
    assert ticked("x", centres=[scene.centre]) == [first]
    assert ticked("nothing", centres=[scene.centre, scene.other_centre]) == []
    assert count(store, AuditRoundRow) == 0


def test_a_centre_that_no_rubric_fits_is_named(store: Session, scene: Scene, visit: Visit) -> None:
    account = scene.supervisor.account_id
    role = Role.SENIOR_SUPERVISOR.value
    store.add(RoleGrantRow(account_id=account, role=role, centre_id=scene.other_centre))
    store.commit()
    social = publish(store, id="other", area="social_work")
    both = [scene.centre, scene.other_centre]
    answer = post(
        visit("lead"), "/rounds/new", **a_form(scene, rubrics=[social], centres=both, number="7")
    )
    assert answer.status_code == 422
    assert (
        words_of(answer.text).count("所选评分细则均不适用于下列中心（领域或地区不符）：中心乙") == 2
    )
    # what was typed and ticked stays
    assert 'value="7"' in answer.text
    assert len(re.findall(r"<input checked id=\"centres-", answer.text)) == 2
    assert count(store, AuditRoundRow) == 0


def test_a_rubric_of_a_district_says_where_it_counts_and_where_it_does_not(
    store: Session, scene: Scene, visit: Visit
) -> None:
    account, role = scene.supervisor.account_id, Role.SENIOR_SUPERVISOR.value
    store.add(RoleGrantRow(account_id=account, role=role, centre_id=scene.other_centre))
    store.commit()
    official_codes(store)
    title = {"en": "of Wuhua", "zh": "五华细则"}
    wuhua = publish(store, id="wuhua", area="legal_aid", region="CN-530102", title=title)
    client = visit("lead")
    zh, en = in_both(client, "/rounds/new")
    assert "（只适用于五华区）" in zh
    assert "(counts only in Wuhua)" in en
    # what the page's script goes by: only centre B, in Wuhua, fits it
    offered = dict(re.findall(r'for="((?:rubrics|centres)-\d)"[^>]*data-areas="([^"]*)"', en))
    assert offered["rubrics-1"] == f"legal_aid/{wuhua}"
    assert offered["centres-0"] == "legal_aid social_work"
    assert offered["centres-1"] == f"legal_aid legal_aid/{wuhua}"
    both = [scene.centre, scene.other_centre]
    answer = post(client, "/rounds/new", **a_form(scene, rubrics=[wuhua], centres=both))
    assert answer.status_code == 422
    assert words_of(answer.text).count("（领域或地区不符）：中心甲") == 2
    # at centre B both of legal aid would draw: asked once, by name, and kept where it is meant
    wanted = a_form(scene, rubrics=[scene.rubric, wuhua], centres=both)
    answer = post(client, "/rounds/new", **wanted)
    assert answer.status_code == 422
    asked = "属于同一领域，将分别抽取中心乙的案卷"
    assert f"“五华细则”{asked}" in words_of(answer.text)
    assert count(store, AuditRoundRow) == 0
    of = re.search(r'name="meant_of" type="hidden" value="([^"]+)"', answer.text)
    assert of is not None
    # a tick for other pairs is none for these
    assert post(client, "/rounds/new", **wanted, meant="y", meant_of="98.99@1").status_code == 422
    said = {"meant": "y", "meant_of": of[1]}
    address = post(client, "/rounds/new", **wanted, **said).headers["Location"]
    again = {**wanted, "revision": "1", "number": "6"}
    change = address.replace("?notice=round_planned", "/change")
    assert post(client, change, **again).status_code == 302
    apart = post(client, "/rounds/new", **{**wanted, "centres": [scene.centre]})
    assert "属于同一领域" not in words_of(apart.text)
    zh, en = (words_of(page) for page in in_both(client, address))
    assert "of Wuhua counts only in Wuhua: files of Centre A are not read by it." in en
    assert "只适用于五华区，不用于评查中心甲的案卷。" in zh


def test_a_change_a_stale_page_and_a_frozen_design(
    store: Session, scene: Scene, visit: Visit
) -> None:
    some_files(store, scene.centre, 10)
    made, client = a_round(store, scene), visit("lead")
    address = f"/rounds/{made}/change"
    in_both(client, address)
    assert 'name="revision" type="hidden" value="1"' in client.get(address).text
    answer = post(client, address, **a_form(scene, revision="1", number="6", **{
        name: value.isoformat() for name, value in PERIOD.items()
    }))  # fmt: skip
    assert answer.status_code == 302, words_of(answer.text)
    assert post(client, address, **a_form(scene, revision="1", number="7")).status_code == 409
    session_id = a_visit(store, scene, made)
    who = {"draw-reader_id": scene.supervisor.account_id}
    post(client, f"/sessions/{session_id}/draw", f"/sessions/{session_id}", **who)
    answer = post(client, address, **a_form(scene, revision="2", number="7", **{
        name: value.isoformat() for name, value in PERIOD.items()
    }))  # fmt: skip
    assert answer.status_code == 422
    assert "抽样方案不可更改" in answer.text


def test_who_read_is_refused_as_moderator_by_name(
    store: Session, scene: Scene, visit: Visit
) -> None:
    some_files(store, scene.centre, 6)
    colleague = someone(store, "colleague", Role.AUDITOR, "A").account_id or 0
    store.add(RoleGrantRow(account_id=colleague, role="moderator", centre_id=scene.centre))
    store.commit()
    made, lead = a_round(store, scene, readers=(colleague,)), scene.supervisor
    session_id = a_visit(store, scene, made)
    draw_sample(store, lead, session_id, None, colleague, lambda: "s", zone=ZONE, at=clock.now())
    client, address = visit("lead"), f"/rounds/{made}/change"
    page = client.get(address).text
    assert "whoever reads does not decide" in in_both(client, address)[1]
    assert 'data-both="' in page
    form = a_form(scene, **{name: day.isoformat() for name, day in PERIOD.items()})
    form |= {"moderator_id": colleague, "revision": "1"}
    answer = post(client, address, **form)
    assert answer.status_code == 422
    assert "colleague已评查过本轮案卷，或手中仍有本轮案卷" in answer.text
    store.expire_all()
    assert store.get_one(AuditRoundRow, made).moderator_id is None


def test_a_round_of_the_same_period_and_centre_is_warned_of(
    store: Session, scene: Scene, visit: Visit
) -> None:
    first = a_round(store, scene)
    months = {"period_from": date(2025, 1, 1), "period_until": date(2025, 12, 31)}
    a_round(store, scene, **months)  # the year before
    client = visit("lead")
    assert "Another round takes" not in in_both(client, f"/rounds/{first}")[1]
    second = a_round(store, scene, period_from=date(2026, 10, 1))
    for one, other in ((first, second), (second, first)):
        zh, en = in_both(client, f"/rounds/{one}")
        assert "Another round takes files of the same period at the same centre" in en
        assert re.findall(r'<li data-since="[^"]+"[^>]*><a href="([^"]+)"', en) == [
            f"/rounds/{other}"
        ]
        assert "两轮可以并存" in zh
    # on the form, before anything is sent: shown where it overlaps, ready for the script elsewhere
    page = client.get(f"/rounds/{first}/change").text
    shown = re.findall(r'<li data-since="[^"]+"[^>]*?( hidden)?><a href="([^"]+)"', page)
    assert [address for hidden, address in shown if not hidden] == [f"/rounds/{second}"]
    assert len(shown) == 2
    assert "<div data-others hidden>" in client.get("/rounds/new").text
    # it is a warning: the round was planned; what is cancelled takes no files
    post(client, f"/rounds/{second}/cancel", f"/rounds/{second}", **{"cancel-reason": "joined"})
    for one in (first, second):
        assert "Another round takes" not in in_both(client, f"/rounds/{one}")[1]


def test_a_round_comes_to_a_centre_on_a_day(store: Session, scene: Scene, visit: Visit) -> None:
    made, client = a_round(store, scene), visit("lead")
    page, address = f"/rounds/{made}", f"/rounds/{made}/centres/{scene.centre}"
    zh, en = in_both(client, page)
    assert "Put it on this day" in en
    # what is read is named before any day is set
    title = store.get_one(RubricVersionRow, scene.rubric).title_en
    store.rollback()
    assert title in words_of(en).split("The sample")[0].split("Rubrics")[1]
    assert "安排在这一天" in zh
    name = f"visit{scene.centre}"
    sent = {f"{name}-planned_on": TODAY.isoformat(),
            f"{name}-supervisor_id": scene.supervisor.account_id}  # fmt: skip
    far = {**sent, f"{name}-planned_on": (TODAY + timedelta(days=90)).isoformat()}
    answer = post(client, address, page, **far)
    assert answer.status_code == 422
    assert "请填写评查期间内的日期" in answer.text
    token = token_of(client.get(page).text)
    assert client.post(address, data={"csrf_token": token, **sent}).status_code == 302
    assert client.post(address, data={"csrf_token": token, **sent}).status_code == 409
    assert count(store, SupervisionSessionRow) == 1
    assert "nothing drawn yet" in in_both(client, page)[1]
    assert client.post(f"/rounds/{made}/centres/99", data={"csrf_token": token}).status_code == 404


@pytest.mark.parametrize(
    ("design", "said"),
    [
        (SampleDesign(rule=SizeRule.LQAS), "24 conform, fails by chance in 4.0 of 100 draws"),
        (SampleDesign(rule=SizeRule.PRECISION), "24 of 30 files would be read."),
        (SampleDesign(DrawMethod.ALL), "30 of 30 files would be read."),
        (
            SampleDesign(DrawMethod.STRATIFIED, (StratumBy.RISK,), number=6),
            "groups of files (the risk)",
        ),
    ],
)
def test_what_a_design_comes_to_is_told_before_the_draw(
    store: Session, scene: Scene, visit: Visit, design: SampleDesign, said: str
) -> None:
    some_files(store, scene.centre, 15, risk="high")
    some_files(store, scene.centre, 15, start=16, risk="low")
    session_id = a_visit(store, scene, a_round(store, scene, design=design))
    client, address = visit("lead"), f"/sessions/{session_id}"
    _zh, en = in_both(client, address)
    assert said in words_of(en)
    assert count(store, DrawRow) == 0
    answer = post(
        client, f"{address}/draw", address, **{"draw-reader_id": scene.supervisor.account_id}
    )
    assert answer.status_code == 302, words_of(answer.text)
    in_both(client, address)
    drawn = store.scalars(select(DrawRow)).one()
    assert count(store, AuditRow) == drawn.wanted_count


def test_a_stratified_draw_says_so_and_shows_its_groups(
    store: Session, scene: Scene, visit: Visit
) -> None:
    some_files(store, scene.centre, 15, risk="high", practitioner_id=scene.workers["W2"])
    some_files(store, scene.centre, 5, start=16, risk="low")
    design = SampleDesign(DrawMethod.STRATIFIED, (StratumBy.RISK, StratumBy.WORKER), number=8)
    readers = (scene.reader.account_id or 0, scene.supervisor.account_id or 0)
    session_id = a_visit(store, scene, a_round(store, scene, design=design, readers=readers))
    client, address = visit("lead"), f"/sessions/{session_id}"
    zh, en = in_both(client, address)
    # 15 and 5 of 20 share 8 as 6 and 2; the worker by code, not by the number of a row
    assert "risk: High, worker: W2 15 6" in words_of(en)
    assert en.index("risk: High") < en.index("risk: Low")
    assert "Would be drawn" in en
    assert "风险：高" in zh
    assert "The round names" in en
    # both readers of the round are offered and nobody else; who asks is chosen
    offered = re.findall(r'<option( selected)? value="(\d+)"', en.split('id="draw-reader_id"')[1])
    assert {int(one) for _, one in offered[:2]} == set(readers)
    answer = post(
        client, f"{address}/draw", address, **{"draw-reader_id": scene.supervisor.account_id}
    )
    # with several readers the next question is how they share the files
    assert answer.headers["Location"] == f"{address}/divide?notice=files_drawn"
    zh, en = in_both(client, f"{address}/divide")
    assert "Only reviewers whom the round names are proposed" in en
    zh, en = in_both(client, address)
    assert "8 drawn at random within groups from 20 files." in en
    assert "从20份中分层随机抽取8份。" in zh
    # a number and a time are two words, and a file's day is when the case was taken on
    assert "抽取份数</th>" in zh
    assert "<dt>抽取时间</dt>" in zh
    assert "接案日期</th>" in zh
    assert "risk: High, worker: W2 15 6" in words_of(en)
    assert "Would be drawn" not in en


def test_who_is_tied_to_a_centre_is_marked_in_the_plan_and_not_offered_at_the_draw(
    store: Session, scene: Scene, visit: Visit
) -> None:
    tied = someone(store, "colleague", Role.AUDITOR, "A", scene.workers["W1"]).account_id or 0
    some_files(store, scene.centre, 6)
    client, free = visit("lead"), scene.reader.account_id or 0
    zh, en = in_both(client, "/rounds/new")
    marked = re.findall(r"<span data-content>([^<]+) \(may not review files of ([^<]+)\)<", en)
    assert [name for name, _centre in marked] == ["colleague"]
    assert "colleague（不得评查中心甲的案卷）" in zh
    session_id = a_visit(store, scene, a_round(store, scene, readers=(free,)))
    alone = in_both(client, f"/sessions/{session_id}")[1]
    offered = re.findall(
        r'value="(\d+)"', alone.split('id="draw-reader_id"')[1].split("</select")[0]
    )
    assert [int(one) for one in offered] == [free]
    plain = a_session(store, scene, planned_on=TODAY)
    page = in_both(client, f"/sessions/{plain}")[1]
    offered = re.findall(
        r'value="(\d+)"', page.split('id="draw-reader_id"')[1].split("</select")[0]
    )
    assert str(free) in offered
    assert str(tied) not in offered


def test_a_draw_leads_on_to_the_next_one_and_back_to_the_round(
    store: Session, scene: Scene, visit: Visit
) -> None:
    account = scene.supervisor.account_id
    role = Role.SENIOR_SUPERVISOR
    store.add(RoleGrantRow(account_id=account, role=role.value, centre_id=scene.other_centre))
    store.commit()
    both = (scene.centre, scene.other_centre)
    wide = replace(scene, supervisor=at_centre(scene.supervisor, role, *both))
    for start, centre in ((1, both[0]), (11, both[1])):
        some_files(store, centre, 6, start=start)
    made = a_round(store, wide, centres=both)
    first = a_visit(store, wide, made)
    there = NewVisit(scene.other_centre, TODAY, account or 0)
    (second,) = plan_round_visit(store, wide.supervisor, made, there, zone=ZONE, at=clock.now())
    client, who = visit("lead"), {"draw-reader_id": account}
    assert "Draw next" not in in_both(client, f"/sessions/{first}")[1]
    answer = post(client, f"/sessions/{first}/draw", f"/sessions/{first}", **who)
    assert answer.status_code == 302, words_of(answer.text)
    zh, en = in_both(client, f"/sessions/{first}")
    (link,) = re.findall(r'<a class="btn" href="([^"]+)">Draw next', en)
    assert link == f"/sessions/{second}"
    assert "中心乙" in zh.split("继续抽取：")[1].split("</a>")[0]
    assert f'href="/rounds/{made}">Back to the round<' in en
    assert post(client, f"/sessions/{second}/draw", link, **who).status_code == 302
    # nothing is left to draw
    zh, en = in_both(client, f"/sessions/{first}")
    assert "Draw next" not in en
    assert "Back to the round" in en


def test_a_file_is_replaced_and_told_beside_the_results(
    store: Session, scene: Scene, visit: Visit
) -> None:
    some_files(store, scene.centre, 12)
    made = a_round(store, scene)
    session_id, client = a_visit(store, scene, made), visit("lead")
    address = f"/sessions/{session_id}"
    post(client, f"{address}/draw", address, **{"draw-reader_id": scene.supervisor.account_id})
    first = store.scalars(select(AuditRow.id).order_by(AuditRow.id)).first()
    sent = {"replace-audit_id": first, "replace-reason": "not_found"}
    bad = post(client, f"{address}/replace", address, **{**sent, "replace-reason": ""})
    assert (bad.status_code, count(store, AuditRow)) == (422, 5)
    answer = post(client, f"{address}/replace", address, **sent)
    assert answer.headers["Location"].endswith("notice=file_replaced")
    again = post(client, f"{address}/replace", address, **sent)
    assert again.status_code == 422
    assert "该案卷已开始评查或已被替换" in again.text
    assert count(store, AuditRow) == 6
    zh, en = in_both(client, address)
    said = "1 of 5 drawn files replaced: the folder was not found (1)"
    assert said in words_of(en)
    assert "替换1份" in words_of(zh)
    assert said in words_of(in_both(client, f"/rounds/{made}")[1])
    # what left its sample was never read: no list of reviews and no report tells of it
    gone = store.scalars(select(AuditRow).where(AuditRow.id == first)).one()
    reference = store.scalars(
        select(CaseFileRow.reference).where(CaseFileRow.id == gone.case_file_id)
    ).one()
    for state in ("", "draft", "provisional", "void"):
        listed = client.get(f"/audits?state={state}")
        assert (listed.status_code, reference in listed.text) == (200, False), state
    for address in (f"/audits/{first}", f"/audits/{first}/report"):
        assert client.get(address).status_code == 404


def test_replacing_is_refused_to_others(store: Session, scene: Scene, visit: Visit) -> None:
    some_files(store, scene.centre, 12)
    session_id = a_visit(store, scene, a_round(store, scene))
    address, client = f"/sessions/{session_id}", visit("lead")
    post(client, f"{address}/draw", address, **{"draw-reader_id": scene.supervisor.account_id})
    for name in ("far", "reader"):
        other = visit(name)
        token = form_token(other)
        sent = {"csrf_token": token, "replace-audit_id": 1, "replace-reason": "not_found"}
        assert other.post(f"{address}/replace", data=sent).status_code == 404
    assert count(store, AuditRow) == 5


def test_the_round_says_what_its_samples_tell(store: Session, scene: Scene, visit: Visit) -> None:
    some_files(store, scene.centre, 30)
    made = a_round(store, scene, design=SampleDesign(rule=SizeRule.LQAS))
    session_id, client = a_visit(store, scene, made), visit("lead")
    address = f"/sessions/{session_id}"
    post(client, f"{address}/draw", address, **{"draw-reader_id": scene.supervisor.account_id})
    assert "drawn" in words_of(in_both(client, f"/rounds/{made}")[1])
    store.execute(
        update(AuditRow).values(
            state="signed",
            result_state="provisional",
            started_at=clock.now(),
            band="B",
            band_position=2,
            shared_at=clock.now(),
            signed_at=clock.now(),
        )
    )
    store.commit()
    page = words_of(in_both(client, f"/rounds/{made}")[1])
    # the range itself is tested with the rule; here it only has to stand on the page
    assert "13 of 13 at band B or above; for all 30 files that means between" in page
    assert "passes: at least 9 of 13 were wanted" in page
    assert "shared with the centre" in page
    assert "13 of 13 signed" in page


def test_a_centre_sees_its_part_and_what_it_has_to_do(
    store: Session, scene: Scene, visit: Visit
) -> None:
    some_files(store, scene.centre, 30)
    made = a_round(store, scene)
    someone(store, "boss", Role.CENTRE_MANAGER, "A")
    someone(store, "next_door", Role.CENTRE_MANAGER, "B")
    manager, page = visit("boss"), f"/rounds/{made}"
    assert page in in_both(manager, "/rounds")[1]
    assert "The round has no day here yet." in in_both(manager, page)[1]
    session_id, lead = a_visit(store, scene, made), visit("lead")
    assert "Keep the case list complete until" in words_of(in_both(manager, page)[1])
    address = f"/sessions/{session_id}"
    post(lead, f"{address}/draw", address, **{"draw-reader_id": scene.supervisor.account_id})
    files = set(
        store.scalars(
            select(CaseFileRow.reference).join(AuditRow, AuditRow.case_file_id == CaseFileRow.id)
        )
    )
    zh, en = in_both(manager, page)
    assert "Have these files ready on" in words_of(en)
    assert "备好这些案卷" in zh
    assert len(files) == 5
    assert all(one in zh for one in files)
    store.execute(
        update(AuditRow).values(
            state="signed",
            result_state="provisional",
            started_at=clock.now(),
            band="B",
            band_position=2,
            signed_at=clock.now(),
        )
    )
    store.commit()
    # signed, but not shown to the centre yet: neither is what the sample says
    zh, en = in_both(manager, page)
    assert "at band B or above" not in en
    assert "results follow once they are settled" in words_of(en)
    assert "at band B or above" in in_both(lead, page)[1]
    store.execute(update(AuditRow).values(shared_at=clock.now()))
    store.commit()
    zh, en = in_both(manager, page)
    assert "at band B or above" in en
    assert "within 10 working days" in words_of(en)
    # the paper with seeds and other centres is not the centre's, nor is the plan
    assert f"{page}/report.pdf" not in en
    for closed in (f"{page}/report.pdf", f"{page}/change", "/rounds/new"):
        assert manager.get(closed).status_code == 404, closed
    store.add(RoundCentreRow(round_id=made, centre_id=scene.other_centre))
    store.commit()
    other = visit("next_door").get(page).text
    assert not any(one in other for one in files)


def test_a_round_is_cancelled_with_a_reason(store: Session, scene: Scene, visit: Visit) -> None:
    made, client = a_round(store, scene), visit("lead")
    page, address = f"/rounds/{made}", f"/rounds/{made}/cancel"
    assert post(client, address, page, **{"cancel-reason": ""}).status_code == 422
    token = token_of(client.get(page).text)
    sent = {"csrf_token": token, "cancel-reason": "joined"}
    assert client.post(address, data=sent).status_code == 302
    assert client.post(address, data=sent).status_code == 409
    assert "joined to another round" in in_both(client, page)[1]
    assert "cancelled" in in_both(client, "/rounds")[1]


def test_a_refused_form_leaves_the_others_as_they_were(
    store: Session, scene: Scene, visit: Visit
) -> None:
    someone(store, "another", Role.SENIOR_SUPERVISOR, "A")  # stands before the owner
    made, client = a_round(store, scene), visit("lead")
    page = f"/rounds/{made}"
    refused = post(client, f"{page}/cancel", page, **{"cancel-reason": ""})
    for told in (client.get(page), refused):
        chosen = re.findall(r'<option[^>]* selected[^>]*value="(\d+)"', told.text)
        assert chosen == [str(scene.supervisor.account_id)]


def test_what_is_out_of_reach_is_not_there(store: Session, scene: Scene, visit: Visit) -> None:
    made = a_round(store, scene)
    for name, code in (("far", 404), ("reader", 200), ("caseworker", 404)):
        client = visit(name)
        assert client.get(f"/rounds/{made}").status_code == code, name
        assert client.get(f"/rounds/{made}/change").status_code == 404, name
    assert f"/rounds/{made}" not in visit("far").get("/rounds").text
    reader = visit("reader").get(f"/rounds/{made}").text
    assert f"/rounds/{made}/c" not in reader


def test_a_centre_out_of_reach_does_not_show_in_a_shared_round(
    store: Session, scene: Scene, visit: Visit
) -> None:
    made = a_round(store, scene)
    store.add(RoundCentreRow(round_id=made, centre_id=scene.other_centre))
    store.commit()
    name = store.scalars(select(CentreRow.name_zh).where(CentreRow.id == scene.other_centre)).one()
    page = visit("lead").get(f"/rounds/{made}").text
    assert name not in page
    assert "/change" not in page  # who plans a round must reach all of it


def test_lists_ask_as_much_for_many_rounds_as_for_one(
    app: Flask, store: Session, scene: Scene, visit: Visit
) -> None:
    from qa_app.extensions import db

    client = visit("lead")
    a_round(store, scene)
    with app.app_context():
        engine = db.engine
    client.get("/rounds")
    with counted_on(engine) as one:
        client.get("/rounds")
    for _ in range(26):
        a_round(store, scene)
    with counted_on(engine) as many:
        page = client.get("/rounds").text
    assert len(many) == len(one)
    assert page.count('<th scope="row"') == 25
    after = re.search(r"/rounds\?after=(\d+)", page)
    assert after is not None
    assert client.get(after[0]).text.count('<th scope="row"') == 2
    assert count(store, DrawnFileRow) == 0


def test_a_round_is_put_on_days_and_drawn_on_one_page(
    store: Session, scene: Scene, visit: Visit
) -> None:
    some_files(store, scene.centre, 6)
    account, role = scene.supervisor.account_id, Role.SENIOR_SUPERVISOR.value
    store.add(RoleGrantRow(account_id=account, role=role, centre_id=scene.other_centre))
    store.commit()
    lead = at_centre(scene.supervisor, Role.SENIOR_SUPERVISOR, scene.centre, scene.other_centre)
    both = replace(scene, supervisor=lead)
    made = a_round(store, both, centres=(scene.centre, scene.other_centre))
    client, address = visit("lead"), f"/rounds/{made}/draws"
    assert f'href="{address}"' in client.get(f"/rounds/{made}").text
    zh, en = in_both(client, address)
    assert "Put all of them on this day and draw" in en
    assert "只安排日期" in zh
    assert "Draw 1 sample now" not in en
    days = {"all-planned_on": TODAY.isoformat(), "all-supervisor_id": account}
    to_visit = f"/rounds/{made}/visits"
    for wrong in ({"all-planned_on": ""}, {"all-supervisor_id": 10**6}):
        assert post(client, to_visit, address, **(days | wrong)).status_code == 422
    late = days | {"all-planned_on": (TODAY + timedelta(days=99)).isoformat()}
    refused = post(client, to_visit, address, **late)
    assert refused.status_code == 422
    assert faults(refused.text, "zh") == []
    assert words_of(refused.text).count("请填写评查期间内的日期") == 2
    for _ in range(2):  # twice is once
        assert post(client, to_visit, address, **days).status_code == 302
    sessions = store.scalars(select(SupervisionSessionRow).order_by(SupervisionSessionRow.id)).all()
    assert [one.centre_id for one in sessions] == [scene.centre, scene.other_centre]
    # the page of the round leads to what was planned, and on to the draw
    told = client.get(f"/rounds/{made}").text
    assert all(f'href="/sessions/{one.id}"' in told for one in sessions)
    assert told.count(f'href="{address}"') == 3
    zh, en = in_both(client, address)
    assert "Draw 1 sample now" in en
    assert "ready" in words_of(en)
    assert "list missing" in words_of(en)
    assert "案卷清单中没有该专业领域和期间的案卷" in words_of(zh)
    first = sessions[0].id
    wrong = post(client, address, **{f"reader{first}": "x"})
    assert wrong.status_code == 422
    assert "此人不能在该中心评查案卷" in words_of(wrong.text)
    assert count(store, DrawRow) == 0
    for _ in range(2):
        assert post(client, address, **{f"reader{first}": account}).status_code == 302
    assert count(store, DrawRow) == 1
    zh, _en = in_both(client, address)
    assert "已抽取" in words_of(zh)
    assert f"reader{first}" not in zh


def test_a_round_is_put_on_days_and_drawn_in_one_act(
    store: Session, scene: Scene, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    some_files(store, scene.centre, 6)
    account, role = scene.supervisor.account_id, Role.SENIOR_SUPERVISOR.value
    store.add(RoleGrantRow(account_id=account, role=role, centre_id=scene.other_centre))
    sealed = store.scalars(select(CaseFileRow).order_by(CaseFileRow.id)).first()
    assert sealed is not None
    sealed.is_sealed = True
    store.commit()
    lead = at_centre(scene.supervisor, Role.SENIOR_SUPERVISOR, scene.centre, scene.other_centre)
    both = replace(scene, supervisor=lead)
    made = a_round(store, both, centres=(scene.centre, scene.other_centre))
    client, address = visit("lead"), f"/rounds/{made}/draws"
    zh, en = in_both(client, address)
    assert f'name="reader_at{scene.centre}"' in zh
    act = {
        "all-planned_on": TODAY.isoformat(),
        "all-supervisor_id": account,
        "step": "draw",
        f"reader_at{scene.other_centre}": account,
    }
    to_visit = f"/rounds/{made}/visits"
    assert post(client, to_visit, address, **(act | {"all-planned_on": ""})).status_code == 422
    assert count(store, SupervisionSessionRow) == 0
    # nobody reads at one centre: both have their day, nothing is drawn, and it says why
    refused = post(client, to_visit, address, **act)
    assert refused.status_code == 422
    assert faults(refused.text, "zh") == []
    assert "此人不能在该中心评查案卷" in words_of(refused.text)
    assert (count(store, SupervisionSessionRow), count(store, DrawRow)) == (2, 0)
    # sent again it does nothing: every centre has its day
    assert post(client, to_visit, address, **act).status_code == 302
    assert (count(store, SupervisionSessionRow), count(store, DrawRow)) == (2, 0)
    # two are as much as a day holds; with four hours a day they would be told
    assert "pl-warn" not in client.get(address).text
    monkeypatch.setattr("qa_app.domain.rounds.SUPERVISOR_DAY_MINUTES", 240)
    zh, en = in_both(client, address)
    assert "leads 2 reviews at 2 centres, some 8 hours, more than a day holds" in words_of(en)
    assert "带队2次评查，涉及2个中心，约8小时，超过一天的工作量" in words_of(zh)
    assert "1 of 6 left out: 1 sealed" in words_of(en)
    assert "6份中有1份未列入：封存1份" in words_of(zh)
    other = a_round(store, both, centres=(scene.centre, scene.other_centre))
    address, to_visit = f"/rounds/{other}/draws", f"/rounds/{other}/visits"
    answer = post(client, to_visit, address, **act, **{f"reader_at{scene.centre}": account})
    assert answer.status_code == 302
    assert "可以抽取的案卷均已抽取" in client.get(answer.headers["Location"]).text
    assert (count(store, SupervisionSessionRow), count(store, DrawRow)) == (4, 1)
    # whoever reads what is drawn keeps their place in the table
    drawn = client.get(address).text
    assert re.search(r'<td data-label="评查员"><span data-content>[^<]+</span></td>', drawn)
    # what lay outside the period is known no more, so the count names its base
    assert "期内6份中有1份未列入：封存1份" in words_of(drawn)
    # a round of which one centre is drawn says so beside what is signed
    zh, en = in_both(client, f"/rounds/{other}")
    assert "0 of 5 signed, 1 centre not drawn yet" in words_of(en)
    assert "另有1个中心尚未抽取" in words_of(zh)


def test_draws_of_a_round_out_of_reach_or_cancelled(
    store: Session, scene: Scene, visit: Visit
) -> None:
    some_files(store, scene.centre, 6)
    made = a_round(store, scene)
    a_visit(store, scene, made)
    address = f"/rounds/{made}/draws"
    token = form_token(visit("far"))
    for name in ("far", "reader"):
        client = visit(name)
        token = form_token(client)
        assert client.get(address).status_code == 404
        for target in (address, f"/rounds/{made}/visits"):
            assert client.post(target, data={"csrf_token": token}).status_code == 404
    row = store.get_one(AuditRoundRow, made)
    row.cancelled_at, row.cancel_reason = clock.now(), "no_readers"
    store.commit()
    client = visit("lead")
    assert "<select" not in client.get(address).text.partition("<main")[2]
    assert post(client, address).status_code == 422
    assert count(store, DrawRow) == 0
