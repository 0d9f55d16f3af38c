"""What would change a proposal: who may not see a count cannot work it out of what is lacking."""

import re
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from qa_app.domain.criteria import rule_of
from qa_app.domain.rules.change import Part, Standing, Way
from qa_app.domain.rules.decision import Status
from qa_app.domain.rules.evaluation import Asked, Judged
from qa_app.domain.rules.measurement import Measurement
from qa_app.domain.rules.metrics import METRICS, Scale
from qa_app.domain.rules.sight import sight_of
from qa_app.domain.rules.tree import leaves_in
from qa_app.domain.text import BilingualText
from qa_app.domain.verdicts import CriterionType, Verdict
from qa_app.wording import Words
from qa_app.wording.changes_needed import Scene, ways_shown
from qa_app.wording.measured_sentences import NOT_COLLECTED, SAID, sentence_of
from tests.decisions import FILE

RUBRIC = BilingualText("社会工作个案", "Social work")
CRITERIA = {one.code: one for group in FILE.sets for one in group.criteria}


def lacking(code: str, found: Measurement) -> Judged:
    criterion = CRITERIA[code]
    state = Standing(code, criterion.type, Verdict.NOT_MET, Verdict.NOT_MET)
    return Judged(Asked(code, criterion.type, rule_of(criterion)), (found,), state)


def done(judged: Judged, language: str = "en", *, is_case_level: bool) -> str:
    code = judged.asked.code
    is_evidence = CRITERIA[code].type is CriterionType.EVIDENCE
    parts = () if is_evidence else (Part(1, (code,), Verdict.MET),)
    way = Way(Status.ENDORSED, (code,) if is_evidence else (), parts)
    (shown,) = ways_shown(
        Words(language),
        FILE.terms,
        (way,),
        (CRITERIA[code],),
        (judged,),
        Scene(date(2026, 9, 30), (RUBRIC,), is_case_level=is_case_level),
    )
    return shown.parts[0].needs[0].does


def test_what_is_needed_as_a_whole_is_said_once() -> None:
    codes = ("E02", "E12", "E23", "E18", "E19")
    judged = [lacking(code, Measurement(Fraction(0), 9, 0)) for code in codes]
    parts = (
        Part(2, ("E02", "E12"), Verdict.MET),
        Part(1, ("E18", "E19"), Verdict.MET),
        Part(1, ("E23",), Verdict.MET),
    )
    (way,) = ways_shown(
        Words("zh"),
        FILE.terms,
        (Way(Status.ENDORSED, (), parts),),
        [CRITERIA[code] for code in codes],
        judged,
        Scene(date(2026, 9, 30), (RUBRIC,)),
    )
    assert [(part.head, [need.code for need in part.needs]) for part in way.parts] == [
        ("以下3项均须", ["E02", "E12", "E23"]),
        ("以下2项中任意1项", ["E18", "E19"]),
    ]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_evidence_of_the_programme_tells_no_count_to_who_may_not_see_it(language: str) -> None:
    judged = lacking("E18", Measurement(Fraction(0), 158, 0))
    assert "158" in done(judged, language, is_case_level=True)
    assert set(re.findall(r"\d+", done(judged, language, is_case_level=False))) == {"5"}


def test_numbers_held_back_between_ends_of_years_are_not_called_small() -> None:
    judged = lacking("E18", Measurement(Fraction(0), 242, 0))
    (leaf,) = leaves_in(judged.asked.rule)
    sight = sight_of(leaf, judged.found[0], is_case_level=False, is_year=False)
    said = sentence_of(Words("en"), leaf, judged.found[0], Verdict.NOT_MET, sight)
    assert said.endswith(
        "ends of years, of that year alone, so that two views cannot be subtracted."
    )
    assert not re.search(r"\d", said)


