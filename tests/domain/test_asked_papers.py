from pathlib import Path

from qa_app.domain.asked_papers import AskedPaper, asked_papers
from qa_app.rubric_files.criteria import read_criteria


def test_papers_are_those_that_the_criteria_name(shipped: Path) -> None:
    criteria = read_criteria(shipped / "endorsement_criteria.yaml")
    firm = asked_papers(criteria, "law_firm", ("legal_aid",))
    assert firm == (
        AskedPaper("practice_licence", "", 12, "E01"),
        AskedPaper("yearly_assessment", "", 12, "E01"),
        AskedPaper("procedure", "legal_aid", 24, "E23"),
        AskedPaper("standard", "legal_aid", 24, "E23"),
        AskedPaper("pia", "", 36, "E24"),
    )
    agency = asked_papers(criteria, "social_work_agency", ("social_work", "psychological"))
    assert [one.kind for one in agency if not one.area] == ["registration", "annual_report", "pia"]
    assert {one.area for one in agency} == {"", "social_work", "psychological"}
    assert asked_papers(criteria, "university", ())[:1] == ()
    assert (
        asked_papers(criteria, "university", ("legal_aid",))[0].kind == "legal_person_certificate"
    )
