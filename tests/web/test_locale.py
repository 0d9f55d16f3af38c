from flask import Flask

from qa_app.web.locale import page_language
from tests.web.conftest import Visit, token_of


def test_a_visitor_reads_chinese_unless_the_browser_keeps_english(visit: Visit) -> None:
    visitor = visit(None)
    assert 'lang="zh-CN"' in visitor.get("/login").text
    visitor.set_cookie("lang", "en")
    assert 'lang="en"' in visitor.get("/login").text
    visitor.set_cookie("lang", "fr")
    assert 'lang="zh-CN"' in visitor.get("/login").text


def test_one_request_never_meets_the_language_of_another(visit: Visit) -> None:
    reader, visitor = visit("auditor"), visit(None)
    token = token_of(reader.get("/").text)
    reader.post("/language/en", data={"csrf_token": token, "back": "/"})
    for _ in range(2):
        assert '<html lang="en">' in reader.get("/").text
        assert '<html lang="zh-CN">' in visitor.get("/login").text


def test_words_come_from_the_catalogue_of_the_page(app: Flask) -> None:
    from flask_babel import gettext, ngettext

    for kept, said in (("zh", "登录"), ("en", "Sign in")):
        with app.test_request_context("/login", headers={"Cookie": f"lang={kept}"}):
            app.preprocess_request()
            assert page_language() == kept
            assert gettext("Sign in") == said
            assert ngettext("%(num)s thing", "%(num)s things", 2) == "2 things"