def _measured(code: str) -> list[Measurement]:
    """What may be found for a criterion that is not met or cannot be told."""
    criterion = CRITERIA[code]
    (leaf,) = leaves_in(rule_of(criterion))
    days = {"first_day": date(2025, 10, 1), "last_day": date(2026, 9, 30)}
    gaps = [
        Measurement(n=0, count=0, gap=gap, **days)
        for gap in (NOT_COLLECTED, *sorted(SAID[leaf.metric].gaps))
    ]
    least = leaf.min_n or 0
    few = [Measurement(Fraction(0), least - 1, 0, **days)] if least > 1 else []
    if leaf.metric == "centre_document_valid":
        lacks = {"lacking": ("pia", "penalty"), "not_before": date(2027, 2, 3)}
        return [Measurement(Fraction(0), 2, 1, **days, **lacks)]
    if leaf.metric == "mandatory_report_state":
        return [*gaps, Measurement("unremedied", 12, 1, **days)]
    bad = {
        Scale.SHARE: Measurement(Fraction(1, 50), 50, 1, **days),
        Scale.FLAG: Measurement(Fraction(0), 20, 10, **days),
        Scale.COUNT: Measurement(Fraction(2), 40, 2, **days),
        Scale.NUMBER: Measurement(Fraction(99), 4, **days),
        Scale.SCORE: Measurement(Fraction(31), 20, **days),
        Scale.CHANGE: Measurement(Fraction(-31), 20, **days),
        Scale.COEFFICIENT: Measurement(Fraction(1, 10), 20, **days),
        Scale.OPINION: Measurement(Fraction(2), 20, **days),
    }[METRICS[leaf.metric].scale]
    if leaf.metric == "supervisees_per_supervisor":
        bad = replace(bad, value=Fraction(40, 4), count=40)
    return [*gaps, *few, bad]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("code", sorted(CRITERIA))
def test_whatever_is_lacking_somebody_is_told_to_do_something(code: str, language: str) -> None:
    for found in _measured(code):
        judged = lacking(code, found)
        said = done(judged, language, is_case_level=True)
        assert said
        assert not re.search(r"reach the threshold|records that tell it|达到标准：|%\(", said)
        if language == "zh":
            assert not re.search(r"[a-z]{4}", said.replace("Gwet", ""))
        # who is told no numbers is told an act as well, not the result alone
        hidden = done(judged, language, is_case_level=False)
        assert found.gap or not re.search(r"^(reach the threshold|达到标准)", hidden)
        for number in re.findall(r"\d+", hidden):
            assert int(number) not in {found.n, found.count} - {0, 1, 5} or found.gap


@pytest.mark.parametrize(
    ("code", "who"),
    [("E22", "中心补录"), ("E06", "督导者、评查员补录"), ("E19", "督导者、评查员补录")],
)
def test_what_was_never_recorded_is_entered_by_who_keeps_it(code: str, who: str) -> None:
    found = Measurement(n=0, count=0, gap=NOT_COLLECTED)
    assert done(lacking(code, found), "zh", is_case_level=False).startswith(who)


@pytest.mark.parametrize(
    ("code", "found", "said"),
    [
        (
            "E20",
            Measurement(Fraction(17, 20), 20, 17),
            "the centre accepts and starts referrals in time: the next 10",
        ),
        (
            "E08",
            Measurement(Fraction(3, 4), 20, 15),
            (
                "reviewers read and sign more of the files drawn by 31 Dec 2026: 1; each"
                " counts once its result is final"
            ),
        ),
        (
            "E24",
            Measurement(Fraction(0), 1, 0, lacking=("pia",)),
            (
                "the centre obtains, reviews or renews these and records them:"
                " Personal-information impact assessment"
            ),
        ),
        (
            "E01",
            Measurement(Fraction(0), 2, 2, lacking=("penalty",), not_before=date(2027, 2, 3)),
            "the penalty counts until 3 Feb 2027, and nothing can be done before",
        ),
        (
            "E09",
            Measurement(Fraction(79), 12),
            (
                "the centre carries out the actions agreed on what reviews found, so that its files reach"
                " ≥ 80 points in the next rounds; nothing changes before"
                " files by “Social work” are read and signed, the next by 31 Dec 2026"
            ),
        ),
    ],
)
def test_who_does_what_by_when(code: str, found: Measurement, said: str) -> None:
    assert done(lacking(code, found), is_case_level=True) == said


def test_who_may_not_see_a_gap_is_not_told_by_what_is_to_be_done() -> None:
    code = "E14"
    judged = lacking(code, Measurement(Fraction(0), 0, 0, gap="not_judged"))
    way = Way(Status.ENDORSED, (), (Part(1, (code,), Verdict.MET),))
    for is_case_level, word in ((True, "confirms or dismisses"), (False, "records that tell it")):
        scene = Scene(date(2026, 6, 30), (), is_case_level=is_case_level)
        (shown,) = ways_shown(Words("en"), FILE.terms, (way,), (CRITERIA[code],), (judged,), scene)
        assert word in shown.parts[0].needs[0].does
