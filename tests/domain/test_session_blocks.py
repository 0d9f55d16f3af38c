"""Every kind of session has the blocks that its record needs."""

import pytest

from qa_app.domain.session_blocks import (
    BESIDE,
    BLOCKS,
    BY_ONE,
    FIELDS,
    MARKS,
    OF_CASES,
    ONE_TO_ONE,
    ROWS,
    WITH_FUNCTIONS,
    Block,
    FieldKind,
    Function,
    blocks_of,
    capacity_percent,
    fields_beside,
    fields_of_rows,
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
    used = {block for fine in SessionType for block in blocks_of(fine)}
    assert used == set(FIELDS) == set(Block)
    for block, fields in (*FIELDS.items(), *BESIDE.items()):
        codes = [field.code for field in fields]
        assert len(codes) == len(set(codes)), block
        for field in fields:
            assert bool(field.options) == (field.kind is FieldKind.CHOICE), field
            assert (field.least < field.most) == (field.kind is FieldKind.NUMBER), field
    assert set(BESIDE) <= ROWS
    assert ROWS > OF_CASES


def test_the_meeting_comes_first_and_remarks_on_a_worker_never_go_with_a_case() -> None:
    for fine in SessionType:
        assert blocks_of(fine)[0] is Block.MEETING
        assert len(set(blocks_of(fine)) & OF_CASES) <= 1
    assert [field.code for field in fields_beside(SessionType.GROUP, Block.CASES)] == ["on_worker"]
    assert "on_worker" not in {field.code for field in fields_of_rows(Block.CASES)}


def test_functions_are_asked_where_they_are_covered() -> None:
    meeting = Block.MEETING
    with_them = {field.code for field in fields_beside(SessionType.INDIVIDUAL, meeting)}
    without = {field.code for field in fields_beside(SessionType.PEER, meeting)}
    assert with_them - without == set(Function)
    assert fields_of_rows(Block.AGENDA) == ()
    assert fields_beside(SessionType.PEER, Block.THEME) == FIELDS[Block.THEME]


def test_who_signs_and_who_names_functions() -> None:
    assert not BY_ONE & WITH_FUNCTIONS
    assert SessionType.INDIVIDUAL not in BY_ONE
    assert not BY_ONE & ONE_TO_ONE


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
