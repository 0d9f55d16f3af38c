from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from qa_app.domain.audit_entries import Entry, EntryKind
from qa_app.domain.audit_report import AuditReport, audit_report, without_strengths
from qa_app.domain.report_names import Because
from qa_app.domain.report_parts import SectionState
from qa_app.domain.rubric import OptionRole
from qa_app.domain.scoring_result import CodeSource, State, Status, Why
from qa_app.domain.text import BilingualText
from qa_app.rubric_files.reader import load_rubric
from tests.builders import LIBRARY, a_rubric, item, section
from tests.reports_material import (
    HEAD,
    WEIGHTED_ENTRIES,
    a_report,
    answer,
    fact,
    weighted_rubric,
)


@pytest.fixture
def weighted() -> AuditReport:
    return a_report(weighted_rubric(), *WEIGHTED_ENTRIES)


def test_the_result_is_the_frozen_one(weighted: AuditReport) -> None:
    # A = 8/9, B = 1: (3 · 8/9 + 1 · 1) / 4 = 11/12
    assert weighted.status is Status.COMPLETE
    assert weighted.percent == Fraction(1100, 12)
    assert weighted.band_uncapped is not None
    assert weighted.band_uncapped.code == "A"
    assert weighted.band is not None
    assert weighted.band.code == "C"
    # weights in force 8 + 1 + 1 + 1 (N/A), scored 10
    assert weighted.coverage == Fraction(10, 11)


def test_a_cap_names_the_item_that_caused_it(weighted: AuditReport) -> None:
    assert weighted.is_capped
    (cause,) = weighted.tripped
    assert (cause.code, cause.trips, cause.note) == ("A2", True, "没有安全计划")


def test_an_item_has_answer_look_digit_and_points(weighted: AuditReport) -> None:
    a1, a2, _, b1, b2, _ = weighted.items
    assert (a1.role, a1.digit, a1.value) == (OptionRole.MET, "1", 1)
    # 100 · 3/4 · 8/9 and 100 · 3/4 · 1/9
    assert (a1.possible, a1.earned, a1.lost) == (Fraction(200, 3), Fraction(200, 3), 0)
    assert (a2.role, a2.digit, a2.lost) == (OptionRole.NO_RECORD, "4", Fraction(25, 3))
    assert a2.source is CodeSource.READER
    assert b1.read == (BilingualText("5篇记录", "Five notes"),)
    assert (b2.state, b2.why, b2.digit) == (State.UNSCORED, Why.NOT_SCORED, "0")
    assert b2.lost is None


def test_an_item_that_is_off_names_the_fact_and_its_value(weighted: AuditReport) -> None:
    a3 = weighted.items[2]
    assert (a3.state, a3.why, a3.option) == (State.OFF, Why.CONDITION_FALSE, None)
    assert a3.because == (
        Because("closed", BilingualText("已结案", "The case is closed"), said=False),
    )


def test_what_is_withheld_tells_nothing_of_the_case() -> None:
    report = a_report(weighted_rubric(), *WEIGHTED_ENTRIES, is_withheld=True)
    assert report.percent == Fraction(1100, 12)
    assert {item.note for item in report.items} == {""}
    assert {item.because for item in report.items} == {()}
    assert {item.read for item in report.items} == {()}


def test_sections_say_why_they_add_nothing(weighted: AuditReport) -> None:
    a, b, c = weighted.sections
    assert (a.state, a.value, a.fill) == (SectionState.SCORED, Fraction(8, 9), Fraction(8, 9))
    assert (b.state, b.value) == (SectionState.SCORED, 1)
    assert (c.state, c.value) == (SectionState.NOT_ASSESSED, None)


def test_findings_are_the_dearest_and_strengths_the_best() -> None:
    rubric = a_rubric(
        section("A", *(item(f"A{n}", weight=n) for n in range(1, 6)), item("A6", critical="gate"))
    )
    said = {"A1": "unmet", "A2": "unmet", "A3": "partly", "A4": "unmet", "A5": "met", "A6": "met"}
    report = a_report(rubric, *(answer(code, value) for code, value in said.items()))
    # lost shares of 21: 1, 2, 1.5, 4
    assert [found.code for found in report.findings] == ["A4", "A2", "A3"]
    assert [found.code for found in report.strengths] == ["A6", "A5"]
    # what a finding of the reader rests on is not praised beside it
    assert [one.code for one in without_strengths(report, {"A6"}).strengths] == ["A5"]


def test_sections_off_and_without_a_scored_item() -> None:
    rubric = a_rubric(
        section("A", item("A1")),
        section("B", item("B1"), applies_if={"fact": "closed", "is": True}),
        section("C", item("C1")),
        facts=[{"id": "closed", "type": "bool", "zh": "已结案", "en": "Closed"}],
    )
    report = a_report(
        rubric, fact("closed", False), answer("A1", "met"), answer("C1", "na", "没有")
    )
    states = [line.state for line in report.sections]
    assert states == [SectionState.SCORED, SectionState.OFF, SectionState.EMPTY]


def test_not_rated() -> None:
    rubric = a_rubric(
        section("A", item("A1"), item("A2")), scoring={"min_applicable": Fraction(6, 10)}
    )
    report = a_report(rubric, answer("A1", "met"), answer("A2", "na", "没有"))
    assert report.status is Status.NOT_RATED
    assert (report.percent, report.band, report.findings) == (None, None, ())
    assert report.coverage == Fraction(1, 2)


