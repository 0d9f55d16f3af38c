"""Drafts on screen: what each page says, what each act answers, what two people do in turn."""

import html
import json
import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from qa_app import clock
from qa_app.domain.people import Role
from qa_app.domain.plain_json import plain_from_json
from qa_app.domain.register import NewPlace
from qa_app.domain.rubric_freeze import fingerprint_of, resolve
from qa_app.domain.rubric_thaw import thaw
from qa_app.domain.text import BilingualText
from qa_app.models.journal import JournalRow
from qa_app.models.rubric_drafts import RubricDraftRow
from qa_app.models.rubrics import RubricVersionRow
from qa_app.queries.back_cast import BackCast, back_cast
from qa_app.rubric_files.reader import load_library
from qa_app.services.accounts.add_account import NewAccount, NewGrant, add_account
from qa_app.services.places.add_place import add_place
from qa_app.services.standards.publish_rubric import publish_rubric
from qa_app.services.standards.save_rubric_draft import DraftChange, save_rubric_draft
from qa_app.web.drafting import comparing
from tests.builders import a_file, item, section
from tests.people import NOON, OPERATOR
from tests.web.conftest import CHEAP, PASSWORD, Visit, form_token, the_supervisor, token_of
from tests.web.pagecheck import faults

TODAY = clock.today("Asia/Shanghai")
TOMORROW = TODAY + timedelta(days=1)


def both(zh: str, en: str) -> dict[str, str]:
    return {"zh": zh, "en": en}


def sections(text: str = "会见儿童", weight: int = 1, *more: Any) -> list[Any]:
    met = item("A1", text=both(text, "The child was met"), weight=weight)
    other = item("A2", text=both("书面告知", "Told in writing"))
    first = section("A", met, other, *more, weight=60)
    second = section("B", item("B1", text=both("回访", "Visited again")), weight=40)
    return [{**first, "title": both("办理", "Work")}, {**second, "title": both("跟进", "After")}]


@pytest.fixture
def store(store: Session, shipped: Path) -> Session:
    """A rubric is published, and there is a second person who may publish."""
    new = NewAccount("second", "督导乙", PASSWORD, (NewGrant(Role.SENIOR_SUPERVISOR),))
    add_account(store, OPERATOR, new, CHEAP, at=NOON)
    publish(store, shipped)
    return store


def publish(session: Session, shipped: Path, **fields: Any) -> int:
    plain = a_file(
        **{"area": "legal_aid", "title": both("样例", "Sample"), "sections": sections(), **fields}
    )
    content = resolve(plain, load_library(shipped / "x.yaml", shipped))
    rubric = thaw(content, fingerprint_of(content))
    return publish_rubric(session, OPERATOR, rubric, content, at=NOON).version_id


def english(client: FlaskClient) -> FlaskClient:
    token = form_token(client)
    client.post("/language/en", data={"csrf_token": token, "back": "/"})
    return client


def sent(client: FlaskClient, page: str, action: str, **fields: Any) -> TestResponse:
    """Send the form of a page that leads to an address, with its hidden fields."""
    text = client.get(page).text
    form = next(
        one for one in re.findall(r"<form.*?</form>", text, re.S) if f'action="{action}"' in one
    )
    data = {
        name: html.unescape(value)
        for name, value in re.findall(
            r'<input[^>]*name="([^"]+)"[^>]*type="hidden"[^>]*value="([^"]*)"', form
        )
        + re.findall(r'<input[^>]*type="hidden"[^>]*name="([^"]+)"[^>]*value="([^"]*)"', form)
    }
    return client.post(action, data=data | fields)


def begun(client: FlaskClient, store: Session) -> int:
    version = store.scalars(select(RubricVersionRow.id)).first()
    answer = sent(
        client, "/rubrics/drafts/new", "/rubrics/drafts/new", **{"next-version_id": version}
    )
    assert answer.status_code == 302, answer.text
    return int(re.search(r"/rubrics/drafts/(\d+)", answer.headers["Location"])[1])


def save(store: Session, draft: int, **fields: Any) -> int:
    store.rollback()
    row = store.get_one(RubricDraftRow, draft)
    plain = {**plain_from_json(row.content), **fields}
    change = DraftChange(draft, row.revision, plain)
    return save_rubric_draft(store, the_supervisor(store), change, at=clock.now())


