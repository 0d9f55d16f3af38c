from pathlib import Path

from qa_app.domain.audit_report import AuditReport
from qa_app.domain.rubric import Method
from qa_app.domain.rubric_freeze import freeze
from qa_app.domain.scoring_result import LimitKind
from qa_app.rubric_files.reader import load_library, load_rubric, read_plain
from qa_app.wording import Words
from qa_app.wording.audit_reports import said_report
from qa_app.wording.rubrics import said_rubric
from qa_app.wording.said import SaidWorking
from qa_app.wording.score_working import _LIMITS, _METHODS, said_working
from tests.builders import a_rubric, item, section
from tests.reports_material import WEIGHTED_ENTRIES, a_report, answer, weighted_rubric


def said(report: AuditReport, language: str = "en") -> SaidWorking:
    return said_working(Words(language), report)


def test_every_method_and_limit_has_words() -> None:
    assert set(_METHODS) == set(Method)
    assert set(_LIMITS) == set(LimitKind)


def test_weighted() -> None:
    working = said(a_report(weighted_rubric(), *WEIGHTED_ENTRIES))
    assert working.sentences[1:] == (
        "Coverage: 90.9% of the weight in force was scored; no least share is set",
        "Must-pass item A2 failed: at most C C; it lowers the band",
    )
    first = working.sections[0]
    assert first.how == "weight 3; 9 of 10 weight of items scored; own result 88.9%"
    assert first.points == "66.67 of 75.00"
    one, two, three = first.items
    assert (one.value, one.weight, one.points) == ("100%", "8", "66.67 of 66.67")
    assert (two.value, two.points) == ("0%", "0.00 of 8.33")
    assert (three.answer, three.value, three.counts) == ("Does not apply here", "", False)
    assert working.sections[2].how == "Not assessed"
    assert working.has_points
    # 66.67 and 13.64 or the like: exact sections are added, and shown ones told apart
    assert working.total.endswith(" of 100.00")
    assert working.rounding.startswith("Points are shown to two decimals; the score is worked out")


def test_what_is_shown_adds_up_or_says_why_not() -> None:
    thirds = a_rubric(section("A", *(item(f"A{n}") for n in (1, 2, 3))))
    all_met = said(a_report(thirds, *(answer(f"A{n}", "met") for n in (1, 2, 3))))
    assert [one.points for one in all_met.sections[0].items] == ["33.33 of 33.33"] * 3
    assert all_met.total == "100.00 of 100.00"
    assert all_met.rounding == (
        "Points are shown to two decimals; the score is worked out from exact ones;"
        " those shown add up to 99.99, the exact ones to 100.00"
    )
    halves = a_rubric(section("A", item("A1"), item("A2")))
    even = said(a_report(halves, answer("A1", "met"), answer("A2", "unmet")), "zh")
    assert (even.total, even.rounding) == (
        "50.00 / 100.00",
        "得分显示到两位小数；总分按精确值计算",
    )


def test_in_chinese_nothing_is_left_in_english() -> None:
    working = said(a_report(weighted_rubric(), *WEIGHTED_ENTRIES), "zh")
    assert working.sentences[1] == "覆盖率：适用权重的90.9%已计分；未设最低比例"
    assert working.sections[0].points == "66.67 / 75.00"


def test_profile_lowest_and_rules(shipped: Path) -> None:
    parts = section("N", item("N1"), item("N2")), section("S", item("S1"))
    entries = answer("N1", "3"), answer("N2", "4"), answer("S1", "4")
    profile = a_rubric(*parts, scoring={"method": "dimension_profile", "scale": "maturity4"})
    first = said(a_report(profile, *entries)).sections[0]
    assert (first.how, first.points) == ("2 of 2 weight of items scored; mean 3.5", "")
    lowest = a_rubric(*parts, scoring={"method": "lowest", "scale": "maturity4"})
    working = said(a_report(lowest, *entries))
    assert [one.value for one in working.sections[0].items] == ["66.7%", "100%"]
    assert not working.has_points
    osri = load_rubric(shipped / "reference" / "osri.yaml", shipped)
    rules = {code: text for code, _, text in said(a_report(osri, answer("3D", "yes_"))).rules}
    assert rules["3"].startswith("Area needing improvement, by rule 1: ")
    assert rules["1"].startswith("not rated")


def test_ratings_are_said_in_the_words_of_the_rubric(shipped: Path) -> None:
    file = shipped / "reference" / "osri.yaml"
    codes = ("strength", "ani", "na")
    own = {code: {"zh": f"评{code}", "en": f"Own {code}"} for code in codes}
    plain = {**read_plain(file).plain, "ratings": own}
    osri = freeze(plain, load_library(file, shipped))
    report = a_report(osri, answer("3D", "yes_"))
    rules = {code: text for code, _, text in said(report).rules}
    assert rules["3"].startswith("Own ani, by rule 1: ")
    in_chinese = said_report(Words("zh"), report, "Asia/Shanghai")
    assert {one.code: one.value for one in in_chinese.ratings}["3"] == "评ani"
    page = said_rubric(Words("en"), osri, {})
    item = next(one for one in page.sections[0].items if one.code == "3")
    assert ("Otherwise", "Own strength") in item.lines
    # a condition over ratings, and an outcome whose ratings have no words of their own
    lines = dict(page.outcomes[0].lines)
    assert lines["Rated “Substantially achieved” when"] == "item 1 is rated “Own strength”"
