"""The phrase bank on screen, and in the note of the workspace."""

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from qa_app.domain.phrases import Phrase
from qa_app.queries.item_phrases import phrases_of
from qa_app.services.standards.import_phrases import import_phrases
from tests.people import NOON, OPERATOR
from tests.sessions import publish
from tests.web.conftest import Visit
from tests.web.pagecheck import faults
from tests.web.test_audits import Setting, setting

__all__ = ["setting"]

BOTH = pytest.mark.parametrize("app", ["sqlite", "postgresql"], indirect=True)
ADDRESS = "/rubrics/sample/phrases"


def shown(client: FlaskClient, item: str = "A1") -> dict[str, str]:
    page = client.get(ADDRESS).text
    part = page.split(f'id="i-{item}"')[1].split("</details>")[0]
    return dict(re.findall(r'name="(csrf_token|item|seen)" value="([^"]*)"', part))


def send(client: FlaskClient, form: dict[str, str], *pairs: tuple[str, str]):
    zh, en = [one[0] for one in pairs], [one[1] for one in pairs]
    return client.post(ADDRESS, data={**form, "zh": zh, "en": en})


def kept(store: Session) -> dict[str, tuple[Phrase, ...]]:
    found = phrases_of(store, "sample")
    store.rollback()
    return found


@BOTH
def test_phrases_are_written_for_an_item(visit: Visit, store: Session) -> None:
    publish(store)
    client = visit("senior_supervisor")
    form = shown(client)
    assert send(client, form, ("未见记录。", "No record."), ("", "")).status_code == 302
    assert kept(store) == {"A1": (Phrase("未见记录。", "No record."),)}
    assert send(client, form, ("未见记录。", "No record.")).status_code == 302  # twice is once
    page = client.get(ADDRESS).text
    assert "1条常用语" in page
    assert faults(page, "zh") == []


@BOTH
def test_who_was_slower_sees_both(visit: Visit, store: Session) -> None:
    publish(store)
    client = visit("senior_supervisor")
    form = shown(client)
    send(client, form, ("甲的常用语", ""))
    answer = send(client, form, ("乙的常用语", ""))
    assert answer.status_code == 409
    assert "甲的常用语" in answer.text
    assert "乙的常用语" in answer.text
    assert faults(answer.text, "zh") == []
    part = answer.text.split('id="i-A1"')[1].split("</details>")[0]
    again = dict(re.findall(r'name="(csrf_token|item|seen)" value="([^"]*)"', part))
    assert send(client, again, ("乙的常用语", "")).status_code == 302
    assert kept(store) == {"A1": (Phrase("乙的常用语"),)}


def test_what_cannot_be_kept_is_told(visit: Visit, store: Session) -> None:
    publish(store)
    client = visit("senior_supervisor")
    answer = send(client, shown(client), ("", "call 13912345678"))
    assert answer.status_code == 422
    assert "身份证号" in answer.text
    assert "call 13912345678" in answer.text
    assert kept(store) == {}


def test_nobody_else_and_nothing_else(visit: Visit, store: Session) -> None:
    publish(store)
    client = visit("senior_supervisor")
    form = shown(client)
    assert send(client, {**form, "item": "Z9"}, ("甲", "")).status_code == 404
    assert client.get("/rubrics/no_such/phrases").status_code == 404
    for name in ("auditor", "centre_manager", "judicial_reader"):
        assert visit(name).get(ADDRESS).status_code == 404


def test_phrases_change_no_version(visit: Visit, store: Session) -> None:
    publish(store)
    client = visit("senior_supervisor")
    before = client.get("/rubrics/sample/1.0.0/export.yaml").data
    import_phrases(store, OPERATOR, "sample", {"A1": (Phrase("甲"),)}, at=NOON)
    assert client.get("/rubrics/sample/1.0.0/export.yaml").data == before


def test_phrases_stand_below_the_note_in_the_language_of_the_page(
    setting: Setting, visit: Visit
) -> None:
    import_phrases(
        setting.session,
        OPERATOR,
        "simple",
        {"A1": (Phrase("未见<记录>。", "No <record>."), Phrase("只有中文"))},
        at=NOON,
    )
    client = visit("senior_supervisor")
    page = client.get(f"/audits/{setting.simple}").text
    note = page.split('id="i-A1"')[1].split("</details>")[0]
    assert "<li data-content>未见&lt;记录&gt;。</li><li data-content>只有中文</li>" in note
    assert page.count("data-phrases") == 1
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token is not None
    client.post("/language/en", data={"csrf_token": token[1], "back": "/"})
    note = client.get(f"/audits/{setting.simple}").text.split('id="i-A1"')[1]
    assert "<li data-content>No &lt;record&gt;.</li><li data-content>只有中文</li>" in note
