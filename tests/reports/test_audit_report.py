import re
import subprocess
import sys
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from qa_app.domain.audit_entries import Entry, EntryKind
from qa_app.domain.audit_report import AuditReport, Standing
from qa_app.domain.rubric import Rubric
from qa_app.domain.text import BilingualText
from qa_app.reports.audit_report import audit_pdf
from qa_app.rubric_files.reader import load_rubric
from qa_app.wording import Words
from qa_app.wording.audit_reports import said_report
from tests.builders import a_rubric, item, section
from tests.conftest import ROOT
from tests.people import NOON
from tests.reports_material import (
    WEIGHTED_ENTRIES,
    a_head,
    a_report,
    answer,
    fact,
    weighted_rubric,
)

ZONE = "Asia/Shanghai"
LANGUAGES = ("zh", "en")


def pdf(report: AuditReport, language: str) -> bytes:
    words = Words(language)
    return audit_pdf(said_report(words, report, ZONE), words.instant(NOON, ZONE))


def text_of(data: bytes) -> str:
    pages = (page.extract_text() for page in PdfReader(BytesIO(data)).pages)
    return "".join("".join(pages).split())


@pytest.fixture
def weighted() -> AuditReport:
    return a_report(weighted_rubric(), *WEIGHTED_ENTRIES)


def test_says_the_result_in_chinese(weighted: AuditReport) -> None:
    said = text_of(pdf(weighted, "zh"))
    for words in (
        "个案档案评查报告",
        "KM-26-7F3K-9",
        "中心甲",
        "督导甲",
        "2026年3月2日",
        "暂定",
        "91.7分",
        "必达项未通过",
        "88.9",
        "失8.3分（满分8.3分）",
        "没有安全计划",
        "“已结案”：否",
        "5篇记录",
        "未评估",
        "核验信息",
        weighted.rubric.fingerprint,
        "第1页，共2页",
        "AR-000012",
        "2026年3月23日12:00",
        "内部资料",
    ):
        assert "".join(words.split()) in said, words
    assert said.rindex("核验信息") > said.rindex("逐条结果")


