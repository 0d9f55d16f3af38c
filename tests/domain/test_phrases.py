"""Phrases: tidied, refused with reasons, known by a digest."""

import pytest

from qa_app.domain.defaults import PHRASE_MOST, PHRASES_MOST
from qa_app.domain.phrases import Phrase, digest_of_phrases, faults_of_phrases, tidied_phrases


def test_empty_lines_repetitions_and_blanks_go() -> None:
    typed = (
        Phrase(" 未见\n记录。 ", ""),
        Phrase("", " "),
        Phrase("未见 记录。", "again"),
        Phrase("", "English only"),
    )
    assert tidied_phrases(typed) == (Phrase("未见 记录。", ""), Phrase("", "English only"))


@pytest.mark.parametrize(
    ("phrases", "faults"),
    [
        ((Phrase("有记录。", "On record."),), ()),
        ((), ()),
        ((Phrase("", "only"),), ("chinese_missing",)),
        ((Phrase("长" * (PHRASE_MOST + 1)),), ("too_long",)),
        ((Phrase("好", "x" * PHRASE_MOST),), ()),
        (tuple(Phrase(f"第{n}条") for n in range(PHRASES_MOST + 1)), ("too_many",)),
        ((Phrase("电话13912345678"),), ("identity",)),
        ((Phrase("", "mail a.b@example.org"),), ("chinese_missing", "identity")),
    ],
)
def test_what_cannot_be_kept_is_named(phrases: tuple[Phrase, ...], faults: tuple[str, ...]) -> None:
    assert faults_of_phrases(phrases) == faults


def test_a_digest_changes_with_words_language_and_order() -> None:
    one, two = Phrase("甲", "A"), Phrase("乙")
    lists = [(), (one,), (two, one), (one, two), (Phrase("甲"), two), (Phrase("甲A"), two)]
    assert len({digest_of_phrases(phrases) for phrases in lists}) == len(lists)
    assert digest_of_phrases([one, two]) == digest_of_phrases((one, two))


def test_a_page_shows_the_other_language_rather_than_nothing() -> None:
    assert Phrase("甲", "A").in_language("en") == "A"
    assert Phrase("甲").in_language("en") == "甲"
    assert Phrase("甲", "A").in_language("zh") == "甲"
