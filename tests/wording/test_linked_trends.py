"""What is said of lines over several versions, in both languages."""

from fractions import Fraction

import pytest

from qa_app.domain.common_items import BreakReason, JoinedVersions, LineBreak
from qa_app.wording import Words
from qa_app.wording.linked_trends import (
    BREAKS,
    break_sentence,
    linked_basis,
    linked_name,
    linked_sentence,
)

ZH, EN = Words("zh"), Words("en")
NUMBERS = {1: "1.0.0", 2: "1.1.0", 3: "2.0.0"}
WEIGHTS = dict.fromkeys(("A1", "A2", "A3"), Fraction(1, 4))
JOINED = JoinedVersions((1, 2, 3), WEIGHTS, Fraction(3, 4), 4)


def test_a_line_is_named_by_its_versions() -> None:
    assert linked_name(EN, JOINED, NUMBERS) == "common items of versions 1.0.0, 1.1.0, 2.0.0"
    assert linked_name(ZH, JOINED, NUMBERS) == "1.0.0、1.1.0、2.0.0版共有条目"


def test_a_line_says_what_it_shows_and_on_what() -> None:
    assert linked_sentence(EN, JOINED, NUMBERS, "Jan 2026: 80.0 points (5 files)") == (
        "On the items that versions 1.0.0, 1.1.0, 2.0.0 share, Jan 2026: 80.0 points (5 files)."
    )
    assert linked_sentence(ZH, JOINED, NUMBERS, "2026年1月为80.0分（5份）") == (
        "按1.0.0、1.1.0、2.0.0版共有条目计算：2026年1月为80.0分（5份）。"
    )
    assert linked_basis(EN, JOINED, NUMBERS) == (
        "Common base: 3 of the 4 items of version 2.0.0, which carry 75% of the weight; the "
        "number differs from the scores of whole files, as other items are left out, the weights "
        "are those of this version at every point, and a file counts by as much weight as applied "
        "to it."
    )
    assert linked_basis(ZH, JOINED, NUMBERS) == (
        "共同基础：2.0.0版4个条目中的3个，占权重的75%；这一数值与整份案卷得分不同，因为不计其余条目，"
        "各期均按该版权重计算，且每份案卷按其适用条目的权重计入。"
    )


def test_a_base_that_covers_everything_still_says_why_its_number_is_another_one() -> None:
    whole = JoinedVersions((1, 3), WEIGHTS | {"A4": Fraction(1, 4)}, Fraction(1), 4)
    assert linked_basis(EN, whole, NUMBERS) == (
        "Common base: all 4 items of version 2.0.0, which carry 100% of the weight; the number "
        "still differs from the scores of whole files, as the weights are those of this version "
        "at every point and a file counts by as much weight as applied to it."
    )
    assert linked_basis(ZH, whole, NUMBERS) == (
        "共同基础：2.0.0版全部4个条目，占权重的100%；这一数值仍与整份案卷得分不同，因为各期均按该版权重"
        "计算，且每份案卷按其适用条目的权重计入。"
    )


def test_a_share_just_short_is_never_rounded_up_to_enough() -> None:
    short = LineBreak(1, 3, BreakReason.SHARE, Fraction(69_999, 100_000))
    assert break_sentence(EN, short, NUMBERS) == (
        "No line joins versions 1.0.0 and 2.0.0: what they share carries only 69.9% of the "
        "weight, and 70% are needed."
    )
    assert break_sentence(ZH, short, NUMBERS) == (
        "1.0.0版与2.0.0版不连线：共有条目仅占权重的69.9%，连线须达70%。"
    )


@pytest.mark.parametrize("reason", BreakReason)
def test_every_reason_has_words_in_both_languages(reason: BreakReason) -> None:
    assert reason in BREAKS
    one = LineBreak(1, 3, reason, Fraction(1, 2))
    for words in (EN, ZH):
        said = break_sentence(words, one, NUMBERS)
        assert "1.0.0" in said
        assert "2.0.0" in said
        assert "%(" not in said
