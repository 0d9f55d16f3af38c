from types import SimpleNamespace

from qa_app.domain.criteria_list import (
    COLUMNS,
    changed_since,
    column_of,
    is_missing,
    speaks_of_centre,
    told_of,
    worst,
)
from qa_app.domain.criteria_versions import content_of, file_of
from qa_app.domain.rules.measurement import Measurement, plain_measurement
from qa_app.domain.verdicts import CriterionType, Verdict
from qa_app.wording.criteria import COLUMN_HEADS, TYPES
from tests.criteria_drafts import the_file

MUST, EVIDENCE = CriterionType.MUST, CriterionType.EVIDENCE


def one(code: str, verdict: Verdict, of: CriterionType = MUST, gap: str = "") -> SimpleNamespace:
    return SimpleNamespace(
        asked=SimpleNamespace(code=code, type=of),
        found=(Measurement(gap=gap),),
        standing=SimpleNamespace(verdict=verdict),
    )


def test_at_most_eight_columns_hold_every_criterion() -> None:
    full = file_of(content_of(the_file())).set_of("full")
    assert full is not None
    columns = {criterion.code: column_of(criterion) for criterion in full.criteria}
    assert len(COLUMNS) == 8
    assert set(columns.values()) == set(COLUMNS) == set(COLUMN_HEADS)
    assert set(TYPES) == set(CriterionType)
    # documents of the law and working procedures are papers; what the programme owes stands apart
    assert (columns["E01"], columns["E23"], columns["E15"]) == ("papers", "papers", "quality")
    assert {code for code, column in columns.items() if column == "other"} == {"E08", "E17", "E18"}


def test_evidence_and_what_is_not_collected_speak_of_no_centre() -> None:
    met, owed = one("E1", Verdict.MET), one("E8", Verdict.CANNOT_TELL, EVIDENCE)
    gone = one("E2", Verdict.CANNOT_TELL, gap="not_collected")
    thin = one("E3", Verdict.CANNOT_TELL, gap="no_file")
    assert told_of([met, owed, gone, thin]) == (met, thin)
    # and of frozen evidence the same is said
    frozen = [
        {"type": each.asked.type.value, "found": [plain_measurement(each.found[0])]}
        for each in (met, owed, gone, thin)
    ]
    assert [speaks_of_centre(each) for each in frozen] == [True, False, False, True]
    assert is_missing(gone)
    assert not is_missing(thin)


def test_together_they_stand_as_the_worst_of_them() -> None:
    assert worst([Verdict.MET, Verdict.CONDITIONAL]) is Verdict.CONDITIONAL
    assert worst([Verdict.CANNOT_TELL, Verdict.CONDITIONAL]) is Verdict.CANNOT_TELL
    assert worst([Verdict.CANNOT_TELL, Verdict.NOT_MET, Verdict.MET]) is Verdict.NOT_MET
    assert worst([]) is None


def test_what_stands_otherwise_than_when_it_was_decided_on() -> None:
    before = {
        "criteria": [{"code": "E1", "verdict": "met"}, {"code": "E2", "verdict": "cannot_tell"}]
    }
    now = [
        one("E1", Verdict.NOT_MET),
        one("E2", Verdict.CANNOT_TELL),
        one("E3", Verdict.NOT_MET),  # not asked then
    ]
    assert changed_since(now, before) == ("E1",)
