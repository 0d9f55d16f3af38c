from pathlib import Path

from qa_app.domain.asked import asked_items, asked_sections
from qa_app.domain.audit_entries import Entry, EntryKind, Gap, Lack
from qa_app.domain.draft import Draft, progress_of, scored_draft, whole_progress
from qa_app.domain.draft_summary import SectionSays, capped_band, caps_of, section_sums
from qa_app.domain.rubric import Critical, OptionRole
from qa_app.domain.scoring_result import CodeSource, State
from qa_app.domain.working_days import WorkingCalendar
from qa_app.rubric_files.reader import load_rubric
from tests.builders import CHINA_2026
from tests.small_draft import NOW, draft, rubric


def progress(one: Draft) -> dict[str, tuple[int, int]]:
    return {code: (part.done, part.of) for code, part in progress_of(one).items()}


def test_a_blank_draft_has_everything_open() -> None:
    one = draft()
    assert progress(one) == {"A": (0, 2), "B": (0, 3)}
    assert [lack.item for lack in one.lacks()] == ["A1", "A2", "B1", "B2", "B3"]


def test_what_is_off_leaves_the_count() -> None:
    one = draft(A1="met", closed=False)
    assert progress(one) == {"A": (1, 2), "B": (0, 2)}
    whole = whole_progress(progress_of(one).values())
    assert (whole.done, whole.of) == (1, 4)


def test_found_codes_stand_beside_an_overruled_one() -> None:
    dates = {"came": "2026-03-02T09:00", "began": "2026-03-03T09:00"}
    found = draft(**dates)
    assert found.told["B3"].source is CodeSource.CLOCK
    assert found.found == {"B3": "on_time"}
    over = draft(B3="late", **dates)
    assert (over.told["B3"].code, over.found) == ("late", {"B3": "on_time"})
    assert over.lacks()[-1] == Lack(Gap.REASON, "B3")


def test_a_year_without_a_table_is_said_and_stops_nothing() -> None:
    empty = WorkingCalendar("CN", (), frozenset(), frozenset())
    one = draft(empty, came="2026-03-02T09:00", began="2026-03-03T09:00", A1="met")
    assert one.missing_year == 2026
    assert one.told["B3"].state is State.OPEN
    assert progress(one)["A"] == (1, 2)


def test_sections_are_summed_up_with_what_they_lost() -> None:
    one = draft(A1="partly", A2="met", B1="unmet", closed=False, B3="na")
    a, b = section_sums(one)
    # A: (3 * 1/2 + 1) / 4; B: nothing of B1's one point
    assert (a.says, a.ratio, a.items) == (SectionSays.LOST, 5 / 8, ("A1",))
    assert (b.says, b.ratio, b.items) == (SectionSays.LOST, 0, ("B1",))
    assert [(cap.item, cap.critical) for cap in caps_of(one)] == [("B1", Critical.STOP)]
    assert section_sums(draft(A1="met", A2="met"))[0].says is SectionSays.ALL_AT_BEST
    assert section_sums(draft())[0].items == ("A1", "A2")


def test_every_shipped_rubric_asks_with_keys(shipped: Path) -> None:
    files = [file for file in shipped.glob("*.yaml") if "qa.rubric/1" in file.read_text("utf-8")]
    assert len(files) >= 9
    for file in files:
        one = load_rubric(file, shipped)
        assert list(asked_items(one)) == list(one.items)
        for asked in asked_items(one).values():
            digits = [option.digit for option in asked.options if option.digit]
            assert len(digits) == len(set(digits)) >= 2
            assert all(option.short.zh and option.short.en for option in asked.options)
            weak = {o.code for o in asked.options if o.role is OptionRole.UNMET}
            assert asked.is_found or weak <= asked.opens_note
            assert asked.demands_note <= asked.opens_note


def test_a_rule_rubric_asks_its_questions_and_cannot_be_signed_half_answered(
    shipped: Path,
) -> None:
    osri = load_rubric(shipped / "reference" / "osri.yaml", shipped)
    first = asked_sections(osri)[0]
    assert [(one.kind, one.code, len(one.options)) for one in first.items] == [
        (EntryKind.APPLICABLE, "1", 2),
        (EntryKind.ANSWER, "1A", 0),
        (EntryKind.ANSWER, "1B", 0),
        (EntryKind.ANSWER, "1C", 3),
    ]
    entries = [Entry(EntryKind.APPLICABLE, "1", False)]
    one = scored_draft(osri, entries, ["centre"], NOW, CHINA_2026)
    assert one.score.ratings["1"] == "na"
    assert progress_of(one)["1"].of == progress_of(one)["1"].done == 1
    assert Lack(Gap.OPEN, "2") in one.lacks()
    assert Lack(Gap.OPEN, "1") not in one.lacks()


def test_a_failed_must_pass_item_leaves_the_third_band_by_its_name() -> None:
    assert capped_band(rubric()) == "C"