def handed_in(visit: Visit, store: Session, **fields: Any) -> int:
    client = visit("senior_supervisor")
    draft = begun(client, store)
    save(store, draft, **{"version": "2.0.0", "sections": sections(weight=8), **fields})
    page = f"/rubrics/drafts/{draft}"
    assert sent(client, page, f"{page}/submit").status_code == 302
    return draft


def words_of(text: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", text.partition("<main")[2]).split())


def entries(store: Session) -> int:
    store.rollback()
    return store.scalar(select(func.count()).select_from(JournalRow)) or 0


@pytest.mark.parametrize("app", ["sqlite", "postgresql"], indirect=True)
def test_two_people_publish_the_next_version(visit: Visit, store: Session) -> None:
    client = visit("senior_supervisor")
    draft = begun(client, store)
    page = f"/rubrics/drafts/{draft}"
    assert "样例 1.1.0：可以提交" in words_of(client.get(page).text)
    save(store, draft, version="2.0.0", sections=sections("单独会见儿童", 8))
    shown = words_of(client.get(page).text)
    assert "1项文字修改，1项权重1→8（A1）" in shown.replace(" ", "")
    assert "1项待确认" in shown
    assert sent(client, page, f"{page}/submit").status_code == 302
    assert "须由未参与的人发布" in words_of(client.get(page).text)

    second = visit("second")
    assert "等您发布" in words_of(second.get("/").text)
    assert "等您发布或退回" in words_of(second.get("/rubrics/drafts").text)
    assert "草稿等您发布" in words_of(second.get("/rubrics").text)
    compare = second.get(f"{page}/changes").text
    assert '<ins><span class="pl-visually-hidden">［增加： </span>单独' in compare
    # the author decides: who decides on an item has worked on the draft
    decided = sent(client, f"{page}/changes", f"{page}/items/A1", kind="reworded", reason="同义")
    assert decided.status_code == 302
    assert "可比较：仅文字修改" in words_of(second.get(f"{page}/changes").text)
    answer = sent(
        second,
        f"{page}/publish",
        f"{page}/publish",
        **{"publish-in_force_from": TOMORROW.isoformat(), "publish-is_read": "y"},
    )
    assert answer.headers["Location"] == "/rubrics/sample/2.0.0?notice=draft_published"
    assert "2.0.0" in words_of(second.get("/rubrics").text)
    assert "起施行" in words_of(second.get("/rubrics").text)
    text = words_of(second.get("/rubrics/sample/2.0.0").text)
    assert "尚未施行" in text
    assert "作者 senior_supervisor" in text
    assert "发布人 督导乙" in text
    assert "自2026年3月23日起施行，自" in words_of(second.get("/rubrics/sample/1.0.0").text)
    told = second.get("/rubrics/sample/compare?before=1.0.0&after=2.0.0")
    assert "可比较：仅文字修改" in words_of(told.text)
    assert "senior_supervisor" in words_of(told.text)
    assert "已发布" in words_of(client.get("/rubrics/drafts?settled=1").text)


def test_every_page_speaks_one_language(visit: Visit, store: Session) -> None:
    draft = handed_in(
        visit, store, sections=sections("单独会见儿童", 8, item("A3", text=both("新", "New")))
    )
    client = visit("second")
    page = f"/rubrics/drafts/{draft}"
    for language in ("zh", "en"):
        if language == "en":
            english(client)
        for address in (
            "/rubrics",
            "/rubrics/drafts",
            "/rubrics/drafts?settled=1",
            "/rubrics/drafts/new",
            page,
            f"{page}/changes",
            f"{page}/back-cast",
            f"{page}/publish",
            "/rubrics/sample/1.0.0",
            "/rubrics/sample/1.0.0/retire",
            "/rubrics/sample/1.0.0/translation",
            "/rubrics/sample/compare?before=1.0.0&after=1.0.0",
            "/",
        ):
            answer = client.get(address)
            assert answer.status_code == 200, address
            assert faults(answer.text, language) == [], (address, language)


def test_faults_are_told_all_at_once_with_their_place(visit: Visit, store: Session) -> None:
    client = visit("senior_supervisor")
    draft = begun(client, store)
    broken = sections()
    broken[0]["items"][1]["text"] = {"zh": ""}
    broken[1]["weight"] = 0
    save(store, draft, sections=broken, title={"zh": ""})
    page = f"/rubrics/drafts/{draft}"
    text = words_of(client.get(page).text)
    assert "B部分 › 权重" in text
    broken[1]["weight"] = 40
    save(store, draft, sections=broken, title={"zh": ""})
    text = words_of(client.get(page).text)
    assert "2处错误待改正" in text
    # faults do not keep the page from naming the version that the draft follows
    assert "上一版本 版本 1.0.0" in re.sub(r"\s+", " ", text)
    assert "A部分 › 条目A2 › 要求" in text
    assert "section A › item A2 › requirement" in words_of(english(client).get(page).text)
    # handing in is not offered, and says why; who sends it all the same is told as well
    shown = client.get(page).text
    assert f'action="{page}/submit"' not in shown
    assert "It can be handed in once the faults above are mended." in shown
    data = {"csrf_token": token_of(shown), "submit-revision": "3"}
    answer = client.post(f"{page}/submit", data=data)
    assert answer.status_code == 422
    assert "The draft has faults" in answer.text
    for below in ("changes", "back-cast"):
        assert client.get(f"{page}/{below}").status_code == 404


def test_who_wrote_it_does_not_publish_it(visit: Visit, store: Session) -> None:
    draft = handed_in(visit, store)
    client = visit("senior_supervisor")
    page = f"/rubrics/drafts/{draft}"
    assert client.get(f"{page}/publish").status_code == 302
    token = form_token(client)
    data = {
        "csrf_token": token,
        "publish-revision": "2",
        "publish-in_force_from": TOMORROW.isoformat(),
        "publish-is_read": "y",
    }
    assert client.post(f"{page}/publish", data=data).status_code == 404
    assert store.scalar(select(func.count()).select_from(RubricVersionRow)) == 1


def test_the_page_says_who_may_publish(visit: Visit, store: Session) -> None:
    draft = handed_in(visit, store, sections=sections("单独会见儿童"))
    page, own, second = f"/rubrics/drafts/{draft}", visit("senior_supervisor"), visit("second")
    text = words_of(own.get(page).text)
    assert "您参与了这份草稿，须由未参与的人发布。" in text
    assert "现在可以发布的人：督导乙。" in text
    assert "You worked on this draft" in words_of(english(own).get(page).text)
    text = words_of(second.get(f"{page}/changes").text)
    assert "谁对条目作出认定，谁就参与了草稿" in text
    sent(second, f"{page}/changes", f"{page}/items/A1", kind="reworded", reason="")
    assert second.get(f"{page}/publish").status_code == 302
    text = words_of(second.get(page).text)
    assert "这里有权发布评分细则的人都参与了这份草稿" in text
    assert "qa rubrics publish" in text
    assert "参与者 senior_supervisor、督导乙" in text
    assert "谁对条目作出认定" not in words_of(second.get(f"{page}/changes").text)
    english(second)
    text = words_of(second.get(page).text)
    assert "of a neighbouring city for instance" in text
    assert faults(second.get(page).text, "en") == []


@pytest.mark.parametrize(
    ("moved", "zh", "en"),
    [
        (5, "封存评查：12份中至少5份", "Sealed reviews: at least 5 of 12 would change"),
        (None, "多少份会改变等级，不予显示", "how many would change their band is not told"),
    ],
)
def test_sealed_reviews_on_trial(
    visit: Visit, store: Session, monkeypatch: pytest.MonkeyPatch, moved: int | None, zh: str, en: str
) -> None:  # fmt: skip
    draft, client = handed_in(visit, store), visit("senior_supervisor")

    def sealed(session: Session, *given: Any) -> BackCast:
        found = back_cast(session, *given)
        assert found is not None
        return replace(found, count=12, is_sealed=True, sealed_moved=moved)

    monkeypatch.setattr(comparing, "back_cast", sealed)
    for language, said in (("zh", zh), ("en", en)):
        answer = (english(client) if language == "en" else client).get(
            f"/rubrics/drafts/{draft}/back-cast"
        )
        assert said in words_of(answer.text)
        assert faults(answer.text, language) == []
        assert "<table" not in answer.text


def test_publishing_asks_for_a_day_and_a_reading(visit: Visit, store: Session) -> None:
    draft = handed_in(visit, store, sections=sections("单独会见儿童", 8))
    client, page = visit("second"), f"/rubrics/drafts/{draft}"

    def publishing(**fields: str) -> TestResponse:
        named = {f"publish-{name}": value for name, value in fields.items()}
        return sent(client, f"{page}/publish", f"{page}/publish", **named)

    assert "请确认已阅读" in publishing(in_force_from=TOMORROW.isoformat()).text
    assert publishing(in_force_from="soon", is_read="y").status_code == 422
    yesterday = (TODAY - timedelta(days=1)).isoformat()
    answer = publishing(in_force_from=yesterday, is_read="y")
    assert (answer.status_code, "请逐一确认改写的条目" in answer.text) == (422, True)
    by_author = visit("senior_supervisor")
    sent(by_author, f"{page}/changes", f"{page}/items/A1", kind="changed", reason="")
    answer = publishing(in_force_from=yesterday, is_read="y")
    assert (answer.status_code, "请选择今天或以后的日期" in answer.text) == (422, True)
    assert (
        publishing(in_force_from=TOMORROW.isoformat(), is_read="y", revision="1").status_code == 409
    )
    assert (
        publishing(in_force_from=TOMORROW.isoformat(), is_read="y", revision="x").status_code == 400
    )
    first = publishing(in_force_from=TOMORROW.isoformat(), is_read="y")
    assert first.status_code == 302


def test_a_form_sent_twice_acts_once(visit: Visit, store: Session) -> None:
    draft = handed_in(visit, store)
    client, page = visit("second"), f"/rubrics/drafts/{draft}"
    text = client.get(f"{page}/publish").text
    data = {
        "csrf_token": token_of(text),
        "publish-revision": "2",
        "publish-in_force_from": TOMORROW.isoformat(),
        "publish-is_read": "y",
    }
    before = entries(store)
    for _ in range(2):
        assert client.post(f"{page}/publish", data=data).status_code == 302
    assert entries(store) == before + 1


def test_one_draft_at_a_time(visit: Visit, store: Session) -> None:
    client = visit("senior_supervisor")
    draft = begun(client, store)
    version = store.scalars(select(RubricVersionRow.id)).one()
    answer = sent(
        visit("second"),
        "/rubrics/drafts/new",
        "/rubrics/drafts/new",
        **{"next-version_id": version},
    )
    assert answer.status_code == 409
    assert f"/rubrics/drafts/{draft}" in answer.text
    assert "已有人在起草" in answer.text
    for data, status in (
        ({"empty-code": "no good", "empty-area": "legal_aid"}, 422),
        ({"empty-code": "sample", "empty-area": "legal_aid"}, 422),
        ({"empty-code": "fresh", "empty-area": "astronomy"}, 422),
        ({"next-version_id": "999999"}, 422),
        ({"empty-code": "fresh", "empty-area": "legal_aid"}, 302),
    ):
        token = token_of(client.get("/rubrics/drafts/new").text)
        answer = client.post("/rubrics/drafts/new", data={"csrf_token": token, **data})
        assert answer.status_code == status, data
    assert "3处错误待改正" in words_of(client.get(answer.headers["Location"]).text)


def test_a_begun_draft_is_begun_once(visit: Visit, store: Session) -> None:
    client = visit("senior_supervisor")
    text = client.get("/rubrics/drafts/new").text
    key = re.search(r'name="empty-idempotency_key"[^>]*value="([^"]+)"', text)[1]
    data = {
        "csrf_token": token_of(text),
        "empty-idempotency_key": key,
        "empty-code": "fresh",
        "empty-area": "legal_aid",
    }
    places = {client.post("/rubrics/drafts/new", data=data).headers["Location"] for _ in range(2)}
    assert len(places) == 1


def test_returned_with_a_reason_and_discarded(visit: Visit, store: Session) -> None:
    draft = handed_in(visit, store)
    client, page = visit("second"), f"/rubrics/drafts/{draft}"
    assert sent(client, page, f"{page}/return").status_code == 422
    answer = sent(client, page, f"{page}/return", **{"return-reason": "A1 的依据要写明"})
    assert answer.status_code == 302
    text = words_of(visit("senior_supervisor").get(page).text)
    assert "退回人： 督导乙" in text
    assert "A1 的依据要写明" in text
    writer = visit("senior_supervisor")
    stale = sent(writer, page, f"{page}/discard", **{"discard-revision": "1"})
    assert stale.status_code == 409
    assert sent(writer, page, f"{page}/discard", **{"discard-revision": "x"}).status_code == 400
    assert sent(writer, page, f"{page}/discard").status_code == 302
    assert "已放弃" in words_of(writer.get(page).text)
    token = form_token(writer)
    again = {"csrf_token": token, "discard-revision": "2"}
    assert writer.post(f"{page}/discard", data=again).status_code == 302
    for below, name in (("submit", "submit"), ("return", "return")):
        data = {"csrf_token": token, f"{name}-revision": "2", "return-reason": "x"}
        assert writer.post(f"{page}/{below}", data=data).status_code == 409


def test_what_is_said_of_items(visit: Visit, store: Session) -> None:
    draft = handed_in(visit, store, sections=sections("单独会见儿童"))
    client, page = visit("second"), f"/rubrics/drafts/{draft}"
    place = f"{page}/items/A1"
    assert sent(client, f"{page}/changes", place, kind="same").status_code == 422
    assert sent(client, f"{page}/changes", place).status_code == 422
    assert (
        sent(client, f"{page}/changes", place, kind="changed", reason="x" * 501).status_code == 422
    )
    assert sent(client, f"{page}/changes", place, kind="changed", revision="1").status_code == 409
    token = form_token(client)
    data = {"csrf_token": token, "revision": "2", "kind": "changed"}
    assert client.post(f"{page}/items/B1", data=data).status_code == 409
    before = entries(store)
    for _ in range(2):
        assert (
            sent(client, f"{page}/changes", place, kind="changed", reason="不同").status_code == 302
        )
    assert entries(store) == before + 1
    assert "不可比较：含义已改变" in words_of(client.get(f"{page}/changes").text)


def test_a_version_is_taken_out_of_use(visit: Visit, store: Session) -> None:
    client, page = visit("senior_supervisor"), "/rubrics/sample/1.0.0"
    assert sent(client, f"{page}/retire", f"{page}/retire").status_code == 422
    token = form_token(client)
    data = {"csrf_token": token, "retire-reason": "新规范施行"}
    for _ in range(2):
        assert client.post(f"{page}/retire", data=data).status_code == 302
    text = words_of(client.get(page).text)
    assert "已停用" in text
    assert "停用人： senior_supervisor" in text
    assert "新规范施行" in text
    assert client.get(f"{page}/retire").status_code == 302
    second = visit("second")
    data["csrf_token"] = form_token(second)
    assert second.post(f"{page}/retire", data=data).status_code == 409


@pytest.mark.parametrize("app", ["sqlite", "postgresql"], indirect=True)
def test_missing_texts_follow(visit: Visit, store: Session, shipped: Path) -> None:
    publish(store, shipped, id="county", title={"zh": "县细则"})
    client, page = visit("senior_supervisor"), "/rubrics/county/1.0.0"
    assert "缺失的文字（1）" in words_of(client.get(page).text)
    assert "县细则" in words_of(english(visit("auditor")).get(page).text)
    english(client)
    assert "[EN missing]" in words_of(client.get(page).text)
    form = client.get(f"{page}/translation").text
    assert faults(form, "en") == []
    answer = sent(client, f"{page}/translation", f"{page}/translation", **{"text-title": "County"})
    assert answer.status_code == 302
    text = client.get(page).text
    assert "County" in words_of(text)
    assert "[EN missing]" not in text
    assert "County" in client.get("/rubrics").text
    # files that are taken away carry what was translated later
    for ending in ("yaml", "json"):
        assert b"County" in client.get(f"{page}/export.{ending}").data, ending
    second = visit("second")
    token = form_token(second)
    data = {"csrf_token": token, "form-revision": "0", "text-title": "Shire"}
    stale = second.post(f"{page}/translation", data=data)
    assert stale.status_code == 409
    assert "County" in stale.text
    assert "Shire" in stale.text
    for fields, status in (
        ({"text-sections/0/title": "No"}, 422),
        ({"text-title": "x" * 201}, 422),
        ({"form-revision": "x"}, 422),
        ({"text-title": "Shire"}, 302),
    ):
        data = {"csrf_token": token, "form-revision": "1", **fields}
        assert second.post(f"{page}/translation", data=data).status_code == status, fields
    row = store.scalars(select(RubricVersionRow).where(RubricVersionRow.rubric_code == "county"))
    kept = row.one()
    assert json.loads(kept.content)["title"] == {"zh": "县细则"}


@pytest.mark.parametrize("app", ["sqlite", "postgresql"], indirect=True)
def test_each_missing_text_is_asked_once_and_stands_everywhere(
    visit: Visit, store: Session, shipped: Path
) -> None:
    own = {
        name: [{"code": code, "from": start, "zh": said} for code, start, said in grades]
        for name, grades in (
            ("here2", (("P", 70, "通过"), ("F", 0, "不通过"))),
            ("there2", (("P", 80, "通过"), ("F", 0, "不通过"))),
        )
    }
    scoring = {
        "method": "weighted_sections",
        "scale": "mpu",
        "bands": {"default": "here2", "CN-53": "there2"},
    }
    publish(store, shipped, id="county", scoring=scoring, bands=own)
    client, page = visit("senior_supervisor"), "/rubrics/county/1.0.0"
    assert "缺失的文字（2）" in words_of(client.get(page).text)
    form = client.get(f"{page}/translation").text
    assert form.count("<textarea") == 2
    assert "另有2处" in words_of(form)
    places = re.findall(r'name="(text-[^"]*)"', form)
    answer = sent(
        client,
        f"{page}/translation",
        f"{page}/translation",
        **dict(zip(places, ("Pass", "Fail"), strict=True)),
    )
    assert answer.status_code == 302
    english(client)
    assert "[EN missing]" not in words_of(client.get(page).text)
    assert "No text is missing" in words_of(client.get(f"{page}/translation").text)
    kept = store.scalars(select(RubricVersionRow).where(RubricVersionRow.rubric_code == "county"))
    assert sorted(kept.one().translations["en"].values()) == ["Fail"] * 3 + ["Pass"] * 3


def test_two_versions_side_by_side(visit: Visit, store: Session, shipped: Path) -> None:
    publish(store, shipped, version="1.1.0", sections=sections("单独会见儿童", 1))
    publish(store, shipped, version="1.2.0", sections=sections("单独会见儿童", 2))
    client = visit("auditor")
    text = client.get("/rubrics/sample/compare?before=1.0.0&after=1.2.0").text
    assert "并非前后相接" in words_of(text)
    assert "权重1→2" in words_of(text).replace(" ", "")
    assert "无人确认含义不变" in words_of(text)
    assert "与1.1.0版相比的改动" in words_of(client.get("/rubrics/sample/1.2.0").text)
    for query in ("", "?before=1.0.0", "?before=1.0.0&after=9.9.9"):
        assert client.get(f"/rubrics/sample/compare{query}").status_code == 404
    assert client.get("/rubrics/none/compare?before=1.0.0&after=1.1.0").status_code == 404


def test_hostile_words_stay_words(visit: Visit, store: Session) -> None:
    hostile = "<script>alert(1)</script>"
    draft = handed_in(
        visit, store, title=both(hostile, hostile), sections=sections(f"会见{hostile}", 8)
    )
    client, page = visit("second"), f"/rubrics/drafts/{draft}"
    data = {"return-reason": hostile}
    for address in (page, f"{page}/changes", f"{page}/publish", "/rubrics/drafts", "/"):
        assert hostile not in client.get(address).text
    sent(client, page, f"{page}/return", **data)
    assert hostile not in client.get(page).text


def test_reworded_items_of_a_version_that_came_as_a_file_are_confirmed_on_the_page(
    visit: Visit, store: Session, shipped: Path
) -> None:
    publish(store, shipped)
    changed = sections("单独会见儿童")
    publish(store, shipped, version="2.0.0", sections=changed)
    client = visit("senior_supervisor")
    page = "/rubrics/sample/compare?before=1.0.0&after=2.0.0"
    text = client.get(page).text
    assert faults(text, "zh") == []
    assert "此版本以文件发布" in text
    address = re.search(r'action="(/rubrics/sample/2\.0\.0/compare/[^"]+)"', text)
    assert address is not None
    data = {"csrf_token": token_of(text), "kind": "reworded", "reason": "语序"}
    assert client.post(address[1], data={**data, "kind": "odd"}).status_code == 422
    assert client.post(address[1], data=data).status_code == 302
    after = client.get(page).text
    assert address[1] not in after
    assert "可比较：仅文字修改" in after
    assert client.post(address[1], data=data).status_code == 302
    assert client.post(address[1], data={**data, "kind": "changed"}).status_code == 409
    assert client.post(address[1].replace("2.0.0", "9.0.0"), data=data).status_code == 404
    # who only reads sees that it waits, or what was said, and no form
    assert "pl-decide" not in visit("auditor").get(page).text
    assert faults(english(client).get(page).text, "en") == []


@pytest.mark.parametrize("version", ["²", "9" * 5000, "-1", "一"])
def test_a_version_that_is_no_number_is_none(visit: Visit, version: str) -> None:
    client = visit("senior_supervisor")
    assert client.get("/rubrics/drafts/new", query_string={"version": version}).status_code == 200


def test_the_second_person_reads_the_whole_version_before_publishing(
    visit: Visit, store: Session
) -> None:
    draft = handed_in(visit, store, sections=sections("单独会见儿童"))
    page, second = f"/rubrics/drafts/{draft}", visit("second")
    assert f'href="{page}/whole"' in second.get(f"{page}/publish").text
    assert "单独会见儿童" in words_of(second.get(f"{page}/whole").text)
    for language in ("zh", "en"):
        answer = (english(second) if language == "en" else second).get(f"{page}/whole")
        assert answer.status_code == 200
        assert faults(answer.text, language) == []
        assert f'href="{page}/publish"' in answer.text
        assert 'id="item-A1"' in answer.text
        assert 'class="pl-bandlist"' in answer.text
    assert second.get("/rubrics/drafts/1000000/whole").status_code == 404
    assert visit("auditor").get(f"{page}/whole").status_code == 404


def test_the_region_of_a_draft_is_told_before_it_is_published(visit: Visit, store: Session) -> None:
    draft = handed_in(visit, store, region="CN-53")
    page, second = f"/rubrics/drafts/{draft}", visit("second")
    for path in (page, f"{page}/publish"):
        text = words_of(second.get(path).text)
        assert "适用范围" in text
        assert "CN-53" in text
        assert "本平台尚无此地区：在补录之前，本评分细则适用于所有中心。" in text
    add_place(
        store, OPERATOR, NewPlace("530000", BilingualText("云南省"), "province", None), at=NOON
    )
    text = words_of(second.get(f"{page}/publish").text)
    assert "适用范围 云南省" in text
    assert "本平台尚无此地区" not in text


def test_bands_by_region_say_which_of_them_count_here(visit: Visit, store: Session) -> None:
    scoring = {
        "method": "weighted_sections",
        "scale": "mpu",
        "bands": {"default": "std4", "CN-53": "three4"},
    }
    own = {
        "three4": [
            {"code": code, "from": start, "zh": code, "en": code}
            for code, start in (("A", 85), ("B", 70), ("C", 50), ("D", 0))
        ]
    }
    fields = {"scoring": scoring, "bands": own, "sections": sections("单独会见儿童")}
    draft = handed_in(visit, store, **fields)
    second = visit("second")
    for page in ("publish", "whole", "try"):
        text = words_of(second.get(f"/rubrics/drafts/{draft}/{page}").text)
        assert (
            "A（85%起） / B（70%起） / C（50%起） / D（0%起）：仅适用于地区设置为CN-53的系统"
            in text
        )
        assert "不合格（0%起），适用于这里的所有中心" in text


def test_whoever_may_draft_finds_a_new_rubric_on_the_list(visit: Visit) -> None:
    assert 'href="/rubrics/drafts/new"' in visit("senior_supervisor").get("/rubrics").text
    assert 'href="/rubrics/drafts/new"' not in visit("auditor").get("/rubrics").text
