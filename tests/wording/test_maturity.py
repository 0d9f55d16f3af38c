import pytest

from qa_app.domain.maturity import SOURCES, Evidence, EvidenceCode
from qa_app.wording import Words
from qa_app.wording.maturity import COUNTS, GAPS, said_evidence, said_source


def test_every_code_is_a_count_with_a_source_or_a_gap_without() -> None:
    assert {*COUNTS, *GAPS} == set(EvidenceCode)
    assert not COUNTS.keys() & GAPS.keys()
    assert SOURCES.keys() == COUNTS.keys()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_each_is_said_in_both_languages(language: str) -> None:
    words = Words(language)
    for code in EvidenceCode:
        gap = code in GAPS
        said = said_evidence(words, Evidence(code) if gap else Evidence(code, 36, 40))
        assert said
        assert "%(" not in said
        assert (said_source(words, code) == "") is gap
        if language == "zh":
            assert not any(letter.isascii() and letter.isalpha() for letter in said)


def test_shares_and_nothing_to_count_over() -> None:
    words = Words("en")
    held = said_evidence(words, Evidence(EvidenceCode.SESSIONS, 108, 120))
    assert held == "sessions of supervision held of those due: 108 of 120 (90%)"
    nothing = said_evidence(words, Evidence(EvidenceCode.SESSIONS, None, 0))
    assert nothing == "sessions of supervision held of those due: 0 of 0 (nothing to count over)"
    assert said_evidence(words, Evidence(EvidenceCode.VERSIONS, 0)).endswith("year: 0")
