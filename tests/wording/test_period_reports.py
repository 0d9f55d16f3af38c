"""Reports in words: complete in both languages, sentences first, the method last, small n hidden."""

import re
from dataclasses import replace

import pytest

from qa_app.domain.chart_notes import NoteKind
from qa_app.domain.lost_points import ItemLoss
from qa_app.domain.period_report import period_report
from qa_app.domain.profiles import Safeguard
from qa_app.domain.report_facts import (
    ActionFacts,
    MarkFacts,
    ReportFacts,
    ReportKind,
    ReportSpan,
    ResponseFacts,
    SamplingFacts,
)
from qa_app.domain.series import Coverage
from qa_app.domain.session_coverage import Figures
from qa_app.domain.text import BilingualText
from qa_app.domain.told_answers import MonthFiles, told_answers
from qa_app.wording import Words
from qa_app.wording.period_reports import report_file, said_period
from qa_app.wording.report_areas import span_words
from qa_app.wording.said_period import SaidPeriod
from qa_app.wording.said_printed import texts_of
from tests.report_material import (
    JAN,
    QUARTER,
    YEAR,
    a_centre,
    a_sum,
    facts,
    rubric_facts,
    rubrics,
    two_versions,
    whole,
    without_red_lines,
)

LOSSES = (ItemLoss(1, JAN, "A1", "met", 12), ItemLoss(1, JAN, "A1", "unmet", 3, 2_250_000))
FULL = facts(rubric_facts(whole(a_sum(JAN, 15, 85, final_count=10)), losses=LOSSES))
BARE = facts(
    sampling=SamplingFacts(),
    actions=ActionFacts(),
    required=Figures(),
    planned=Figures(),
    response=ResponseFacts(),
    relaxed=tuple(Safeguard),
)
OLD = facts(
    rubric_facts(whole(*(a_sum(JAN - 1 - at, 5, 90 + at % 3) for at in range(14)))),
    marks=(MarkFacts(QUARTER.first, NoteKind.TRAINING, BilingualText("新人班。", "Newcomers.")),),
)
WORSE = facts(
    rubric_facts(
        whole(*(a_sum(JAN + 1 - at, 5, 90 + at % 2) for at in range(13)), a_sum(JAN + 2, 5, 40))
    )
)
CITY = facts(
    rubric_facts(whole(a_sum(JAN, 25, 55))),
    span=YEAR,
    scope="p:1",
    centres=(a_centre(1, "甲", a_sum(JAN, 20, 90)), a_centre(2, "乙", a_sum(JAN, 3, 40))),
)


def said(
    words: Words, told: ReportFacts, *, sees_files: bool = True, version: int = 1
) -> SaidPeriod:
    report = period_report(told, rubrics(), sees_files=sees_files)
    return said_period(words, report, version, "ab" * 32)


def text_of(one: SaidPeriod) -> str:
    paper = one.paper
    return "\n".join(texts_of(paper.title, paper.identity, paper.remarks, paper.parts))


@pytest.mark.parametrize("told", [FULL, BARE, OLD, WORSE, CITY])
@pytest.mark.parametrize("sees_files", [True, False])
def test_each_language_says_all_of_it_and_only_itself(
    told: ReportFacts, *, sees_files: bool
) -> None:
    zh, en = (said(Words(one), told, sees_files=sees_files) for one in ("zh", "en"))
    assert [one.key for one in zh.blocks] == [one.key for one in en.blocks]
    assert zh.blocks[0].key == "summary"
    assert zh.blocks[-1].key == "method"
    for one in (zh, en):
        assert one.paper.parts == tuple(block.part for block in one.blocks)
        assert not re.search(r"%\(|None|nan|Fraction|%%", text_of(one) + one.headline)
    english = text_of(en).replace("甲", "").replace("乙", "")
    assert not re.search(r"[\u4e00-\u9fff]", english), re.findall(r".*[\u4e00-\u9fff].*", english)
    for block in zh.blocks:
        for sentence in block.part.paragraphs:
            assert re.search(r"[\u4e00-\u9fff]", sentence), sentence


def test_the_summary_says_how_many_and_how_they_stand() -> None:
    one = said(Words("zh"), FULL)
    assert one.headline == "2026年第一季度：已评定的1个领域平均分达到B级及以上；15份均未触及红线"
    (summary,) = one.blocks[0].part.paragraphs
    assert "2026年第一季度按1套标准评查了15份。" in summary
    assert "5份" in summary
    assert "本期由评查新开整改5项，完成3项，核实2项。" in summary
    assert one.blocks[0].part.table is not None
    assert one.blocks[0].part.table.rows[0][1:3] == ("15", "85.0分")


