"""Notes on a chart: where they stand, in both forms, and that nothing of them is markup."""

from datetime import UTC, date, datetime
from fractions import Fraction

from qa_app.domain.chart_notes import ChartNote, NoteKind, numbered
from qa_app.domain.text import BilingualText
from qa_app.reports.chart_notes import note_marks, noted, notes_svg
from qa_app.wording import Words
from qa_app.wording.chart_notes import KINDS

YEAR = 2026 * 12, 2027 * 12
ZH, EN = Words("zh"), Words("en")


def a_note(number: int, day: date, zh: str = "培训", en: str = "Two days") -> ChartNote:
    at = datetime(2026, 12, 31, tzinfo=UTC)
    text = BilingualText(zh, en)
    return ChartNote(number, "c:1", NoteKind.TRAINING, day, text, "", 1, "somebody", at)


def test_a_note_stands_on_its_day() -> None:
    notes = numbered([a_note(1, date(2026, 1, 1)), a_note(2, date(2026, 7, 1))])
    marks = note_marks(EN, notes, YEAR)
    assert [(one.at, one.row, one.number) for one in marks] == [
        (Fraction(0), 0, "1"),
        (Fraction(1, 2), 0, "2"),
    ]
    assert marks[0].words == "1: training, Two days"
    assert marks[0].short == "1: training"
    # the sixteenth day of June is the middle of that month
    (june,) = note_marks(EN, numbered([a_note(1, date(2026, 6, 16))]), YEAR)
    assert june.at == Fraction(11, 24)


def test_notes_near_each_other_stand_in_rows() -> None:
    days = [date(2026, 3, day) for day in (1, 2, 3, 4, 5)]
    marks = note_marks(EN, numbered([a_note(n, day) for n, day in enumerate(days)]), YEAR)
    assert [one.row for one in marks] == [0, 1, 2, 3, 0]


def test_what_lies_outside_keeps_its_number() -> None:
    notes = numbered([a_note(1, date(2025, 12, 31)), a_note(2, date(2026, 1, 1))])
    assert [one.number for one in note_marks(EN, notes, YEAR)] == ["2"]


def test_words_are_escaped_in_both_forms() -> None:
    (mark,) = note_marks(EN, numbered([a_note(1, date(2026, 2, 1), en="<b>&")]), YEAR)
    drawn = notes_svg([mark], 268)
    assert "<b>" not in drawn
    assert "&lt;b&gt;&amp;" in drawn
    assert 'class="pl-note-mark"' in drawn
    plain = noted(mark)
    assert (plain["text"], plain["hovertext"]) == ("1", "1: training")


def test_every_kind_has_words_in_both_languages() -> None:
    for kind in NoteKind:
        assert ZH.say(KINDS[kind]) != KINDS[kind]


def test_a_note_in_one_language_is_marked_as_such() -> None:
    (mark,) = note_marks(EN, numbered([a_note(1, date(2026, 2, 1), en="")]), YEAR)
    assert "培训" in mark.words
