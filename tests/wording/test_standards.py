"""The words of the library: every code has words, and limits are read in both languages."""

from pathlib import Path

import pytest

from qa_app.domain.standards import KINDS, SEEN, DocumentState
from qa_app.rubric_files.reader import read_plain
from qa_app.wording import Words
from qa_app.wording import standards as words_of
from qa_app.wording.standards import imported, limit


@pytest.mark.parametrize(
    ("within", "zh", "en"),
    [
        ("24h", "24小时内", "within 24 hours"),
        ("7d", "7日内", "within 7 days"),
        ("5wd", "5个工作日内", "within 5 working days"),
        ("3_sessions", "3次会谈内", "within 3 sessions"),
        ("at_once", "立即", "at once"),
        ("on_receipt", "收到时", "on receipt"),
        ("next_spring", "next_spring", "next_spring"),
        ("12345h", "12345h", "12345h"),
        ("２４h", "２４h", "２４h"),
    ],
)
def test_by_when_a_step_is_done(within: str, zh: str, en: str) -> None:
    assert (limit(Words("zh"), within), limit(Words("en"), within)) == (zh, en)


def test_every_limit_of_a_shipped_procedure_has_words(shipped: Path) -> None:
    asked = {
        step["within"]
        for file in (shipped / "procedures").glob("*.yaml")
        for step in read_plain(file).plain["steps"]
        if "within" in step
    }
    assert len(asked) > 5
    assert {one for one in asked if limit(Words("zh"), one) == one} == set()


def test_every_code_has_words() -> None:
    assert set(words_of.KINDS) == set(KINDS)
    assert set(words_of.STATES) == {state.value for state in DocumentState}
    assert set(words_of.SEEN) == set(SEEN)


@pytest.mark.parametrize("outcome", ["added", "updated", "kept", "unchanged"])
def test_what_became_of_a_document(outcome: str) -> None:
    zh, en = (imported(Words(language), outcome, "MPL", 12) for language in ("zh", "en"))
    assert zh != en
    assert ("12" in zh, "12" in en) == ((outcome != "kept"),) * 2
    assert ("MPL" in zh, "MPL" in en) == ((outcome != "unchanged"),) * 2
