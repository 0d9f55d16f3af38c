"""A text changed in one language only is pointed out, and keeps nobody from publishing."""

import re
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.models.rubrics import RubricVersionRow
from tests.web.conftest import Visit
from tests.web.pagecheck import faults
from tests.web.test_drafting import (
    TOMORROW,
    begun,
    english,
    publish,
    save,
    sections,
    sent,
    store,
    words_of,
)
from tests.web.test_editor import opened

__all__ = ["store"]
LAG = "只改了中文，英文仍是原来的内容。"
A1 = "sections.0.items.0"


def shown(text: str, name: str) -> list[str]:
    """What stands in the list of such texts."""
    part = text.partition(f'id="{name}"')[2].partition("</details>")[0]
    return [words_of(f"<main{one}") for one in re.findall(r"<li(.*?)</li>", part, re.S)]


@pytest.mark.parametrize("app", ["sqlite", "postgresql"], indirect=True)
def test_it_is_told_in_the_editor_before_publishing_and_published(
    visit: Visit, store: Session
) -> None:
    client = visit("senior_supervisor")
    draft = begun(client, store)
    page = f"/rubrics/drafts/{draft}"
    assert "只改了一种语言</summary>" not in client.get(page).text
    assert shown(client.get(f"{page}/edit").text, "lag-list") == []
    save(store, draft, version="2.0.0", sections=sections("单独会见儿童", 8))
    for address in (page, f"{page}/edit", f"{page}/changes"):
        text = client.get(address).text
        assert faults(text, "zh") == [], address
        (line,) = shown(text, "lags")
        assert line.endswith(f"A部分 › 条目A1 › 要求 {LAG}"), line
    assert f"/edit?part={A1}#w-text" in client.get(page).text
    # it is no fault and no doubt
    assert "未发现错误" in words_of(client.get(f"{page}/edit").text)
    reworded = sent(client, f"{page}/changes", f"{page}/items/A1", kind="reworded")
    assert reworded.status_code == 302
    assert sent(client, page, f"{page}/submit").status_code == 302
    second = visit("second")
    assert LAG in second.get(f"{page}/publish").text
    read = {"publish-in_force_from": TOMORROW.isoformat(), "publish-is_read": "y"}
    done = sent(second, f"{page}/publish", f"{page}/publish", **read)
    assert done.status_code == 302, done.text
    assert store.scalars(select(RubricVersionRow.version)).all()[-1] == "2.0.0"
    store.rollback()
    compare = client.get("/rubrics/sample/compare?before=1.0.0&after=2.0.0").text
    assert LAG in compare
    english(client)
    text = client.get("/rubrics/sample/compare?before=1.0.0&after=2.0.0").text
    assert "Texts that lag behind in one language: the English in 1" in text
    assert faults(text, "en") == []


def test_it_is_told_while_it_is_typed(visit: Visit, store: Session) -> None:
    client = visit("senior_supervisor")
    draft = begun(client, store)
    form = opened(client, draft, A1)
    address = f"/rubrics/drafts/{draft}/check"
    assert client.post(address, data=form).get_json()["lags"] == []
    answer = client.post(address, data={**form, "text.zh": "单独会见儿童"}).get_json()
    (line,) = answer["lags"]
    assert (line[0], line[1], line[2], line[4]) == (False, A1, "text", LAG)
    assert answer["counts"] == {}
    # once the other language follows, or is left for later, nothing is told
    follows = {**form, "text.zh": "单独会见儿童", "text.en": "The child was met alone"}
    assert client.post(address, data=follows).get_json()["lags"] == []
    assert client.post(address, data={**follows, "text.en": ""}).get_json()["lags"] == []


def test_versions_that_came_as_files_are_compared_as_well(
    visit: Visit, store: Session, shipped: Path
) -> None:
    publish(store, shipped, version="1.1.0", sections=sections("单独会见儿童"))
    text = visit("auditor").get("/rubrics/sample/compare?before=1.0.0&after=1.1.0").text
    assert LAG in text
    assert faults(text, "zh") == []


@pytest.mark.parametrize("app", ["sqlite", "postgresql"], indirect=True)
def test_what_is_not_translated_and_what_weighs_otherwise_is_told_between_versions(
    visit: Visit, store: Session, shipped: Path
) -> None:
    # A1 has three quarters of section A instead of half, and its new Chinese stands alone
    parts = sections("单独会见儿童", 3)
    del parts[0]["items"][0]["text"]["en"]
    publish(store, shipped, version="1.1.0", sections=parts)
    client = visit("auditor")
    page = client.get("/rubrics/sample/compare?before=1.0.0&after=1.1.0").text
    assert faults(page, "zh") == []
    assert "一种语言落后的文字：英文1处" in page
    assert "只写了中文，缺少英文。" in shown(page, "lags")[0]
    shares = page[page.index('id="shares"') :]
    assert re.findall(r"[+−][\d.]+", shares) == ["+15.00", "−15.00"]
    assert [one in shares for one in ("30.00%", "45.00%", "15.00%")] == [True] * 3
    english(client)
    page = client.get("/rubrics/sample/compare?before=1.0.0&after=1.1.0").text
    assert faults(page, "en") == []
    assert "Difference in percentage points" in page
