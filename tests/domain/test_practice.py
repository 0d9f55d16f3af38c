from dataclasses import replace
from datetime import datetime

from qa_app.domain.audit_entries import Entry, EntryKind
from qa_app.domain.practice import Agreed, PracticeFile, agreed_codes, faults_of, read_as
from qa_app.domain.rubric import Rubric
from qa_app.domain.rubric_freeze import fingerprint_of, resolve
from qa_app.domain.rubric_thaw import thaw
from qa_app.domain.scoring_result import Status
from qa_app.domain.text import BilingualText
from tests.builders import CHINA_2026, LIBRARY, a_file, item, section

WORDS = BilingualText("有记录", "It is recorded")


def a_rubric() -> Rubric:
    content = resolve(a_file(sections=[section("A", item("A1"), item("A2"))]), LIBRARY)
    return thaw(content, fingerprint_of(content))


def a_practice(**answers: str) -> PracticeFile:
    agreed = {code: Agreed(option, WORDS) for code, option in answers.items()}
    at = datetime(2026, 3, 2, 10, 0)
    return PracticeFile("p", "r", "1.0.0", WORDS, at, (WORDS,), (), agreed)


def test_a_whole_file_has_no_fault_and_is_scored() -> None:
    practice, rubric = a_practice(A1="met", A2="partly"), a_rubric()
    assert faults_of(practice, rubric, CHINA_2026) == ()
    draft = read_as(practice, rubric, agreed_codes(practice), CHINA_2026)
    assert draft.score.status is Status.COMPLETE


def test_every_fault_is_named() -> None:
    rubric = a_rubric()
    assert faults_of(a_practice(A1="met"), rubric, CHINA_2026) == (("A2", "open"),)
    assert ("A9", "unknown") in faults_of(
        a_practice(A1="met", A2="met", A9="met"), rubric, CHINA_2026
    )
    assert ("A2", "option") in faults_of(a_practice(A1="met", A2="nine"), rubric, CHINA_2026)
    dumb = replace(
        a_practice(A1="met", A2="met"),
        answers={"A1": Agreed("met", BilingualText("有", "")), "A2": Agreed("met", WORDS)},
    )
    assert faults_of(dumb, rubric, CHINA_2026) == (("A1", "words"),)


def test_what_a_version_does_not_know_is_left_out() -> None:
    fact = Entry(EntryKind.FACT, "gone", True)
    practice = replace(a_practice(A1="met", A2="met"), background=(fact,))
    draft = read_as(practice, a_rubric(), {"A1": "met", "B7": "met", "A2": "nine"}, CHINA_2026)
    assert [(one.key, one.value) for one in draft.entries] == [("A1", "met")]
