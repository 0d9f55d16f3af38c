from dataclasses import replace
from fractions import Fraction
from math import comb

from qa_app.domain.draw_check import DrawDifference, DrawFlaw
from qa_app.domain.replacements import Replaced, ReplaceReason, sample_note
from qa_app.domain.sample_design import (
    DrawMethod,
    SampleDesign,
    SizeRule,
    StratumBy,
    plan_sample,
)
from qa_app.domain.statistics.lqas import LqasRule
from qa_app.wording import Words
from qa_app.wording.samples import (
    GROUPS,
    METHODS,
    REPLACE_REASONS,
    STRATA,
    said_design,
    said_difference,
    said_note,
    said_plan,
    said_risks,
    said_stratum,
)

EN, ZH = Words("en"), Words("zh")
LQAS = SampleDesign(rule=SizeRule.LQAS)


def test_every_code_has_words_in_both_languages() -> None:
    assert (set(METHODS), set(STRATA)) == (set(DrawMethod), set(StratumBy))
    assert set(GROUPS) == set(StratumBy)
    assert set(REPLACE_REASONS) == set(ReplaceReason)
    for message in (*METHODS.values(), *STRATA.values(), *REPLACE_REASONS.values()):
        assert ZH.say(message) != message
    for flaw in DrawFlaw:
        one = DrawDifference(flaw, "a", "")
        assert said_difference(EN, 7, one).startswith("sample 7: ")
        assert said_difference(ZH, 7, one) != said_difference(EN, 7, one)


def test_designs_in_words() -> None:
    by = SampleDesign(DrawMethod.STRATIFIED, (StratumBy.RISK, StratumBy.OPEN), number=8)
    assert said_design(EN, by) == (
        "drawn at random within groups of files (the risk, whether the case is open); 8 at each"
        " centre and rubric"
    )
    assert said_design(EN, SampleDesign(DrawMethod.ALL)) == "all files are read"
    assert "80% from 50%" in said_design(EN, LQAS)
    assert "both risks at most 10 in 100" in said_design(EN, LQAS)
    apart = said_design(EN, replace(LQAS, beta_pct=20))
    assert "risks of at most 10 and 20 in 100" in apart
    precise = SampleDesign(rule=SizeRule.PRECISION, margin_pct=15)
    assert "within 15 points" in said_design(EN, precise)
    for design in (by, LQAS, precise):
        assert said_design(ZH, design) != said_design(EN, design)


def test_both_risks_stand_in_words() -> None:
    plan = plan_sample(LQAS, {"": 200})
    assert said_plan(EN, plan, 200) == "16 of 200 files would be read."
    assert plan.lqas is not None
    passes, good, poor, between = said_risks(EN, LQAS, plan.lqas, 200)
    assert passes == "The centre passes when at least 11 of 16 files read conform."
    # the figures are those of the rule, half up to a tenth: 80% and 50% of 200 files
    alpha = Fraction(round(plan.lqas.alpha * 1000), 10)
    assert good == (
        f"A good centre, of whose 200 files 160 conform, fails by chance in {float(alpha):.1f}"
        " of 100 draws."
    )
    assert poor.startswith("A poor centre, of whose 200 files 100 conform, passes by chance in 9.6")
    assert "children" in poor
    ways = sum(comb(130, k) * comb(70, 16 - k) for k in range(11, 17))
    share = float(Fraction(100 * ways, comb(200, 16)))
    assert between == (
        f"A centre in between, of whose 200 files 130 conform, passes in {share:.1f} of 100 draws."
    )
    assert "儿童" in said_risks(ZH, LQAS, plan.lqas, 200)[2]


def test_risks_of_tiny_frames_are_told_as_they_are() -> None:
    def said(files: int, design: SampleDesign = LQAS) -> tuple[str, ...]:
        rule = plan_sample(design, {"": files}).lqas
        assert rule is not None
        return said_risks(EN, design, rule, files)

    # of 2 files 2 conform at a good centre and 1 at a poor one: one file cannot tell them apart
    (whole,) = said(2)
    assert whole == (
        "The frame is read whole, so chance decides nothing: the centre passes when at least 2 of"
        " 2 files conform."
    )
    # of 3 files 3 or 1: two files hold two conforming ones always, or never
    assert said(3)[1:] == (
        "A good centre, of whose 3 files 3 conform, cannot fail by chance.",
        "A poor centre, of whose 3 files 1 conform, cannot pass by chance.",
        "A centre in between, of whose 3 files 2 conform, passes in 33.3 of 100 draws.",
    )
    # 5 of 8, 4 wanted: of 4 conforming ones all must be among the five, 4 of 56 choices
    assert said(8)[2].startswith(
        "A poor centre, of whose 8 files 4 conform, passes by chance in 7.1"
    )
    rare = LqasRule(10, 6, Fraction(1, 5000), Fraction(0))
    assert "in fewer than 0.1 of 100 draws" in said_risks(EN, LQAS, rare, 30)[1]


def test_what_stands_beside_a_result() -> None:
    lost, sealed = ReplaceReason.NOT_FOUND, ReplaceReason.SEALED_SINCE
    told = [Replaced(1, 7, lost), Replaced(2, 8, sealed), Replaced(3, None, lost)]
    assert said_note(EN, sample_note(38, 6, told)) == (
        "5 of 38 files; 3 of 6 drawn files replaced: the folder was not found (2), the record was"
        " sealed after the list was made (1); without a reserve, so that the sample is smaller: 1"
    )
    # the number of folders that are missing for one reason stands beside it and nowhere else
    torn = [*told, Replaced(4, 9, ReplaceReason.DAMAGED)]
    assert "(1); folders that could not be produced: 3; without" in said_note(
        EN, sample_note(38, 6, torn)
    )
    assert said_note(EN, sample_note(6, 6, [])) == "all 6 files; no drawn file was replaced"
    assert said_note(ZH, sample_note(38, 6, told)) != said_note(EN, sample_note(38, 6, told))


def test_strata_by_name() -> None:
    key = "worker=7/risk=/open=yes/stage=first_instance"
    words = said_stratum(EN, key, {7: "W7"})
    assert words == "worker: W7, risk: nothing, case open: yes, stage: First instance"
    assert said_stratum(ZH, "risk=high", {}) == "风险：高"
