"""What a draft asks otherwise is told criterion by criterion, and nothing else is."""

from dataclasses import replace

from qa_app.domain.criteria import CriteriaFile, Criterion
from qa_app.domain.criteria_changes import Aspect, criteria_changes
from qa_app.domain.rules.tree import threshold_from
from qa_app.wording import Words
from qa_app.wording.criteria_changes import changes_table
from tests.decisions import FILE


def changed(**values: dict | None) -> CriteriaFile:
    """The shipped criteria with other fields of some of them; None leaves one out."""

    def of(one: Criterion) -> list[Criterion]:
        given = values.get(one.code, {})
        return [] if given is None else [replace(one, **given)]

    sets = tuple(
        replace(each, criteria=tuple(new for one in each.criteria for new in of(one)))
        for each in FILE.sets
    )
    return replace(FILE, sets=sets)


def told(after: CriteriaFile) -> list[tuple[str, Aspect]]:
    return [(one.code, one.aspect) for one in criteria_changes(FILE, after)]


def test_the_same_criteria_differ_in_nothing() -> None:
    assert told(FILE) == []
    assert changes_table(Words("en"), FILE, FILE).rows == ()


def test_each_change_is_told_once_whatever_set_asks_the_criterion() -> None:
    # E09 stands in two sets, E22 in one
    after = changed(E09={"met": threshold_from(">=75"), "min_n": 8}, E22={"basis": "x"}, E24=None)
    assert told(after) == [
        ("E09", Aspect.MET),
        ("E09", Aspect.LEAST),
        ("E22", Aspect.ELSE),
        ("E24", Aspect.GONE),
    ]
    back = [(one.code, one.aspect) for one in criteria_changes(after, FILE)]
    assert back[-1] == ("E24", Aspect.NEW)


def test_thresholds_are_written_as_on_every_page() -> None:
    after = changed(E09={"met": threshold_from(">=75")})
    table = changes_table(Words("en"), FILE, after)
    assert table.rows == (("E09", "threshold for met", "≥ 80 points", "≥ 75 points"),)
    other = replace(after, decision=replace(after.decision, rows=after.decision.rows[1:]))
    assert changes_table(Words("en"), FILE, other).rows[-1][1] == "the decision table"
