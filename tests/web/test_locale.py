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


def test_a_visitor_who_chose_nothing_reads_what_the_browser_asks_for(visit: Visit) -> None:
    visitor = visit(None)
    for asked, language in (
        ("en-GB,en;q=0.9,zh-CN;q=0.8", "en"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh-CN"),
        ("fr,en;q=0.5", "en"),
        ("fr", "zh-CN"),
        # as browsers in China send it: no bare "zh" beside the English at their end
        ("zh-CN,en;q=0.8", "zh-CN"),
        ("zh-CN,en-US;q=0.9,en;q=0.8", "zh-CN"),
        ("zh-CN,zh-Hans;q=0.9,en;q=0.8", "zh-CN"),
        ("zh-Hans-CN,en;q=0.7", "zh-CN"),
        ("ZH-TW,en;q=0.5", "zh-CN"),
        ("en-GB,zh;q=0.2", "en"),
        ("zh;q=0.2,en-GB", "en"),
        ("fr-FR,en-US;q=0.4,zh;q=0.3", "en"),
        ("en;q=0,zh-CN;q=0.1", "zh-CN"),
        ("en;q=0", "zh-CN"),
        ("*", "zh-CN"),
        ("zhx,en;q=0.1", "en"),
    ):
        for address in ("/login", "/v"):
            answer = visitor.get(address, headers={"Accept-Language": asked})
            assert f'<html lang="{language}">' in answer.text, asked
            assert {"Cookie", "Accept-Language"} <= set(answer.vary), address
    # what was chosen is kept, and an address that names a language says it first
    visitor.set_cookie("lang", "zh")
    english = {"Accept-Language": "en"}
    assert '<html lang="zh-CN">' in visitor.get("/login", headers=english).text
    assert '<html lang="en">' in visitor.get("/v?lang=en").text


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
