"""Notes and new baselines from page to page, in both languages."""

import re
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from qa_app import clock
from qa_app.domain.people import NewGrant, Role
from qa_app.domain.text import BilingualText
from qa_app.extensions import db
from qa_app.models.chart_marks import BaselineRow, ChartNoteRow
from qa_app.queries.trends import ScopeKind
from qa_app.services.accounts.add_account import NewAccount, add_account
from qa_app.services.charts.add_note import add_note
from tests.audits import ZONE
from tests.charts import BACK, NOTE, WHY, ChartScene, a_chart
from tests.kept import kept
from tests.people import NOON, OPERATOR
from tests.readings import JAN, count_in
from tests.statements import counted_on
from tests.web.conftest import BOTH, CHEAP, PASSWORD, Visit
from tests.web.visits import faultless, heading, in_both, post, words_of

DAY = "2026-07-02"


@pytest.fixture
def scene(store: Session) -> ChartScene:
    return a_scene(store)


@kept
def a_scene(store: Session) -> ChartScene:
    # people of the scene sign in with other words; who visits reaches everywhere
    # a moderator alone: who may let limits begin anew sees the chart
    new = NewAccount("moderator", "moderator", PASSWORD, (NewGrant(Role.MODERATOR),))
    add_account(store, OPERATOR, new, CHEAP, at=NOON)
    return a_chart(store)


def notes_of(scene: ChartScene) -> str:
    return f"/centres/charts/centre/{scene.centre}/notes"


def baselines_of(scene: ChartScene) -> str:
    return f"/centres/charts/centre/{scene.centre}/baselines?rubric=sample"


def trends(scene: ChartScene) -> str:
    return f"/centres/{scene.centre}/trends"


def count(store: Session, row: type) -> int:
    store.rollback()
    return store.execute(select(func.count()).select_from(row)).scalar_one()


def note_form(**fields: str) -> dict[str, str]:
    return {"kind": "training", "on": DAY, "rubric": "", "text_zh": "风险评估培训"} | fields


@BOTH
def test_a_note_is_written_shown_changed_and_taken_off(
    store: Session, scene: ChartScene, visit: Visit
) -> None:
    client = visit("centre_manager")
    assert "还没有标注" in faultless(client, notes_of(scene))
    form = note_form(text_en="Training in assessing risk", idempotency_key="k1")
    for _ in range(2):
        answer = post(client, notes_of(scene), **form)
        assert answer.status_code == 302, words_of(answer.text)
    assert count(store, ChartNoteRow) == 1
    zh, en = in_both(client, trends(scene))
    assert 'class="pl-note-mark"' in zh
    assert "1：培训，风险评估培训" in zh
    assert "1: training, Training in assessing risk" in en
    assert "centre_manager" in words_of(zh)
    number = store.execute(select(ChartNoteRow.id)).scalar_one()
    assert f"/notes/{number}/words" in faultless(client, notes_of(scene))
    changed = {"revision": "1", "text_zh": "风险评估培训（两天）", "text_en": ""}
    address = f"/centres/charts/notes/{number}"
    assert post(client, f"{address}/words", notes_of(scene), **changed).status_code == 302
    other = changed | {"text_zh": "风险评估培训（三天）"}
    stale = post(client, f"{address}/words", notes_of(scene), **other)
    assert "图上现为： 风险评估培训（两天）" in words_of(stale.text)
    assert "您写的是： 风险评估培训（三天）" in words_of(stale.text)
    # once where both stand and once to be sent again, and not as another note
    assert stale.text.count(other["text_zh"]) == 2
    assert (stale.status_code, "刚被修改或撤下" in stale.text) == (409, True)
    unseen = post(client, f"{address}/off", notes_of(scene), reason=BACK, revision="1")
    assert (unseen.status_code, "刚被修改或撤下" in unseen.text) == (409, True)
    assert BACK in unseen.text  # the reason is not lost
    assert changed["text_zh"] in unseen.text
    seen = {"revision": "2"}
    short = post(client, f"{address}/off", notes_of(scene), reason="错", **seen)
    assert (short.status_code, "至少20个字符" in short.text) == (422, True)
    assert post(client, f"{address}/off", notes_of(scene), reason=BACK, **seen).status_code == 302
    again = post(client, f"{address}/off", notes_of(scene), reason=BACK, **seen)
    assert (again.status_code, "此前已撤下" in again.text) == (409, True)
    assert "pl-note-mark" not in client.get(trends(scene)).text


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"on": ""}, "请填写"),
        ({"on": "2999-01-01"}, "请选择已到来的日期"),
        ({"text_zh": ""}, "请写"),
        ({"text_zh": "社工张伟接任组长"}, "人名"),
        ({"text_zh": "王小明参加了培训"}, "人名"),
        ({"text_zh": "王\u200b小\u202e明参加了培训"}, "人名"),
        ({"rubric": "no_such"}, ""),
        ({"kind": "no_such"}, ""),
    ],
)
def test_bad_notes_say_why(
    store: Session, scene: ChartScene, visit: Visit, fields: dict[str, str], said: str
) -> None:
    answer = post(visit("centre_manager"), notes_of(scene), **note_form(**fields))
    assert answer.status_code == 422
    assert "pl-wrong" in answer.text
    assert said in answer.text or "pl-wrong" in answer.text
    assert count(store, ChartNoteRow) == 0


