import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_app.domain.errors import InvalidError
from qa_app.domain.policy_reports import DIRECTIVES, REPORT_KIND, directive_told

OLD = {
    "csp-report": {
        "document-uri": "https://example.org/audits/7",
        "violated-directive": "script-src-elem",
        "effective-directive": "script-src-elem",
        "blocked-uri": "inline",
        "source-file": "https://example.org/audits/7",
    }
}
KEYS = ("effective-directive", "violated-directive", "blocked-uri", "source-file")
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda parts: st.lists(parts) | st.dictionaries(st.text(), parts),
)


def told(sent: object) -> str | None:
    return directive_told(json.dumps(sent).encode(), REPORT_KIND)


def test_a_report_names_the_rule_and_nothing_else() -> None:
    assert told(OLD) == "script-src-elem"


def test_a_browser_that_repeats_the_whole_rule_is_understood() -> None:
    old = {"csp-report": {"violated-directive": "style-src 'self' 'sha256-abc'"}}
    assert told(old) == "style-src"


@pytest.mark.parametrize("place", ["chrome-extension://abc/x.js", "moz-extension://abc/x.js"])
def test_what_an_extension_put_in_is_left_out(place: str) -> None:
    old = {"csp-report": {"effective-directive": "img-src", "blocked-uri": place}}
    assert told(old) is None
    old = {"csp-report": {"effective-directive": "img-src", "source-file": place}}
    assert told(old) is None


def test_a_rule_that_does_not_exist_is_dropped() -> None:
    assert told({"csp-report": {"effective-directive": "<script>"}}) is None
    assert told({"csp-report": {"effective-directive": ["img-src"]}}) is None
    assert told({"csp-report": {}}) is None


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", REPORT_KIND),
        (b"{", REPORT_KIND),
        (b"\xff\xfe", REPORT_KIND),
        (b"[" * 8000, REPORT_KIND),
        (b"[]", REPORT_KIND),
        (b"{}", REPORT_KIND),
        (b'{"csp-report": 1}', REPORT_KIND),
        (json.dumps(OLD).encode(), "text/plain"),
    ],
)
def test_what_is_no_report_is_refused(body: bytes, kind: str) -> None:
    with pytest.raises(InvalidError) as caught:
        directive_told(body, kind)
    assert caught.value.code == "no_report"


@given(st.dictionaries(st.sampled_from(KEYS), JSON))
def test_whatever_is_sent_names_a_known_rule_or_nothing(sent: dict[str, object]) -> None:
    assert told({"csp-report": sent}) in {*DIRECTIVES, None}
