"""Everything that is wrong with a decision is told at once, and how long it would hold."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from qa_app.domain.decision_checks import Ground, all_faults, holds_until
from qa_app.domain.errors import InvalidError
from qa_app.domain.register_decisions import Paper, Proposal
from qa_app.domain.register_status import valid_until
from qa_app.domain.rules.decision import Status
from tests.decisions import PAPER, TERMS, TODAY, evidence


def codes(new: Proposal) -> list[str]:
    ground = Ground(Status.UNDER_REVIEW, (), "full", evidence())
    found = all_faults(new, ground, TERMS, TODAY)
    return [one.code for one in found]


def test_all_of_it_is_found_at_once() -> None:
    ahead = Paper("", "", TODAY + timedelta(days=1), "")
    assert codes(Proposal(Status.DEFERRED, TODAY, "短", paper=ahead)) == [
        "body_missing",
        "number_missing",
        "scan_missing",
        "reasons_missing",
        "paper_ahead",
    ]
    assert codes(Proposal(Status.ENDORSED, TODAY, paper=PAPER)) == []


def test_a_paper_says_itself_how_long_it_holds() -> None:
    own = date(TODAY.year + 1, 6, 30)
    new = Proposal(Status.ENDORSED, TODAY, paper=replace(PAPER, until=own))
    assert holds_until(new, "full", TERMS) == own
    by_rule = valid_until(TERMS, "full", Status.ENDORSED, TODAY)
    assert holds_until(replace(new, paper=PAPER), "full", TERMS) == by_rule
    # what has no end gets none by a paper that names one, and nobody types one in vain
    deferred = replace(new, status=Status.DEFERRED)
    assert holds_until(replace(deferred, paper=PAPER), "full", TERMS) is None
    with pytest.raises(InvalidError, match="until_unasked"):
        holds_until(deferred, "full", TERMS)
    with pytest.raises(InvalidError, match="until_before"):
        holds_until(replace(new, paper=replace(PAPER, until=TODAY)), "full", TERMS)


def test_days_at_the_ends_of_the_calendar_are_refused_and_break_nothing() -> None:
    assert codes(Proposal(Status.ENDORSED, date.max)) == ["effective_day"]
    assert codes(Proposal(Status.ENDORSED, date.min)) == ["effective_day"]
    for on, code in ((date.min, "effective_before"), (date.max, "evidence_old")):
        found = codes(Proposal(Status.ENDORSED, date.min, paper=replace(PAPER, on=on)))
        assert code in found or on == date.min, found
    until = replace(PAPER, on=date.min, until=date.max)
    assert codes(Proposal(Status.ENDORSED, date.min, paper=until)) == ["until_far"]


def test_a_paper_holds_ten_years_at_most() -> None:
    first = date(2026, 4, 1)
    new = Proposal(Status.ENDORSED, first, paper=replace(PAPER, until=date(2036, 3, 31)))
    assert holds_until(new, "full", TERMS) == date(2036, 3, 31)
    for far in (date(2036, 4, 1), date(9999, 12, 31)):
        with pytest.raises(InvalidError, match="until_far") as fault:
            holds_until(replace(new, paper=replace(PAPER, until=far)), "full", TERMS)
        assert fault.value.params["day"] == date(2036, 3, 31)
