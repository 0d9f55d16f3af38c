from datetime import datetime
from fractions import Fraction
from typing import Any

from qa_app.domain.audit_entries import Entry, EntryKind, Gap, Lack
from qa_app.domain.draft import Draft, Progress, entry_of, progress_of, scored_draft, whole_progress
from qa_app.domain.draft_summary import Cap, SectionSays, SectionSum, caps_of, section_sums
from qa_app.domain.rubric import Critical, Rubric
from qa_app.domain.scoring_result import CodeSource
from tests.builders import CHINA_2026, a_rubric, item, section, words

READ_AT = datetime(2026, 3, 2, 10, 0)
RUBRIC = a_rubric(
    section(
        "A",
        item("A1", weight=3),
        item("A2", applies_if={"fact": "closed", "is": True}),
        item("A3", scale="time3", clock={"from": "begun", "to": "done", "within": "5wd"}),
    ),
    section("B", item("B1", critical="gate"), item("B2", critical="stop")),
    section("J", item("J1"), assessor="judicial"),
    facts=[{"id": "closed", "type": "bool", **words("closed")}],
    clocks=[{"id": "begun", **words("begun")}, {"id": "done", **words("done")}],
)


def answers(**codes: Any) -> list[Entry]:
    return [Entry(EntryKind.ANSWER, key, code) for key, code in codes.items()]


def clock(key: str, at: str) -> Entry:
    return Entry(EntryKind.CLOCK, key, at)


def draft(*entries: Entry, rubric: Rubric = RUBRIC, read_at: datetime = READ_AT) -> Draft:
    return scored_draft(rubric, entries, ["centre"], read_at, CHINA_2026)


def test_a_draft_is_scored_as_it_stands() -> None:
    found = draft(*answers(A1="met", B1="met"), Entry(EntryKind.FACT, "closed", False))
    assert found.score.open == ["A3", "B2"]
    assert found.lacks() == (Lack(Gap.OPEN, "A3"), Lack(Gap.OPEN, "B2"))
    assert found.told["A2"].because == ("closed",)
    assert found.missing_year is None


def test_progress_counts_what_is_in_force() -> None:
    parts = progress_of(draft(*answers(A1="met", B1="met")))
    # A2 waits for its fact and counts; the judicial section is not assessed
    assert parts == {"A": Progress(1, 3), "B": Progress(1, 2), "J": Progress(0, 0)}
    assert whole_progress(parts.values()) == Progress(2, 5)
    closed = draft(*answers(A1="met"), Entry(EntryKind.FACT, "closed", False))
    assert progress_of(closed)["A"] == Progress(1, 2)
    assert whole_progress([]) == Progress(0, 0)


def test_what_dates_say_is_told_also_when_the_reader_says_otherwise() -> None:
    dates = (clock("begun", "2026-02-13"), clock("done", "2026-02-27"))
    assert draft(*dates).found == {"A3": "on_time"}
    overruled = draft(*dates, *answers(A3="late"))
    assert overruled.found == {"A3": "on_time"}
    assert overruled.told["A3"].code == "late"
    assert draft(*answers(A3="late")).found == {}


def test_an_answer_that_the_dates_give_as_well_overrules_nothing() -> None:
    dates = (clock("begun", "2026-02-13"), clock("done", "2026-02-27"))
    before = draft(*answers(A3="on_time"))
    assert before.told["A3"].source is CodeSource.READER
    assert Lack(Gap.REASON, "A3") in before.lacks()
    same = draft(*dates, *answers(A3="on_time"))
    assert same.told["A3"].source is CodeSource.CLOCK
    assert Lack(Gap.REASON, "A3") not in same.lacks()
    # what is frozen stays as it was scored, so that a signed result can be scored again
    assert same.score.explanation is not None
    kept = {one.item: one.source for one in same.score.explanation.items}
    assert kept["A3"] is CodeSource.READER
    assert Lack(Gap.REASON, "A3") in draft(*dates, *answers(A3="late")).lacks()


