from flask import Flask

from qa_app.domain.text import BilingualText
from qa_app.extensions import database
from qa_app.reports.notices import PRINTED_NOTICE
from qa_app.services.operations.set_notice import set_notice
from tests.people import NOON, OPERATOR
from tests.web.conftest import Visit, token_of


def test_pages_say_nothing_by_themselves(visit: Visit) -> None:
    assert "pl-demo" not in visit(None).get("/login").text
    assert "pl-demo" not in visit("auditor").get("/").text


def test_a_notice_stands_on_every_page_in_its_language(app: Flask, visit: Visit) -> None:
    with app.app_context():
        text = BilingualText(zh="数据为虚构", en="The data are <invented>")
        set_notice(database(), OPERATOR, text, at=NOON)
    visitor = visit(None)
    assert "数据为虚构" in visitor.get("/login").text
    assert "数据为虚构" in visitor.get("/nowhere").text
    assert "数据为虚构" in visitor.get("/v?lang=zh").text
    visitor.set_cookie("lang", "en")
    page = visitor.get("/login").text
    assert "The data are &lt;invented&gt;" in page
    assert "数据为虚构" not in page
    assert "数据为虚构" in visit("auditor").get("/").text


def test_names_of_files_begin_with_it(app: Flask, visit: Visit) -> None:
    client = visit("senior_supervisor")
    assert client.get("/indicators/years.csv").headers["Content-Disposition"] == (
        'attachment; filename="indicators-years.csv"'
    )
    with app.app_context():
        set_notice(database(), OPERATOR, BilingualText(zh="虚构", en="invented"), at=NOON)
    app.extensions.pop("plumbline_notice")
    for language, name in (
        ("zh", "filename*=UTF-8''%E6%BC%94%E7%A4%BA%E6%95%B0%E6%8D%AE_indicators-years.csv"),
        ("en", 'filename="demonstration_indicators-years.csv"'),
    ):
        client.post(f"/language/{language}", data={"csrf_token": token_of(client.get("/").text)})
        answer = client.get("/indicators/years.csv")
        assert answer.headers["Content-Disposition"] == f"attachment; {name}"
        assert "虚构" not in answer.text


def test_what_a_request_prints_carries_the_notice(app: Flask) -> None:
    with app.app_context():
        text = BilingualText(zh="数据为虚构", en="The data are invented")
        set_notice(database(), OPERATOR, text, at=NOON)
    with app.test_request_context("/login"):
        app.preprocess_request()
        assert PRINTED_NOTICE.get()("zh") == "数据为虚构"
        assert PRINTED_NOTICE.get()("en") == "The data are invented"
    assert PRINTED_NOTICE.get()("zh") == ""
