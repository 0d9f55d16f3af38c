"""The seam to the solver: what it answers, and what it says when there is no answer."""

from qa_app.domain.planning_solver import Programme, Row, maximised

SECONDS = 5.0


def test_best_numbers_are_whole_and_keep_the_rows() -> None:
    programme = Programme()
    some, more = programme.variable(3), programme.variable()
    programme.rows.append(Row({some: 2, more: 3}, most=6))
    found = maximised(programme, {some: 1.0, more: 2.5}, SECONDS)
    assert found is not None
    assert found.values == (1, 1)
    assert found.is_proven


def test_least_is_kept() -> None:
    programme = Programme()
    some = programme.variable(9)
    programme.rows.append(Row({some: 1}, least=4))
    found = maximised(programme, {some: -1.0}, SECONDS)
    assert found is not None
    assert found.values == (4,)


def test_nothing_keeps_rows_that_contradict() -> None:
    programme = Programme()
    some = programme.variable()
    programme.rows.append(Row({some: 1}, least=2))
    assert maximised(programme, {some: 1.0}, SECONDS) is None


def test_no_rows_at_all() -> None:
    programme = Programme()
    some = programme.variable(2)
    found = maximised(programme, {some: 1.0}, SECONDS)
    assert found is not None
    assert found.values == (2,)