@pytest.mark.parametrize(
    ("told", "count", "clause"),
    [
        (FULL, 1, "; one objection of the centre is not decided yet"),
        (FULL, 2, "; 2 objections of the centre are not decided yet"),
        (CITY, 1, "; one objection of a centre is not decided yet"),
        (CITY, 3, "; 3 objections of centres are not decided yet"),
    ],
)
def test_objections_not_decided_stand_in_the_headline_and_the_summary(
    told: ReportFacts, count: int, clause: str
) -> None:
    one = said(Words("en"), replace(told, response=ResponseFacts(9, 4, count + 1, 1, 0, count)))
    assert one.headline.endswith(clause)
    assert clause[2:].capitalize() in one.blocks[0].part.paragraphs[0]
    assert "objection" not in said(Words("en"), told).headline


def test_a_deterioration_is_named_in_the_summary() -> None:
    worse = said(Words("en"), WORSE)
    assert "Became worse by more than chance:" in worse.blocks[0].part.paragraphs[0]


def test_what_cost_points_names_items_with_their_files() -> None:
    (area,) = (one for one in said(Words("en"), FULL).blocks if one.area)
    assert any(
        "Most points lost on A1" in one and "(3 of 15 files)" in one for one in area.part.paragraphs
    )


def test_items_held_back_say_why_and_for_whom() -> None:
    read = {(1, Coverage.SAMPLED): {JAN: MonthFiles(15, 2)}}
    report = period_report(FULL, rubrics(), sees_files=True, told=told_answers(read))
    for language, why in (("zh", "其须先申请才能打开的案卷不足5份"), ("en", "fewer than 5 of the")):
        words = text_of(said_period(Words(language), report, 1, "ab" * 32))
        assert why in words
        assert "A1" not in words


def test_few_files_say_how_many_to_those_who_may_know() -> None:
    told = facts(rubric_facts(whole(a_sum(JAN, 6, 85))))
    knows, not_ = (text_of(said(Words("en"), told, sees_files=sees)) for sees in (True, False))
    assert "6 of 6 files, too few for a share" in knows
    assert "6 of 6" not in not_
    assert "not shown, fewer than 10 files" in not_


def test_notes_on_the_chart_are_listed_with_their_numbers() -> None:
    (area,) = (one for one in said(Words("en"), OLD).blocks if one.area)
    assert "Noted on the chart: 1: 1 Jan 2026 training, Newcomers." in area.part.paragraphs


@pytest.mark.parametrize(
    ("language", "text", "said_as"),
    [
        ("en", BilingualText("新人班", ""), "training, 新人班 (in Chinese)."),
        ("zh", BilingualText("", "Newcomers"), "培训，Newcomers（英文）。"),
    ],
)
def test_a_note_in_one_language_is_shown_with_its_name(
    language: str, text: BilingualText, said_as: str
) -> None:
    told = replace(OLD, marks=(MarkFacts(QUARTER.first, NoteKind.TRAINING, text),))
    (area,) = (one for one in said(Words(language), told).blocks if one.area)
    assert any(one.endswith(said_as) for one in area.part.paragraphs), area.part.paragraphs


def test_what_a_small_team_gives_up_stands_on_the_first_page() -> None:
    assert len(said(Words("zh"), BARE).paper.remarks) == len(Safeguard)
    assert said(Words("zh"), FULL).paper.remarks == ()


def test_a_city_lists_its_centres_with_intervals_in_the_given_order() -> None:
    (block,) = (
        one for one in said(Words("zh"), CITY, sees_files=False).blocks if "centres-" in one.key
    )
    assert block.part.table is not None
    first, second = block.part.table.rows
    assert first == ("甲", "20", "90.0分", "100%（84–100%）", "100%（84–100%）")
    assert second == ("乙", "3", "–", "–", "–")


def test_a_heat_table_has_number_sign_tint_and_files() -> None:
    (block,) = (one for one in said(Words("en"), FULL).blocks if one.key.startswith("heat-"))
    assert block.part.table is not None
    assert block.part.table.rows[0][-1] == "● 85.0 (15) ○"
    assert block.tints[0][-1] == 3
    assert len(block.tints) == len(block.part.table.rows)


