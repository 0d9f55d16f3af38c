"""What may stand in a block of a record, and what has to."""

from datetime import date

import pytest

from qa_app.domain.errors import InvalidError
from qa_app.domain.record_content import (
    BlockContent,
    Missing,
    content_from,
    missing_in,
    plain_content,
    read_content,
    texts_in,
)
from qa_app.domain.session_blocks import Block
from qa_app.domain.supervision import SessionType

TODAY = date(2026, 4, 9)
INDIVIDUAL = SessionType.INDIVIDUAL


def read(block: Block, content: BlockContent, fine: SessionType = INDIVIDUAL) -> BlockContent:
    return read_content(fine, block, content, TODAY)


def test_values_are_brought_into_one_form_and_what_was_not_asked_is_left_out() -> None:
    sent = BlockContent(
        {"held_on": " 2026-04-09 ", "began_at": "09:00:00", "mode": "at_centre", "odd": "x"},
        ({"person": " W1 ", "minutes": "060"}, {"person": "", "minutes": " "}),
    )
    assert read(Block.MEETING, sent) == BlockContent(
        {"held_on": "2026-04-09", "began_at": "09:00", "mode": "at_centre"},
        ({"person": "W1", "minutes": "60"},),
    )


def test_only_some_kinds_cover_functions() -> None:
    sent = BlockContent({"support": "yes"})
    assert read(Block.MEETING, sent).values == {"support": "yes"}
    assert read(Block.MEETING, sent, SessionType.OBSERVATION).values == {}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("held_on", "9.4.2026"),
        ("began_at", "25:00"),
        ("mode", "by_post"),
        ("was_interrupted", "maybe"),
        ("support", "no"),
    ],
)
def test_a_value_that_does_not_fit(field: str, value: str) -> None:
    with pytest.raises(InvalidError, match="unfit_value") as fault:
        read(Block.MEETING, BlockContent({field: value}))
    assert fault.value.params == {"field": field, "row": None}


@pytest.mark.parametrize("minutes", ["-1", "721", "1.5", "٣", "9999999"])
def test_minutes_that_nobody_was_there(minutes: str) -> None:
    with pytest.raises(InvalidError, match="unfit_value") as fault:
        read(Block.MEETING, BlockContent({}, ({"person": "W1", "minutes": minutes},)))
    assert fault.value.params == {"field": "minutes", "row": 1, "least": 0, "most": 720}


def test_nobody_was_there_longer_than_it_lasted() -> None:
    values = {"began_at": "09:30", "ended_at": "11:00"}
    kept = read(Block.MEETING, BlockContent(values, ({"person": "W1", "minutes": "90"},)))
    assert kept.rows[0]["minutes"] == "90"
    with pytest.raises(InvalidError, match="longer_than_session") as fault:
        read(Block.MEETING, BlockContent(values, ({"person": "W1", "minutes": "91"},)))
    assert fault.value.params == {"field": "minutes", "row": 1, "most": 90}


def test_too_many_rows_and_blocks_of_other_kinds() -> None:
    rows = tuple({"case": str(number)} for number in range(61))
    with pytest.raises(InvalidError, match="too_many_rows"):
        read(Block.CASES, BlockContent({}, rows))
    with pytest.raises(InvalidError, match="unknown_block"):
        read(Block.CASES, BlockContent(), SessionType.PEER)


def test_a_refused_text_says_where_it_stands() -> None:
    sent = BlockContent({}, ({"case": "a"}, {"case": "b", "decision": "姓名：王小明"}))
    with pytest.raises(InvalidError, match="likely_name") as fault:
        read(Block.CASES, sent)
    assert (fault.value.params["field"], fault.value.params["row"]) == ("decision", 2)
    kept = BlockContent({}, sent.rows, " 法院要求写明 ")
    assert read(Block.CASES, kept).name_reason == "法院要求写明"


def test_what_is_missing() -> None:
    assert list(missing_in(INDIVIDUAL, Block.MEETING, BlockContent())) == [
        Missing(Block.MEETING, "person"),
        Missing(Block.MEETING, "functions"),
        Missing(Block.MEETING, "held_on"),
        Missing(Block.MEETING, "began_at"),
        Missing(Block.MEETING, "ended_at"),
        Missing(Block.MEETING, "mode"),
    ]
    # a visit may find nobody there, a meeting covers no functions
    visit = missing_in(SessionType.FIELD_SUPPORT_VISIT, Block.MEETING, BlockContent())
    assert [one.field for one in visit] == ["held_on", "began_at", "ended_at", "mode"]
    # no case has to be discussed; one that was needs its decision
    assert not list(missing_in(INDIVIDUAL, Block.CASES, BlockContent()))
    rows = ({"case": "a", "risk": "low", "safety_seen": "no", "child_heard": "no"},)
    assert list(missing_in(INDIVIDUAL, Block.CASES, BlockContent({}, rows))) == [
        Missing(Block.CASES, "decision", 1)
    ]


def test_plain_there_and_back() -> None:
    content = BlockContent({"topics": "一"}, ({"case": "a"},), "因为")
    assert content_from(plain_content(content)) == content
    assert plain_content(BlockContent()) == {"values": {}, "rows": []}
    assert list(texts_in(INDIVIDUAL, Block.AGENDA, content)) == ["一"]


@pytest.mark.parametrize(
    "plain",
    [
        None,
        [],
        {"values": []},
        {"values": {"a": 1}},
        {"rows": {}},
        {"rows": ["x"]},
        {"name_reason": 3},
    ],
)
def test_another_shape_is_refused(plain: object) -> None:
    with pytest.raises(InvalidError, match="unfit_value"):
        content_from(plain)