def test_a_name_is_asked_about_once(store: Session, scene: ChartScene, visit: Visit) -> None:
    client, form = visit("centre_manager"), note_form(text_zh="社工张伟接任组长")
    assert 'name="name_reason"' in post(client, notes_of(scene), **form).text
    kept = post(client, notes_of(scene), **form, name_reason="公开任命的岗位")
    assert kept.status_code == 302
    assert count(store, ChartNoteRow) == 1


def test_notes_of_others_are_read_only(store: Session, scene: ChartScene, visit: Visit) -> None:
    where, at = (ScopeKind.CENTRE, scene.centre), clock.now()
    made = add_note(store, scene.supervisor, where, NOTE, ZONE, at=at)
    page = faultless(visit("centre_manager"), notes_of(scene))
    assert NOTE.text.zh in page
    assert f"/notes/{made}/" not in page
    for step, data in (("words", {"revision": "1", "text_zh": "x"}), ("off", {"reason": BACK})):
        address = f"/centres/charts/notes/{made}/{step}"
        client = visit("centre_manager")
        assert post(client, address, notes_of(scene), **data).status_code == 404
    # a supervisor takes it off, and does not write in the name of another
    page = faultless(visit("senior_supervisor"), notes_of(scene))
    assert f"/notes/{made}/off" in page
    assert f"/notes/{made}/words" not in page


def test_a_place_and_the_network_have_notes_of_their_own(scene: ChartScene, visit: Visit) -> None:
    client = visit("senior_supervisor")
    for place in (scene.place, 0):
        address = f"/centres/charts/place/{place}/notes"
        text = f"全市新流程{place}"
        answer = post(client, address, **note_form(kind="procedure", text_zh=text))
        assert answer.status_code == 302
        assert text in faultless(client, f"/centres/places/{place}/trends")
    # both stand on the charts of a centre as well
    page = faultless(client, trends(scene))
    assert page.count('class="pl-note-mark"') == 2
    assert "标在上级地区" in faultless(client, notes_of(scene))
    assert "多个中心合在一起" in faultless(client, f"/centres/places/{scene.place}/trends")
    assert "多个中心合在一起" not in page
    for nowhere in ("centre/999999/notes", "elsewhere/1/notes", "network/0/notes"):
        assert client.get(f"/centres/charts/{nowhere}").status_code == 404