def test_both_versions_of_a_span_are_said_with_a_break_between() -> None:
    told = facts(
        rubric_facts(whole(a_sum(JAN, 12, 90), a_sum(JAN + 1, 4, 60, version_id=2))),
    )
    report = period_report(told, two_versions(), sees_files=True)
    one = said_period(Words("en"), report, 1, "ab" * 32)
    assert "16 files were read against one rubric in Q1 2026." in one.blocks[0].part.paragraphs[0]
    assert one.blocks[0].part.table is not None
    assert [row[:3] for row in one.blocks[0].part.table.rows] == [
        ("sample · 1.0.0", "12", "90.0 points"),
        ("sample · 2.0.0", "4", "–"),
    ]
    assert (
        "In Q1 2026 files were read against several versions of the rubric: 12 files against 1.0.0"
        " (mean 90.0 points), 4 files against 2.0.0 (too few for a mean)." in text_of(one)
    )
    (heat,) = (block for block in one.blocks if block.key.startswith("heat-"))
    assert heat.part.table is not None
    assert heat.part.table.heads == ("", "Q1 2026\n1.0.0", "Q1 2026\n2.0.0")
    assert heat.part.table.rows[0] == ("Whole file", "● 90.0 (12)", "– (4)")
    assert heat.breaks == (2,)


@pytest.mark.parametrize(
    ("stops", "clause"),
    [
        (0, "no red line was crossed in any of 15 files"),
        (2, "a red line was crossed in 2 of 15 files"),
    ],
)
def test_red_lines_stand_in_the_headline_and_the_summary(stops: int, clause: str) -> None:
    told = facts(rubric_facts(whole(a_sum(JAN, 15, 85, stop_count=stops))))
    one = said(Words("en"), told)
    assert one.headline.endswith(f"; {clause}")
    assert clause[1:] in one.blocks[0].part.paragraphs[0]
    # of a few files only those who may read them are told
    few = facts(rubric_facts(whole(a_sum(JAN, 6, 85, stop_count=1))))
    assert "1 of 6 files" in said(Words("en"), few).headline
    assert "red line" not in said(Words("en"), few, sees_files=False).headline


def test_a_rubric_without_red_lines_says_so() -> None:
    plain = {1: without_red_lines(rubrics()[1])}
    report = period_report(FULL, plain, sees_files=True)
    one = said_period(Words("en"), report, 1, "ab" * 32)
    assert "This rubric has no red lines." in text_of(one)
    assert "Without a red line crossed" not in text_of(one)
    assert "red line" not in one.headline


def test_supervision_says_what_each_number_is() -> None:
    (block,) = (one for one in said(Words("en"), FULL).blocks if one.key == "supervision")
    paragraph = block.part.paragraphs[1]
    assert "Due by the rhythm: the individual sessions" in paragraph
    assert "Counted apart, sessions on the calendar, of every kind" in paragraph
    assert "No hours are credited: time counts when" in paragraph


@pytest.mark.parametrize("language", ["zh", "en"])
def test_judicial_readers_are_told_aggregates_alone(language: str) -> None:
    large = (CITY.centres[0], a_centre(2, "乙", a_sum(JAN, 12, 40)))
    told = replace(CITY, centres=large)
    report = period_report(told, rubrics(), sees_files=False, is_aggregate=True)
    one = said_period(Words(language), report, 1, "ab" * 32)
    keys = {block.key for block in one.blocks}
    assert not keys & {"actions", "supervision", "response"}
    assert {"summary", "sampling", "centres-sample", "heat-sample", "method"} <= keys
    assert one.paper.remarks[0].startswith(
        ("供司法机关阅读", "For readers of judicial departments")
    )
    summary = one.blocks[0].part.paragraphs[0]
    assert not re.search("整改|督导|action|session", summary)


def test_a_later_version_says_so_and_its_digest_is_its_own() -> None:
    first, later = said(Words("en"), FULL), said(Words("en"), FULL, version=2)
    assert "after version 1" in text_of(later)
    assert first.paper.verification[0] != later.paper.verification[0]
    assert first.paper.verification[1].value == f"SHA-256 {'ab' * 32}"


def test_spans_and_files_have_names() -> None:
    assert [span_words(Words(one), YEAR) for one in ("zh", "en")] == ["2026年", "2026"]
    assert report_file("c:12", QUARTER, 2) == "report_c12_2026-Q1_v2"
    assert report_file("p:3", replace(YEAR), 1) == "report_p3_2026_v1"
    assert span_words(Words("en"), ReportSpan(ReportKind.QUARTER, JAN + 9)) == "Q4 2026"
