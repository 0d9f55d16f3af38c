"""Every kind of session has the blocks that its record needs."""

import pytest

from qa_app.domain.session_blocks import (
    BLOCKS,
    BY_ONE,
    FIELDS,
    MARKS,
    ROWS,
    WITH_FUNCTIONS,
    Block,
    FieldKind,
    capacity_percent,
    may_be_observed,
)
from qa_app.domain.supervision import SessionType

# what the standards ask each record to hold, by the fields that hold it
ASKED = {
    SessionType.INDIVIDUAL: {"topics", "remarks", "risk", "decision", "owner", "workload"},
    SessionType.CASE_DISCUSSION: {
        "case",
        "safety_seen",
        "child_heard",
        "progress",
        "options",
        "decision",
        "reason",
    },
    SessionType.GROUP: {"theme", "case", "learned"},
    SessionType.PEER: {"theme", "learned"},
    SessionType.CAPACITY_ASSESSMENT: {
        "attitudes",
        "knowledge",
        "skills",
        "strengths",
        "gaps",
        "works_alone",
    },
    SessionType.SHADOWING: {"visit", "seen", "questions", "debrief_minutes", "readiness"},
    SessionType.OBSERVATION: {
        "child_agreed",
        "caregiver_agreed",
        "stage",
        "contact",
        "safety",
        "strengths",
        "gaps",
        "debrief_minutes",
    },
    SessionType.CASE_FILE_CHECK: {"evidence"},
    SessionType.CASE_MEETING: {"case", "risk", "allocated_to"},
    SessionType.CASE_CONFERENCE: {"agencies", "decisions", "who_acts", "due_on", "sharing_basis"},
    SessionType.AD_HOC: {"trigger", "action", "support_given", "escalated"},
    SessionType.SUPERVISION_OF_SUPERVISORS: {"plan"},
    SessionType.FIELD_SUPPORT_VISIT: {"checked", "found", "told_on_site"},
    SessionType.GROUP_CALIBRATION: {"guidance"},
}
MEETS = {
    SessionType.GROUP,
    SessionType.PEER,
    SessionType.CASE_MEETING,
    SessionType.CASE_CONFERENCE,
    SessionType.GROUP_CALIBRATION,
}


@pytest.mark.parametrize("fine", list(SessionType))
def test_record_holds_what_is_asked(fine: SessionType) -> None:
    held = {field.code for block in BLOCKS[fine] for field in FIELDS[block]}
    assert ASKED[fine] <= held
    assert (Block.ATTENDANCE in BLOCKS[fine]) == (fine in MEETS)


def test_every_block_is_used_and_has_fields_of_different_names() -> None:
    assert {block for blocks in BLOCKS.values() for block in blocks} == set(FIELDS) == set(Block)
    for block, fields in FIELDS.items():
        codes = [field.code for field in fields]
        assert len(codes) == len(set(codes)), block
        for field in fields:
            assert bool(field.options) == (field.kind is FieldKind.CHOICE), field
            assert (field.least < field.most) == (field.kind is FieldKind.NUMBER), field
    assert set(Block) >= ROWS


def test_who_signs_and_who_names_functions() -> None:
    assert not BY_ONE & WITH_FUNCTIONS
    assert SessionType.INDIVIDUAL not in BY_ONE


@pytest.mark.parametrize(
    ("marks", "percent"),
    [(("met", "met", "met"), 100), (("met", "partly", "not_met"), 50), (("not_met",), 0)],
)
def test_capacity(marks: tuple[str, ...], percent: int) -> None:
    assert set(marks) <= set(MARKS)
    assert capacity_percent(marks) == percent


def test_observation_needs_both_to_agree() -> None:
    assert may_be_observed(child_agreed=True, caregiver_agreed=True)
    assert not may_be_observed(child_agreed=True, caregiver_agreed=None)
    assert not may_be_observed(child_agreed=False, caregiver_agreed=True)
