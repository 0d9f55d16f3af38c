from flask import Flask

from qa_app.web.assets import static_url
from qa_app.web.steady import address


def test_an_address_is_that_of_the_root_that_is_asked(app: Flask) -> None:
    for _ in range(2):
        with app.test_request_context("/"):
            assert address("home.today") == "/"
            assert address("audits.workspace", audit_id=7) == "/audits/7"
            here = static_url("qa.css")
        with app.test_request_context("/", base_url="http://localhost/quality"):
            assert address("home.today") == "/quality/"
            assert address("audits.workspace", audit_id=7) == "/quality/audits/7"
            assert static_url("qa.css") == f"/quality{here}"


def test_a_word_with_a_percent_sign_and_values_is_escaped_as_jinja_does(app: Flask) -> None:
    template = app.jinja_env.from_string('{{ _("100%% of %(what)s", what=what) }}|{{ _("5%%") }}')
    with app.test_request_context("/"):
        assert template.render(what="<b>") == "100% of &lt;b&gt;|5%"


def test_a_lone_percent_sign_of_a_translation_is_no_fault(app: Flask) -> None:
    template = app.jinja_env.from_string('{{ _("Difference, 95 per cent interval") }}')
    with app.test_request_context("/"):
        assert template.render() == "差异的95%区间"