def test_a_profile() -> None:
    scoring = {"method": "dimension_profile", "scale": "maturity4"}
    rubric = a_rubric(
        section("N", item("N1"), item("N2")), section("S", item("S1")), scoring=scoring
    )
    report = a_report(rubric, answer("N1", "2"), answer("N2", "3"), answer("S1", "4"))
    # N: mean 5/2, a half goes down: 2; its place between 1 and 4 is 1/2
    n, s = report.sections
    assert (n.value, n.level, n.fill) == (Fraction(5, 2), 2, Fraction(1, 2))
    assert (s.value, s.level, s.fill) == (4, 4, 1)
    assert (report.level, report.mean, report.percent) == (2, Fraction(13, 4), None)
    assert [found.code for found in report.findings] == ["N1", "N2"]
    assert [found.code for found in report.strengths] == ["S1"]


def test_the_lowest_grade() -> None:
    rubric = a_rubric(
        section("V", item("V1"), item("V2"), item("V3"), item("V4")),
        scoring={"method": "lowest", "scale": "maturity4"},
    )
    report = a_report(rubric, answer("V1", "4"), answer("V2", "2"), answer("V3", "2"))
    assert report.grade is not None
    assert report.grade.code == "2"
    assert [found.code for found in report.findings] == ["V2", "V3"]
    assert [found.code for found in report.strengths] == ["V1"]
    assert report.items[3].why is Why.NOT_ANSWERED
    # an imported inspection is frozen without its explanation
    bare = (
        '{"status": "complete", "stop": [], "gate": [], "not_assessed": [],'
        ' "codes": {"V1": "4", "V2": "2"}, "lowest_items": ["V2"], "grade": "2"}'
    )
    imported = audit_report(rubric, HEAD, bare, ())
    assert [(i.code, i.digit) for i in imported.items] == [("V1", "4"), ("V2", "2")]
    assert [found.code for found in imported.findings] == ["V2"]
    assert [found.code for found in imported.strengths] == ["V1"]


def test_a_rule_rubric_shows_ratings_and_questions(shipped: Path) -> None:
    rubric = load_rubric(shipped / "reference" / "osri.yaml", shipped)
    entries = (
        fact("case_type", "in_home"),
        answer("1A", 0),
        answer("1B", 2),
        Entry(EntryKind.ANSWER, "3A", "no_", note="母亲拒绝开门", read=("child", "mother")),
        Entry(EntryKind.APPLICABLE, "1", value=True),
    )
    report = a_report(rubric, *entries)
    assert report.items == report.sections == ()
    ratings = {line.code: line.rating for line in report.rated_items}
    assert (ratings["3"], len(ratings)) == ("ani", 18)
    assert len(report.outcomes) == 7
    told = {line.code: line.answer for line in report.questions}
    assert (told["1A"], told["1B"], told["3A"], told["3B"]) == (0, 2, "no_", None)
    notes = {line.code: line.note for line in report.questions}
    assert (notes["3A"], notes["1B"]) == ("母亲拒绝开门", "")
    rests = {line.code: [words.zh for _code, words in line.read] for line in report.questions}
    assert (rests["3A"], rests["1B"]) == (["母亲", "儿童"], [])


def test_facts_of_every_type_are_read_back() -> None:
    options = {"high": {"zh": "高", "en": "High"}, "low": {"zh": "低", "en": "Low"}}
    kinds = ("bool", "int", "date", "choice", "multi", "history")
    rubric = a_rubric(
        section(
            "A",
            item("A1"),
            item(
                "A2",
                applies_if={
                    "all": [
                        {"fact": "f_bool", "is": True},
                        {"fact": "f_int", "gte": 3},
                        {"fact": "f_choice", "is": "high"},
                        {"fact": "f_multi", "has": "high"},
                        {"fact": "f_history", "ever_in": ["high"]},
                    ]
                },
            ),
        ),
        facts=[
            {"id": f"f_{kind}", "type": kind, "zh": kind, "en": kind}
            | ({"options": options} if kind in {"choice", "multi", "history"} else {})
            for kind in kinds
        ],
    )
    report = a_report(
        rubric,
        answer("A1", "met"),
        fact("f_bool", False),
        fact("f_int", 2),
        fact("f_date", "2026-01-05"),
        fact("f_choice", "low"),
        fact("f_multi", ["low"]),
        fact("f_history", [{"from": "2026-01-05", "is": "low"}]),
    )
    said = {because.code: because.said for because in report.items[1].because}
    assert said["f_bool"] is False
    assert said["f_int"] == 2
    (chosen,) = said["f_choice"]
    assert (chosen.label.zh, chosen.start) == ("低", None)
    (dated,) = said["f_history"]
    assert (dated.label.zh, dated.start.isoformat()) == ("低", "2026-01-05")


def test_the_judgement_of_the_whole() -> None:
    grades = LIBRARY.scales | {
        "grade4": {
            "kind": "holistic",
            "options": [
                {"code": "A", "rank": 1, "zh": "优秀", "en": "Excellent"},
                {"code": "D", "rank": 4, "zh": "不合格", "en": "Not acceptable"},
            ],
        }
    }
    rubric = a_rubric(section("A", item("A1")))
    judged = a_report(rubric, answer("A1", "met"), Entry(EntryKind.HOLISTIC, "file", "D"))
    assert judged.judgement is None
    from qa_app.domain.rubric_freeze import freeze
    from tests.builders import a_file

    rubric = freeze(
        a_file(
            section("A", item("A1")),
            holistic={"scale": "grade4", "required": True, "differ_by": 2, "then": "moderate"},
        ),
        replace(LIBRARY, scales=grades),
    )
    judged = a_report(rubric, answer("A1", "met"), Entry(EntryKind.HOLISTIC, "file", "D"))
    assert judged.judgement is not None
    assert judged.judgement.label.en == "Not acceptable"
