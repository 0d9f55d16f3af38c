"""What a report says of agreement, at every branch, in both languages."""

from fractions import Fraction

import pytest

from qa_app.domain.agreement_table import SharedCount
from qa_app.domain.printed import PrintedAgreement
from qa_app.domain.statistics.agreement_parts import Coefficient
from qa_app.domain.text import BilingualText
from qa_app.wording import Words
from qa_app.wording.agreement import said_agreement

SAID = Coefficient(value=Fraction(81, 100), low=0.702, high=0.9)


def told(
    files: int, scored: int, alike: int, alpha: Coefficient | None, usual: int = 0
) -> PrintedAgreement:
    count = SharedCount(files, scored, alike, usual, alpha)
    return PrintedAgreement(BilingualText("社会工作", "Social work"), "1.0", count)


@pytest.mark.parametrize(
    ("one", "english", "chinese"),
    [
        (
            told(0, 0, 0, None),
            "Social work 1.0: no file was read twice; how far reviewers agree cannot be told.",
            "社会工作 1.0：没有双评案卷，无法判断评分者一致性。",
        ),
        (
            told(19, 400, 380, None),
            (
                "Social work 1.0: 19 files read twice, fewer than 20; how far reviewers agree cannot be"
                " told."
            ),
            "社会工作 1.0：双评案卷19份，少于20份，无法判断评分者一致性。",
        ),
        (
            told(20, 400, 360, SAID),
            (
                "Social work 1.0: 20 files read twice; 360 of 400 answers alike (90%); alpha 0.81,"
                " likely between 0.70 and 0.90."
            ),
            "社会工作 1.0：双评案卷20份；400个答案中360个一致（90%）；α为0.81，很可能在0.70至0.90之间。",
        ),
        (
            # nine answers in ten are worth the same, and eight in ten alike: just mute
            told(20, 400, 320, Coefficient(value=Fraction(-1, 100), low=-0.1, high=0.2), 720),
            (
                "Social work 1.0: 20 files read twice; 320 of 400 answers alike (80%); nearly"
                " everybody gave the same answer, so alpha (−0.01) says little here."
            ),
            (
                "社会工作 1.0：双评案卷20份；400个答案中320个一致（80%）；几乎所有人都给出相同答案，"
                "α（−0.01）在此说明不了什么。"
            ),
        ),
        (
            told(20, 400, 320, Coefficient(value=Fraction(-1, 100), low=-0.1, high=0.2), 719),
            (
                "Social work 1.0: 20 files read twice; 320 of 400 answers alike (80%); alpha −0.01,"
                " likely between −0.10 and 0.20."
            ),
            "社会工作 1.0：双评案卷20份；400个答案中320个一致（80%）；α为−0.01，很可能在−0.10至0.20之间。",
        ),
        (
            told(20, 400, 400, Coefficient()),
            (
                "Social work 1.0: 20 files read twice; 400 of 400 answers alike (100%); alpha cannot be"
                " told, as answers hardly differ."
            ),
            "社会工作 1.0：双评案卷20份；400个答案中400个一致（100%）；答案几乎没有差别，无法计算α。",
        ),
        (
            told(20, 400, 100, Coefficient(value=Fraction(-1, 10), low=-0.2, high=0.001)),
            (
                "Social work 1.0: 20 files read twice; 100 of 400 answers alike (25%); alpha −0.10,"
                " likely between −0.20 and 0.00."
            ),
            "社会工作 1.0：双评案卷20份；400个答案中100个一致（25%）；α为−0.10，很可能在−0.20至0.00之间。",
        ),
    ],
)
def test_how_far_readers_agree(one: PrintedAgreement, english: str, chinese: str) -> None:
    assert said_agreement(Words("en"), one) == english
    assert said_agreement(Words("zh"), one) == chinese
