"""The file itself: small, closed, the same bytes twice, checked at the console as well."""

import base64
import hashlib
import re
from pathlib import Path

import pytest

from qa_app.domain.text import BilingualText
from qa_app.reports.dossier_html import dossier_html, dossier_inside
from tests.cli.conftest import Run, home, qa  # noqa: F401 - fixtures
from tests.dossiers import a_dossier, a_page
from tests.papers import LIST

EVALUATOR_MOST = 30_000


def test_it_loads_nothing_and_its_policy_says_so() -> None:
    page = a_page()
    assert not re.search(r"(src|href|url\()\s*=?\s*[\"'(]?https?:", page)
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)
    assert policy is not None
    assert policy[1].startswith("default-src 'none'; ")
    scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    styles = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    assert (len(scripts), len(styles)) == (1, 1)
    assert len(scripts[0].encode()) <= EVALUATOR_MOST
    for content in (scripts[0], styles[0]):
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy[1]
    assert "unsafe" not in policy[1]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_same_bytes_twice(language: str) -> None:
    assert dossier_html(a_dossier(3, language)) == dossier_html(a_dossier(3, language))


def test_no_text_ends_the_data() -> None:
    # the centre's name holds "</script>"
    inside = dossier_inside(a_page())
    assert "<" not in inside
    assert dossier_inside("<p>nothing</p>") == ""


@pytest.mark.parametrize(
    ("before", "put"),
    [
        ('<main id="page">', '<script id="dossier" type="application/json">{}</script>'),
        ("</main>", "<p>Another verdict</p>"),
        ("</svg></template>", '<path d="M0" fill="#fff"/>'),
        ("</body>", "<script>1</script>"),
        ("</head>", "<style>main{display:none}</style>"),
    ],
)
def test_a_page_that_shows_anything_besides_its_data_is_none(before: str, put: str) -> None:
    page = a_page()
    assert dossier_inside(page) != ""
    assert dossier_inside(page.replace(before, put + before, 1)) == ""


def test_the_console_says_the_same(qa: Run, tmp_path: Path) -> None:  # noqa: F811
    import json

    file, keys = tmp_path / "dossier.html", tmp_path / "keys.json"
    keys.write_text(json.dumps(LIST), "utf-8")
    file.write_text(a_page(), "utf-8")
    words = ("certificate", "verify", str(file), "--keys", str(keys), "--lang")
    result = qa(*words, "en")
    assert (result.exit_code, result.output) == (
        0,
        "Genuine: signed by a key of the list; 24 verdicts worked out again\n",
    )
    file.write_text(a_page(notice=BilingualText("均为虚构", "All is invented")), "utf-8")
    assert qa(*words, "en").output.splitlines()[1:] == ["All is invented"]
    file.write_text(
        a_page().replace(r"""verdict\":\"not_met""", r"""verdict\":\"met""", 1), "utf-8"
    )
    result = qa(*words, "en")
    assert result.exit_code == 1
    assert result.output.startswith("Not valid: the signature does not fit")
    assert "come out otherwise than stated: E" in result.output