def test_says_the_result_in_english(weighted: AuditReport) -> None:
    said = text_of(pdf(weighted, "en"))
    for words in (
        "Report of a case-file review",
        "Centre A",
        "2 Mar 2026",
        "Provisional",
        "91.7 points",
        "a must-pass item failed",
        "cost 8.3 of 8.3 points",
        "The case is closed: no",
        "Five notes",
        "Page 1 of 2",
    ):
        assert "".join(words.split()) in said, words


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_report_gives_the_same_bytes(language: str, weighted: AuditReport) -> None:
    assert pdf(weighted, language) == pdf(weighted, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_only_embedded_faces(language: str, weighted: AuditReport) -> None:
    for page in PdfReader(BytesIO(pdf(weighted, language))).pages:
        fonts = page["/Resources"]["/Font"]
        assert fonts
        for font in fonts.values():
            described = font.get_object()["/FontDescriptor"].get_object()
            assert "/FontFile2" in described


HOSTILE = "<b>&\"'</b><font size=99>{{ 7*7 }}%s</para>&#65;"


def test_hostile_strings_are_printed_as_they_stand() -> None:
    label = BilingualText(HOSTILE, HOSTILE)
    rubric = a_rubric(section("A", item("A1", text={"zh": HOSTILE, "en": HOSTILE})))
    report = a_report(
        rubric,
        answer("A1", "unmet", HOSTILE),
        centre=label,
        area=label,
        reader=HOSTILE,
        reference=HOSTILE,
    )
    for language in LANGUAGES:
        # subject, file, centre, area, reader, finding and its note, item and its note
        assert text_of(pdf(report, language)).count("".join(HOSTILE.split())) == 9


def test_a_long_note_runs_over_pages() -> None:
    note = "儿童的意见没有被记录。" * 180
    assert len(note) == 1980
    rubric = a_rubric(section("A", *(item(f"A{n}") for n in range(1, 4))))
    entries = [answer(f"A{n}", "unmet", note) for n in range(1, 4)]
    data = pdf(a_report(rubric, *entries), "zh")
    # once among the findings and once below each item; a page may end inside a sentence
    assert text_of(data).count("被") == 2 * 3 * 180
    assert len(PdfReader(BytesIO(data)).pages) > 4


def test_a_requirement_longer_than_a_page_is_cut() -> None:
    text = "必须有书面安全计划。" * 300
    rubric = a_rubric(section("A", item("A1", text={"zh": text, "en": text})))
    data = pdf(a_report(rubric, answer("A1", "unmet", "没有")), "zh")
    # among the findings and among the items
    assert text_of(data).count("须") == 600


def test_missing_glyphs_and_untranslated_texts() -> None:
    rubric = a_rubric(section("A", item("A1", text={"zh": "𠮷字"})))
    report = a_report(rubric, answer("A1", "met"), centre=BilingualText("㛃喆中心", ""))
    said = text_of(pdf(report, "en"))
    assert "〓字[ENmissing]" in said
    assert "㛃喆中心[ENmissing]" in said


def test_a_void_report_says_why(weighted: AuditReport) -> None:
    head = a_head(standing=Standing.VOID, void_reason="wrong_file", voided_at=NOON)
    said = text_of(pdf(replace(weighted, head=head), "zh"))
    assert "作废" in said
    assert "评查的不是被抽中的案卷" in said
    asked = replace(weighted, head=a_head(void_reason="wrong_file"))
    assert "已有人申请作废" in text_of(pdf(asked, "zh"))
    final = replace(weighted, head=a_head(standing=Standing.FINAL, final_at=NOON))
    assert "已定" in text_of(pdf(final, "zh"))


def profile(_: Path) -> AuditReport:
    scoring = {"method": "dimension_profile", "scale": "maturity4"}
    rubric = a_rubric(section("N", item("N1"), item("N2")), scoring=scoring)
    return a_report(rubric, answer("N1", "2"), answer("N2", "3"), reference=None)


def lowest(_: Path) -> AuditReport:
    scoring = {"method": "lowest", "scale": "maturity4"}
    rubric = a_rubric(section("V", item("V1"), item("V2")), scoring=scoring, kind="site")
    return a_report(
        rubric, answer("V1", "4"), answer("V2", "2"), sample_type="imported", reader=None
    )


def ruled(shipped: Path) -> AuditReport:
    rubric: Rubric = load_rubric(shipped / "reference" / "osri.yaml", shipped)
    asked = [
        question
        for one in rubric.rule_items
        for part in (one, *one.sub_items)
        for question in part.questions
    ]
    answers = [answer(q.code, q.options[-1] if q.options else 1) for q in asked]
    applies = [Entry(EntryKind.APPLICABLE, one.code, value=True) for one in rubric.rule_items]
    return a_report(rubric, fact("case_type", "in_home"), *answers, *applies)


@pytest.mark.parametrize(
    ("make", "zh", "en"),
    [
        (profile, ["2级", "均值2.5", "整个中心"], ["Level2", "level2(mean2.5)", "Thewholecentre"]),
        (lowest, ["最低等级为准", "导入，未经本平台评查"], ["lowestgrade", "Imported"]),
        (ruled, ["按规则评定", "需改进", "问题与回答"], ["Ratedbyrules", "Areaneedingimprovement"]),
    ],
)
def test_every_method_has_its_form(make, zh: list[str], en: list[str], shipped: Path) -> None:
    report = make(shipped)
    for language, expected in (("zh", zh), ("en", en)):
        said = text_of(pdf(report, language))
        for words in expected:
            assert words in said, (language, words)


WITHOUT_FLASK = """
import sys
class Refuse:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {"flask", "flask_babel", "werkzeug", "sqlalchemy"}:
            raise ImportError(name)
sys.meta_path.insert(0, Refuse())
from qa_app.reports.audit_report import audit_pdf
assert "reportlab" not in sys.modules
from qa_app.wording import Words
from qa_app.wording.audit_reports import said_report
from tests.people import NOON
from tests.reports_material import WEIGHTED_ENTRIES, a_report, weighted_rubric
report = a_report(weighted_rubric(), *WEIGHTED_ENTRIES)
for language in ("zh", "en"):
    words = Words(language)
    print(len(audit_pdf(said_report(words, report, "Asia/Shanghai"), words.day(NOON.date()))))
"""


def test_reports_need_no_flask() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", WITHOUT_FLASK], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    sizes = [int(line) for line in ran.stdout.split()]
    assert all(10_000 < size < 150_000 for size in sizes)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_number_is_never_parted_from_its_unit(language: str, shipped: Path) -> None:
    rubric = load_rubric(shipped / "sw_case_management.yaml", shipped)
    entries = [
        answer(one.code, one.scale.options[-2].code, "未见3次面谈记录，第12页仅有40 %完成。" * 3)
        for one in rubric.items.values()
    ]
    data = pdf(a_report(rubric, *entries), language)
    lines = [
        line.strip()
        for page in PdfReader(BytesIO(data)).pages
        for line in page.extract_text().splitlines()
    ]
    assert any("%" in line for line in lines)
    for line in lines:
        assert not re.match(r"[%％份分次页项)）]", line), line
        assert not re.search(r"\d (?:of )?$", line) or line.isdecimal(), line


def test_sections_without_a_value_have_no_block(weighted: AuditReport, shipped: Path) -> None:
    assert "Bysection" in text_of(pdf(weighted, "en"))
    bare = lowest(shipped)
    assert "Bysection" not in text_of(pdf(bare, "en"))
    assert "各部分得分" not in text_of(pdf(bare, "zh"))
    assert "Points" not in text_of(pdf(bare, "en"))
