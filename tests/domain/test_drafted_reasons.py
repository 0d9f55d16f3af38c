import pytest

from qa_app.domain.drafted_reasons import is_merely_drafted

ZH = "依据截至2026年11月29日的证据，推导结果为：暂缓。"
EN = "By the evidence as of 29 November 2026 it follows: deferred."
OWN = "中心两次补正材料均不完整，且拒绝说明原因，故不予纳入。"  # 24 characters without signs


@pytest.mark.parametrize(
    ("reasons", "is_draft"),
    [
        (ZH, True),
        (EN, True),
        (EN.upper() + " . !", True),
        (ZH + "好", True),
        # in the middle, twice, and both languages
        (ZH.replace("证据", "全部证据"), True),
        (ZH + ZH, True),
        (ZH + EN, True),
        # nineteen of their own are too few, twenty are enough
        (ZH + "一二三四五六七八九十甲乙丙丁戊己庚辛壬", True),
        (ZH + "一二三四五六七八九十甲乙丙丁戊己庚辛壬癸", False),
        (ZH + OWN, False),
        (OWN, False),
        # seven in a row may be chance; how long reasons have to be is asked elsewhere
        ("截至2026年", False),
        ("", False),
    ],
)
def test_what_was_drafted_gives_no_reason(reasons: str, is_draft: bool) -> None:
    assert is_merely_drafted(reasons, (ZH, EN), 20) is is_draft
