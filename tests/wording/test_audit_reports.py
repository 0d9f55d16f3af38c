from datetime import date
from pathlib import Path

import pytest

from qa_app.domain.audit_entries import Entry, EntryKind
from qa_app.domain.audit_report import Standing
from qa_app.domain.report_names import Because, Chosen
from qa_app.domain.report_parts import SectionState
from qa_app.domain.rubric import Assessor, Basis, Critical, Method, OptionRole
from qa_app.domain.rubric_limits import Responsible
from qa_app.domain.rubric_shapes import ORGANISATION_KINDS, TAGS
from qa_app.domain.scoring_result import CodeSource, Why
from qa_app.domain.text import BilingualText
from qa_app.domain.totals import SampleType
from qa_app.domain.voiding import VOID_REASONS, VoidReason
from qa_app.rubric_files.reader import load_rubric
from qa_app.wording import Words
from qa_app.wording.audit_items import SOURCES, WHYS, Items
from qa_app.wording.audit_reports import SECTION_STATES, said_report
from qa_app.wording.names import (
    ASSESSORS,
    BASES,
    CODES,
    CRITICALS,
    METHODS,
    RESPONSIBLES,
    SAMPLE_TYPES,
    STANDINGS,
)
from tests.builders import a_rubric, item, section
from tests.reports_material import WEIGHTED_ENTRIES, a_report, answer, weighted_rubric


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        (WHYS, Why),
        (STANDINGS, Standing),
        (SAMPLE_TYPES, SampleType),
        (CRITICALS, Critical),
        (ASSESSORS, Assessor),
        (BASES, Basis),
        (METHODS, Method),
        (RESPONSIBLES, Responsible),
        (VOID_REASONS, VoidReason),
        ({**SECTION_STATES, SectionState.SCORED: ""}, SectionState),
        ({**SOURCES, CodeSource.READER: ""}, CodeSource),
    ],
)
def test_every_code_has_words(words: dict[str, object], codes: type) -> None:
    assert set(words) == set(codes)


def test_every_label_and_kind_of_organisation_has_a_name() -> None:
    assert [tag for tag in TAGS if f"tag:{tag}" not in CODES] == []
    assert [kind for kind in ORGANISATION_KINDS if f"bound:{kind}" not in CODES] == []


@pytest.mark.parametrize(
    ("said", "zh", "en"),
    [
        (None, "“风险”：未填写", "Risk: not entered"),
        (False, "“风险”：否", "Risk: no"),
        (3, "“风险”：3", "Risk: 3"),
        (date(2026, 3, 2), "“风险”：2026年3月2日", "Risk: 2 Mar 2026"),
        ((Chosen(BilingualText("高", "High")),), "“风险”：高", "Risk: High"),
        (
            (
                Chosen(BilingualText("高", "High"), date(2026, 3, 2)),
                Chosen(BilingualText("低", "Low"), date(2026, 3, 9)),
            ),
            "“风险”：高（2026年3月2日起）、低（2026年3月9日起）",
            "Risk: High (from 2 Mar 2026), Low (from 9 Mar 2026)",
        ),
    ],
)
def test_what_decided_an_item(said: object, zh: str, en: str) -> None:
    because = Because("risk", BilingualText("风险", "Risk"), said)
    assert Items(Words("zh"))._because(because) == zh
    assert Items(Words("en"))._because(because) == en


def test_a_report_in_words() -> None:
    report = a_report(weighted_rubric(), *WEIGHTED_ENTRIES)
    zh = said_report(Words("zh"), report, "Asia/Shanghai", "轮到中心答复。")
    en = said_report(Words("en"), report, "Asia/Shanghai")
    assert (zh.result, en.result) == ("91.7分", "91.7 points")
    assert zh.sentence == "按得分91.7应为A A；因必达项未通过，等级为C C。"
    assert en.sentence == "91.7 points alone would be A A; a must-pass item failed, so it is C C."
    assert zh.remarks == ("轮到中心答复。", "生效条目权重的91%计入了得分。")
    assert [section.value for section in en.sections] == ["88.9", "100.0", "Not assessed"]
    a3 = en.sections[0].items[2]
    assert (a3.answer, a3.details, a3.counts) == (
        "Does not apply here",
        ("The case is closed: no",),
        False,
    )
    (cap,) = en.caps
    assert (cap.code, cap.critical, cap.points, cap.lost) == (
        "A2",
        "Must pass",
        "0.00 / 8.33",
        "cost 8.3 of 8.3 points",
    )
    assert en.number == "Report AR-000012"
    assert en.version == "Rubric 1.0.0, Provisional"
    assert zh.class_mark == "内部资料"
    sealed = a_report(weighted_rubric(access="sealed"), *WEIGHTED_ENTRIES, is_withheld=True)
    words = said_report(Words("en"), sealed, "Asia/Shanghai")
    assert words.class_mark == "Sealed: only for people named for the case"
    assert any(remark.startswith("Sealed: notes") for remark in words.remarks)