def test_a_missing_holiday_table_is_told_and_reading_goes_on() -> None:
    late = draft(
        clock("begun", "2026-12-30"), *answers(A1="met"), read_at=datetime(2026, 12, 31, 10, 0)
    )
    assert (late.missing_year, late.is_whole) == (2027, False)
    assert "A3" in late.score.open
    assert late.told["A1"].code == "met"


def test_a_year_that_only_the_dates_need_does_not_keep_a_reader_from_rating() -> None:
    late = draft(
        clock("begun", "2026-12-30"),
        *answers(A1="met", A3="on_time", B1="met", B2="met"),
        Entry(EntryKind.FACT, "closed", False),
        read_at=datetime(2026, 12, 31, 10, 0),
    )
    assert (late.missing_year, late.is_whole, late.found) == (2027, True, {})
    assert late.told["A3"].code == "on_time"
    assert late.lacks() == (Lack(Gap.REASON, "A3"),)


def test_an_entry_never_saved_is_empty() -> None:
    saved = answers(A1="met")
    assert entry_of(saved, EntryKind.ANSWER, "A1") is saved[0]
    empty = entry_of(saved, EntryKind.FACT, "A1")
    assert (empty.value, empty.revision) == (None, 0)


def test_the_sum_of_each_section() -> None:
    done = draft(
        *answers(A1="partly", A3="late", B1="met", B2="met"), Entry(EntryKind.FACT, "closed", False)
    )
    a, b, j = section_sums(done)
    # (3 * 1/2 + 1 * 1/2) / 4; A1 lost 1 1/2 points, A3 a half
    assert a == SectionSum("A", SectionSays.LOST, Fraction(1, 2), ("A1", "A3"))
    assert b == SectionSum("B", SectionSays.ALL_AT_BEST, Fraction(1))
    assert j == SectionSum("J", SectionSays.NOT_ASSESSED, None)
    a, b, _ = section_sums(draft(*answers(A1="met", B1="na", B2="na")))
    assert a == SectionSum("A", SectionSays.OPEN, None, ("A2", "A3"))
    assert b == SectionSum("B", SectionSays.NOTHING_SCORED, None)


def test_only_the_dearest_three_are_named() -> None:
    rubric = a_rubric(section("A", *(item(f"A{n}", weight=n) for n in range(1, 6))))
    codes = dict.fromkeys(("A1", "A2", "A3", "A4", "A5"), "unmet") | {"A5": "partly"}
    (told,) = section_sums(draft(*answers(**codes), rubric=rubric))
    # they lost 1, 2, 3, 4 and 5/2
    assert told.items == ("A4", "A3", "A5")


def test_what_lowers_the_band_is_known_while_the_rest_is_open() -> None:
    waiting = draft(*answers(B1="unmet", B2="unmet"))
    assert caps_of(waiting) == (
        Cap("B2", Critical.STOP, lowers=False),
        Cap("B1", Critical.GATE, lowers=False),
    )
    closed = Entry(EntryKind.FACT, "closed", False)
    done = draft(*answers(A1="met", A3="on_time", B1="met", B2="unmet"), closed)
    assert caps_of(done) == (Cap("B2", Critical.STOP, lowers=True),)
    assert caps_of(draft(*answers(B1="met"))) == ()


def test_other_methods_sum_up_in_their_own_way() -> None:
    for method, ratio in (("dimension_profile", Fraction(2, 3)), ("lowest", None)):
        rubric = a_rubric(
            section("N", item("N1"), item("N2")), scoring={"method": method, "scale": "maturity4"}
        )
        (told,) = section_sums(draft(*answers(N1="4", N2="2"), rubric=rubric))
        # mean 3 of 1..4 stands at two thirds; the weakest grade has no mean
        assert (told.ratio, told.items) == (ratio, ("N2",))
