from dataclasses import replace
from datetime import datetime

from qa_app.domain.audit_entries import Entry, EntryKind
from qa_app.domain.practice import Agreed, PracticeFile, agreed_codes, read_as
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


def test_a_whole_file_is_scored() -> None:
    practice, rubric = a_practice(A1="met", A2="partly"), a_rubric()
    draft = read_as(practice, rubric, agreed_codes(practice), CHINA_2026)
    assert draft.score.status is Status.COMPLETE


def test_what_a_version_does_not_know_is_left_out() -> None:
    fact = Entry(EntryKind.FACT, "gone", True)
    practice = replace(a_practice(A1="met", A2="met"), background=(fact,))
    draft = read_as(practice, a_rubric(), {"A1": "met", "B7": "met", "A2": "nine"}, CHINA_2026)
    assert [(one.key, one.value) for one in draft.entries] == [("A1", "met")]