def test_what_could_not_be_told_is_counted_beside_the_score() -> None:
    kept = [one for one in WEIGHTED_ENTRIES if one.key != "B1"]
    report = a_report(weighted_rubric(), *kept, answer("B1", "cannot_tell", read=("notes5",)))
    said = "Not enough to tell, and so not part of the score: 1 (B1)."
    assert said in said_report(Words("en"), report, "Asia/Shanghai").remarks
    told = said_report(Words("en"), a_report(weighted_rubric(), *WEIGHTED_ENTRIES), "Asia/Shanghai")
    assert not any("Not enough" in one for one in told.remarks)


def test_the_digit_of_a_graded_scale_is_said_once(shipped: Path) -> None:
    ordinary = a_report(a_rubric(section("A", item("A1"))), answer("A1", "met"))
    graded = a_report(
        load_rubric(shipped / "reference" / "weakest_grade.yaml", shipped), answer("V1", "2")
    )
    said = [
        said_report(Words("en"), one, "Asia/Shanghai").sections[0].items[0]
        for one in (ordinary, graded)
    ]
    assert [(one.role, one.digit, one.answer) for one in said] == [
        (OptionRole.MET, "1", "met"),
        (OptionRole.PART, "", "2 Emerging"),
    ]


_BY, _ASK = "由评查员改判，与时点或数值不一致", "由评查员作答"


@pytest.mark.parametrize(
    ("done", "code", "later", "said"),
    [
        ("2026-02-24", "on_time", {}, None),
        ("2026-02-24", "late", {}, _BY),
        ("2026-02-27", "late", {}, None),
        ("2026-02-27", "missing", {}, _BY),
        # whether it was late or missing hangs on the later limit, which is not kept
        ("2026-02-27", "missing", {"late_until": "8d"}, _ASK),
        ("2026-02-27", "on_time", {"late_until": "8d"}, _BY),
        (None, "missing", {}, None),
        (None, "not_due", {}, _BY),
    ],
)
def test_only_an_answer_that_the_dates_do_not_give_is_told_as_against_them(
    done: str | None, code: str, later: dict[str, str], said: str | None
) -> None:
    timed = item("A1", scale="time3", clock={"from": "b", "to": "d", "within": "5d", **later})
    events = [{"id": one, "zh": one, "en": one} for one in ("b", "d")]
    rubric = a_rubric(section("A", timed), clocks=events)
    dates = [("b", "2026-02-20"), *([("d", done)] if done else [])]
    entries = [Entry(EntryKind.CLOCK, key, at) for key, at in dates]
    report = a_report(rubric, *entries, answer("A1", code, note="见卷"))
    details = Items(Words("zh")).said(report.items[0]).details
    assert [one for one in details if one in {_BY, _ASK}] == ([said] if said else [])


def test_a_question_says_its_answer_and_what_it_rests_on(shipped: Path) -> None:
    rubric = load_rubric(shipped / "reference" / "osri.yaml", shipped)
    noted = Entry(EntryKind.ANSWER, "3A", "no_", note="母亲拒绝开门", read=("child", "mother"))
    rested = Entry(EntryKind.ANSWER, "3B", "yes_", read=("case_file",))
    report = a_report(rubric, noted, rested)
    for language, told in (
        (
            "zh",
            {
                "3A": ("否", "依据：母亲、儿童；母亲拒绝开门"),
                "3B": ("是", "依据：个案档案"),
            },
        ),
        (
            "en",
            {
                "3A": ("No", "Rests on: Mother, Child; 母亲拒绝开门"),
                "3B": ("Yes", "Rests on: Case file"),
            },
        ),
    ):
        said = said_report(Words(language), report, "Asia/Shanghai").questions
        found = {line.code: (line.value, line.note) for line in said}
        assert {code: found[code] for code in told} == told
