from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from qa_app.domain.agreement_table import DoubleRead
from qa_app.domain.rubric_schema import rubric_schema
from qa_app.rubric_files.areas import read_areas
from qa_app.rubric_files.reader import read_rubric
from qa_app.services.standards.publish_rubric import publish_rubric
from qa_app.web.standards import routes
from tests.builders import item, section
from tests.people import NOON, OPERATOR
from tests.register import official_codes, the_places
from tests.sessions import publish
from tests.shipped import NAMES
from tests.statements import counted_on
from tests.web.conftest import Visit
from tests.web.pagecheck import faults
from tests.web.visits import english, in_both


@pytest.fixture
def shelf(store: Session, shipped: Path) -> None:
    areas = {area.code: area for area in read_areas(shipped / "x.yaml", shipped)}
    for name in NAMES:
        read = read_rubric(shipped / f"{name}.yaml", shipped)
        publish_rubric(
            store, OPERATOR, read.rubric, read.content, at=NOON, area=areas[read.rubric.area]
        )


def test_every_shipped_rubric_has_a_page_in_both_languages(shelf: None, visit: Visit) -> None:
    client = visit("auditor")
    pages = {}
    for language in ("zh", "en"):
        if language == "en":
            english(client)
        listed = client.get("/rubrics?hidden=1")
        assert faults(listed.text, language) == []
        for name in NAMES:
            code = name.rsplit("/", maxsplit=1)[-1]
            version = "3.0.0" if code == "osri" else "1.0.0"
            address = f"/rubrics/{code}/{version}"
            assert address in listed.text
            page = client.get(address)
            assert page.status_code == 200
            assert faults(page.text, language) == [], name
            assert "待译" not in page.text
            assert "[EN missing]" not in page.text
            pages[language, code] = page.text
    for words in (
        "红线项",
        "“收到转介”后24小时内",
        "条款待补",
        "未成年人保护法",
        "核验信息",
        "优秀，90%起",
    ):
        assert words in pages["zh", "sw_case_management"], words
    for words in (
        "Red line",
        "within 24 hours of",
        "clause to be filled in",
        "Excellent, from 90%",
    ):
        assert words in pages["en", "sw_case_management"], words


def test_items_that_reviewers_read_differently_are_listed_for_the_owner(
    store: Session, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(store, sections=[section("A", item("A1"), item("A2"))])
    alike, apart = {"A1": "met", "A2": "met"}, {"A1": "unmet", "A2": "met"}
    files = [
        DoubleRead((1, 2), (alike, apart if n < 5 else alike), (1_000_000, 750_000))
        for n in range(20)
    ]
    found = {"files": tuple(files[:19])}
    monkeypatch.setattr(routes, "files_read_twice", lambda *_args: (found["files"], {}))
    reader = visit("auditor")
    # nineteen files are too few to say so
    assert "read-differently" not in reader.get("/rubrics/sample/1.0.0").text
    found["files"] = tuple(files)
    page = reader.get("/rubrics/sample/1.0.0").text
    assert faults(page, "zh") == []
    listed = page[page.index('id="read-differently"') :].split("</section>")[0]
    assert "#item-A1" in listed
    assert "双评20份中15份一致" in listed
    assert "#item-A2" not in listed
    assert "/agreement?version=" in listed
    # who signs no reviews is told nothing about readers
    assert "read-differently" not in visit("judicial_reader").get("/rubrics/sample/1.0.0").text


def test_hidden_ones_are_listed_only_when_asked_for(shelf: None, visit: Visit) -> None:
    client = visit("judicial_reader")
    everyday = client.get("/rubrics").text
    assert "/rubrics/legal_aid/1.0.0" in everyday
    assert "/rubrics/osri/" not in everyday
    assert "/rubrics/osri/3.0.0" in client.get("/rubrics?hidden=1").text
    legal = client.get("/rubrics?area=legal_aid").text
    assert "/rubrics/legal_aid/1.0.0" in legal
    assert "/rubrics/sw_case_management" not in legal
    nothing = client.get("/rubrics?area=child_welfare_us")
    assert "没有符合筛选条件的评分细则" in nothing.text
    assert client.get("/rubrics?after=x.y&area=none").status_code == 200


def test_an_empty_list_says_what_to_do(visit: Visit) -> None:
    page = visit("auditor").get("/rubrics")
    assert "尚未发布评分细则" in page.text


def test_a_missing_translation_is_marked(store: Session, visit: Visit) -> None:
    publish(store, id="local", title={"zh": "本地细则"})
    client = english(visit("auditor"))
    for address in ("/rubrics", "/rubrics/local/1.0.0"):
        page = client.get(address).text
        assert "本地细则" in page
        assert "[EN missing]" in page


def test_a_rubric_of_a_region_names_the_place_where_it_counts(store: Session, visit: Visit) -> None:
    the_places(store)
    official_codes(store)
    publish(store, id="county", region="CN-530102")
    client = visit("auditor")
    for address, said in (
        ("/rubrics", ("只适用于五华区", "only in Wuhua")),
        ("/rubrics/county/1.0.0", ("五华区", "Wuhua")),
    ):
        for page, words in zip(in_both(client, address), said, strict=True):
            assert words in page
            assert "CN-530102" not in page


def test_hostile_texts_stay_texts(store: Session, visit: Visit) -> None:
    hostile = "<script>alert(1)</script>"
    publish(store, id="bad", title={"zh": hostile, "en": hostile})
    client = visit("auditor")
    for address in ("/rubrics", "/rubrics/bad/1.0.0"):
        assert hostile not in client.get(address).text


def test_other_versions_and_unknown_ones(store: Session, visit: Visit) -> None:
    publish(store, id="a")
    publish(store, id="a", version="1.1.0")
    client = visit("auditor")
    assert "/rubrics/a/1.0.0" in client.get("/rubrics/a/1.1.0").text
    for address in ("/rubrics/a/9.9.9", "/rubrics/b/1.0.0", "/rubrics/a/x"):
        assert client.get(address).status_code == 404
    assert client.post("/rubrics").status_code in {400, 405}
    assert visit(None).get("/rubrics").status_code == 302


def test_few_questions_to_the_database(shelf: None, app: Flask, visit: Visit) -> None:
    client = visit("auditor")
    client.get("/rubrics")
    with app.app_context():
        from qa_app.extensions import db

        for address in ("/rubrics", "/rubrics/legal_aid/1.0.0"):
            with counted_on(db.engine) as statements:
                client.get(address)
            assert len([s for s in statements if s.startswith("SELECT")]) <= 5


def test_the_schema_of_rubric_files_is_there_for_everybody(app: Flask) -> None:
    reply = app.test_client().get("/rubrics/schema.json")
    assert (reply.status_code, reply.mimetype) == (200, "application/json")
    assert reply.get_json() == rubric_schema()
