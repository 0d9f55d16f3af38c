from pathlib import Path

import pytest

from qa_app.domain.audit_entries import Entry, EntryChange, EntryKind
from qa_app.domain.computed_entries import has_changed, refuse_given, renewed
from qa_app.domain.errors import InvalidError
from qa_app.domain.rubric import Rubric
from qa_app.domain.supervision_measures import Measure
from qa_app.domain.supervisor_quarter import computed_of, overruled, place_of
from qa_app.rubric_files.reader import read_rubric
from tests.domain.test_supervisor_quarter import ACTIONS, MARK, PEOPLE, given, standing


@pytest.fixture(scope="module")
def rubric() -> Rubric:
    shipped = Path(__file__).parents[2] / "rubrics"
    return read_rubric(shipped / "supervision_practice.yaml", shipped).rubric


def test_computed_again_leaves_what_was_overruled(rubric: Rubric) -> None:
    before = given(rubric)
    assert renewed(before, given(rubric)) == ()
    told = overruled(standing(before, EntryKind.COMPUTED, PEOPLE), "漏登协议。")
    own = Entry(EntryKind.MEASURE, PEOPLE, "9")
    kept = (*(one for one in before if one.key != PEOPLE), told, own)
    later = given(rubric, people=8)
    assert has_changed(computed_of(before), computed_of(later))
    assert not has_changed(computed_of(before), computed_of(given(rubric)))
    changed = {(one.kind, one.key): one for one in renewed(kept, later)}
    # the number of records follows, the reader's stays
    assert set(changed) == {(EntryKind.COMPUTED, PEOPLE)}
    assert changed[EntryKind.COMPUTED, PEOPLE].value["value"] == "8"
    assert changed[EntryKind.COMPUTED, PEOPLE].note == "漏登协议。"
    left = {(one.kind, one.key): one for one in renewed(kept, later, PEOPLE)}
    assert left[EntryKind.MEASURE, PEOPLE] == Entry(EntryKind.MEASURE, PEOPLE, "8", read=MARK)
    assert not left[EntryKind.COMPUTED, PEOPLE].value["is_overruled"]


def test_what_records_give_no_more_is_taken_back(rubric: Rubric) -> None:
    changed = {(one.kind, one.key): one for one in renewed(given(rubric), given(rubric, people=0))}
    assert changed[EntryKind.MEASURE, PEOPLE].value is None


def test_nobody_saves_over_it_or_sets_its_mark(rubric: Rubric) -> None:
    entries = given(rubric)
    for change in (
        EntryChange(EntryKind.MEASURE, PEOPLE, "9", 1, "a"),
        EntryChange(EntryKind.CLOCK, "quarter_end", "2026-05-01", 1, "b"),
        EntryChange(EntryKind.MEASURE, ACTIONS, "1", 0, "c", read=MARK),
    ):
        with pytest.raises(InvalidError, match="from_records"):
            refuse_given(entries, [change])
    refuse_given(entries, [EntryChange(EntryKind.MEASURE, ACTIONS, "1", 0, "d")])
    assert place_of(Measure.SESSIONS.value) == (EntryKind.SAMPLE, "sample")