@BOTH
def test_limits_begin_anew_after_a_second_look(
    store: Session, scene: ChartScene, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    # who reads no files is told of a quarter once it rests
    later = datetime(2027, 2, 1, tzinfo=UTC)
    monkeypatch.setattr(clock, "now", lambda: later)
    monkeypatch.setattr(clock, "today", lambda _zone: later.date())
    client = visit("moderator")
    before = faultless(client, trends(scene))
    assert "没有人重设过基线" in before
    page = faultless(client, baselines_of(scene))
    assert heading(page) == "重设基线"
    assert 'name="reason"' not in page
    look = f"{baselines_of(scene)}&month={JAN + 6}"
    page = faultless(client, look)
    assert "目前均值为71.0；自2026年7月起将为89.0" in page
    form = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
    form.pop("csrf_token")
    address = baselines_of(scene).split("?", maxsplit=1)[0]
    short = post(client, address, look, **form, reason="改了")
    assert (short.status_code, "至少20个字符" in short.text) == (422, True)
    stale = post(client, address, look, **form | {"new_mean": "1", "key": ""}, reason=WHY)
    assert (stale.status_code, "均值已与您看到的不同" in stale.text) == (409, True)
    for _ in range(2):
        assert post(client, address, look, **form, reason=WHY).status_code == 302
    assert count(store, BaselineRow) == 1
    zh, en = in_both(client, trends(scene))
    assert WHY in zh
    assert "自2026年7月起，整份案卷，1.0.0版" in words_of(zh)
    assert "from Jul 2026 on, Whole file, version 1.0.0" in words_of(en)
    # the limits before stay drawn: two stretches
    assert zh.count("pl-mean") == before.count("pl-mean") + 1
    number = store.execute(select(BaselineRow.id)).scalar_one()
    back = f"/centres/charts/baselines/{number}/back"
    assert post(client, back, look, reason="错").status_code == 422
    assert post(client, back, look, reason=BACK).status_code == 302
    assert post(client, back, look, reason=BACK).status_code == 409
    assert BACK in faultless(client, trends(scene))


def test_only_moderators_see_the_way_to_a_baseline(scene: ChartScene, visit: Visit) -> None:
    for name in ("centre_manager", "senior_supervisor", "auditor"):
        client = visit(name)
        assert "/baselines" not in client.get(trends(scene)).text
        assert client.get(baselines_of(scene)).status_code == 404
    client = visit("moderator")
    assert client.get(f"{baselines_of(scene)}x").status_code == 404
    assert client.get(f"{baselines_of(scene)}&section=Z").status_code == 404
    for odd in ("abc", "-1", "1e9", "９"):
        assert client.get(f"{baselines_of(scene)}&month={odd}").status_code == 404
    assert client.get(f"{baselines_of(scene)}&month=").status_code == 200
    unfit = client.get(f"{baselines_of(scene)}&month={JAN}")
    assert 'name="reason"' not in unfit.text


def test_before_there_are_enough_periods_the_page_says_so(
    store: Session, scene: ChartScene, visit: Visit
) -> None:
    count_in(store, scene.other, scene.version)
    address = f"/centres/charts/centre/{scene.other}/baselines?rubric=sample"
    assert "目前还不能重设基线" in faultless(visit("moderator"), address)


def test_the_figure_marks_notes_too(store: Session, scene: ChartScene, visit: Visit) -> None:
    sent = NOTE.__class__(NOTE.kind, NOTE.on, BilingualText("<b>培训", ""))
    add_note(store, scene.manager, scene.where, sent, ZONE, at=clock.now())
    figure = visit("senior_supervisor").get(f"/centres/{scene.centre}/trends.json").json
    assert figure is not None
    marks = [one for one in figure["layout"]["annotations"] if one["text"] == "1"]
    assert [one["hovertext"] for one in marks] == ["1：培训"]


def test_a_trend_page_asks_no_more_with_more_sections_or_notes(
    app: Flask, store: Session, scene: ChartScene, visit: Visit
) -> None:
    client = visit("moderator")
    client.get(trends(scene))

    def price() -> int:
        with app.app_context(), counted_on(db.engine) as seen:
            assert client.get(trends(scene)).status_code == 200
        return len(seen)

    before = price()
    for number in range(5):
        sent = NOTE.__class__(NOTE.kind, NOTE.on, BilingualText(f"第{number}次培训", ""))
        add_note(store, scene.manager, scene.where, sent, ZONE, at=clock.now())
    count_in(store, scene.centre, scene.version, JAN, 50, reader_id=3)
    assert price() == before
