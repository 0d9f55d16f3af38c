import pytest

from qa_app.domain.audit_entries import Entry, EntryKind
from qa_app.domain.case_sampling import SampledCases
from qa_app.wording import Words
from qa_app.wording.audit_reports import said_report
from qa_app.wording.case_sampling import said_sampling
from tests.builders import a_rubric, item, section, words
from tests.reports_material import a_report


@pytest.mark.parametrize(
    ("sampled", "en", "zh"),
    [
        (
            SampledCases("lqas", 5, 4, 4),
            "Sampled cases: 4 of 5; the rubric asks for 4 (lot quality sampling)",
            "抽查个案：5件中的4件；按细则应抽查4件（批质量抽样）",
        ),
        (
            SampledCases("all", 5, 3, 5),
            (
                "Sampled cases: 3 of 5; the rubric asks for 5 (every one); too few, so what the"
                " sampled cases say is less certain than the rubric wants"
            ),
            "抽查个案：5件中的3件；按细则应抽查5件（全部）；抽查数不足，由抽查个案得出的结论不如细则要求的可靠",
        ),
        (
            SampledCases("lqas", None, 3, None),
            (
                "Sampled cases: 3; what the rubric asks for: lot quality sampling; how many there are"
                " was not entered, so nobody can tell whether these are enough"
            ),
            "抽查个案：3件；细则要求：批质量抽样；个案总数未填写，无法判断抽查数是否足够",
        ),
        (
            SampledCases(6, 4, 5, 4),
            (
                "Sampled cases: 5 of 4; the rubric asks for 4 (6 at most); more than there are: one of"
                " both numbers is wrong"
            ),
            "抽查个案：4件中的5件；按细则应抽查4件（最多6件）；抽查数多于个案总数，两数必有一误",
        ),
        (SampledCases("lqas", None, None, None), "", ""),
    ],
)
def test_how_many_were_sampled(sampled: SampledCases, en: str, zh: str) -> None:
    assert said_sampling(Words("en"), sampled) == en
    assert said_sampling(Words("zh"), sampled) == zh


def test_a_report_says_that_too_few_were_sampled_with_their_number() -> None:
    sample = {"unit": "case", "size": "all", "from": words("cases"), "facts": []}
    per_case = item("A1", per_case=True, share={"met": 1, "partly": 0})
    rubric = a_rubric(section("A", per_case), kind="site", unit="centre_visit", case_sample=sample)
    cases = Entry(EntryKind.SAMPLE, "sample", [{"answers": {"A1": "met"}}] * 3)

    def remarks(pool: int, *, is_withheld: bool = False) -> str:
        entries = (cases, Entry(EntryKind.POOL, "pool", pool))
        report = a_report(rubric, *entries, is_withheld=is_withheld)
        return " ".join(said_report(Words("en"), report, "Asia/Shanghai").remarks)

    assert "Sampled cases: 3 of 5; the rubric asks for 5 (every one); too few" in remarks(5)
    assert "Sampled cases: 3 of 3; the rubric asks for 3 (every one)." in remarks(3)
    assert "Sampled cases" not in remarks(5, is_withheld=True)


def test_a_report_says_whose_paper_a_section_was_entered_from() -> None:
    rubric = a_rubric(section("A", item("A1")), section("C", item("C1"), assessor="judicial"))
    met = [Entry(EntryKind.ANSWER, code, "met") for code in ("A1", "C1")]
    paper = Entry(EntryKind.ASSESSOR, "judicial", "PR 2026-07")

    def told(language: str, *entries: Entry) -> tuple[str, dict[str, str]]:
        said = said_report(Words(language), a_report(rubric, *met, *entries), "Asia/Shanghai")
        identity = {line.label: line.value for line in said.identity}
        return " ".join(said.remarks), identity

    remarks, identity = told("en", paper)
    assert (
        "Section C was assessed on site by a judicial officer; the reviewer entered the answers"
        " from their signed paper: PR 2026-07."
    ) in remarks
    assert "judicial officer" in identity["Who took part"]
    assert "部分C由司法人员现场评查，评查员照其签字评查表录入：PR 2026-07。" in told("zh", paper)[0]
    remarks, identity = told("en")
    assert "signed paper" not in remarks
    assert "judicial officer" not in identity["Who took part"]
