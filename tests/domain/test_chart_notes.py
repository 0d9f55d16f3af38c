"""Notes on charts: what may be written, how they are numbered, where they fit."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from qa_app.domain.chart_notes import (
    ChartNote,
    NewNote,
    NoteKind,
    check_note,
    check_removal,
    keeps_name,
    numbered,
    within,
)
from qa_app.domain.errors import InvalidError
from qa_app.domain.text import BilingualText

TODAY = date(2026, 7, 1)
A_NOTE = NewNote(NoteKind.TRAINING, date(2026, 3, 2), BilingualText("风险评估培训", ""))


def test_one_language_is_enough() -> None:
    check_note(A_NOTE, TODAY)
    check_note(replace(A_NOTE, text=BilingualText("", "Training in risk assessment")), TODAY)


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"text": BilingualText()}, "text_missing"),
        ({"text": BilingualText(" ", "\u200b")}, "text_missing"),
        ({"text": BilingualText("x" * 201, "")}, "text_too_long"),
        ({"text": BilingualText("", "Ask 13812345678")}, "phone"),
        ({"text": BilingualText("身份证11010519491231002X", "")}, "id_number"),
        ({"text": BilingualText("社工张伟接任组长", "")}, "likely_name"),
        ({"on": date(2026, 7, 2)}, "day_unfit"),
        ({"on": date(2005, 12, 31)}, "day_unfit"),
    ],
)
def test_what_may_not_be_written(fields, code: str) -> None:
    with pytest.raises(InvalidError, match=code):
        check_note(replace(A_NOTE, **fields), TODAY)


def test_the_first_day_and_today_are_fit() -> None:
    for day in (date(2006, 1, 1), TODAY):
        check_note(replace(A_NOTE, on=day), TODAY)


def test_a_name_is_kept_for_a_reason() -> None:
    named = replace(
        A_NOTE, text=BilingualText("社工张伟接任组长", ""), name_reason="公开任命的岗位"
    )
    check_note(named, TODAY)
    assert keeps_name(named)
    assert not keeps_name(A_NOTE)


def test_taking_off_needs_a_reason() -> None:
    with pytest.raises(InvalidError, match="reason_short"):
        check_removal("wrong")
    check_removal("It was noted on the wrong day; see the next one.")


def stands(number: int, day: date) -> ChartNote:
    at = datetime(2026, 7, 1, tzinfo=UTC)
    return ChartNote(
        number, "c:1", NoteKind.OTHER, day, BilingualText("", "x"), "", 1, "somebody", at
    )


def test_numbers_follow_days_and_only_what_fits_is_drawn() -> None:
    notes = numbered(
        [stands(9, date(2026, 5, 1)), stands(4, date(2025, 1, 31)), stands(3, date(2026, 5, 1))]
    )
    assert [(one.number, one.note.id) for one in notes] == [(1, 4), (2, 3), (3, 9)]
    assert within(notes, 2026 * 12, 2026 * 12 + 5) == notes[1:]
    assert within(notes, 2025 * 12, 2025 * 12 + 1) == notes[:1]
    assert within(notes, 2026 * 12 + 5, 2026 * 12 + 9) == ()
