"""Everything that is wrong with a decision before it is put forward, and how long it would hold."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial

from qa_app.domain.defaults import DECISION_AHEAD_DAYS, RULE_MONTHS_MOST
from qa_app.domain.errors import InvalidError, RefusedError
from qa_app.domain.month_grid import months_on
from qa_app.domain.register_decisions import (
    Plain,
    Proposal,
    check_days,
    check_evidence,
    check_paper,
    check_proposal,
)
from qa_app.domain.register_status import Step, valid_until
from qa_app.domain.register_terms import Terms
from qa_app.domain.rules.decision import Status


def holds_until(new: Proposal, set_code: str, terms: Terms) -> date | None:
    """Tell the last day on which a decision would hold.

    Args:
        new: The decision.
        set_code: The set by which is decided.
        terms: Limits in time of the criteria.

    Returns:
        What the paper says; else what follows from the criteria. None for what has no end.

    Raises:
        InvalidError: The paper is said to end what has no end (`until_unasked`), ends it on or
            before its first day (`until_before`) or later than
            `RULE_MONTHS_MOST` months from it (`until_far`, with the last `day`), or it begins so
            far ahead that the calendar has no such last day (`effective_day`).

    Source: docs/defaults.md, `RULE_MONTHS_MOST`.
    """
    try:
        until = valid_until(terms, set_code, new.status, new.effective_on)
        latest = months_on(new.effective_on, RULE_MONTHS_MOST) - timedelta(days=1)
    except ValueError as fault:
        raise InvalidError("effective_day", days=DECISION_AHEAD_DAYS) from fault
    if new.paper is None or new.paper.until is None:
        return until
    if until is None:
        raise InvalidError("until_unasked")
    if new.paper.until <= new.effective_on:
        raise InvalidError("until_before")
    if new.paper.until > latest:
        raise InvalidError("until_far", day=latest)
    return new.paper.until


@dataclass(frozen=True, slots=True)
class Ground:
    """Where an area stands, and what a decision about it rests on.

    Attributes:
        before: Where it stands.
        steps: Its steps in their order.
        asked_set: The set that is applied for; None where nothing waits.
        evidence: The frozen evaluation.
    """

    before: Status | None
    steps: Sequence[Step]
    asked_set: str | None
    evidence: Plain


def all_faults(
    new: Proposal, ground: Ground, terms: Terms, today: date
) -> tuple[RefusedError, ...]:
    """Find everything for which a decision would be refused, for its preview.

    Args:
        new: The decision.
        ground: Where the area stands, and the evidence.
        terms: Limits in time.
        today: Local day.

    Returns:
        The refusals in the order of the form, each once; empty when it can be put forward.
    """
    steps, evidence = ground.steps, ground.evidence

    def days() -> None:
        check_days(new, today, holds_until(new, evidence["set"], terms), steps)

    checks: list[Callable[[], object]] = []
    if new.paper is not None:
        # one field at a time, the others as if they were filled in
        paper = replace(new.paper, issuing_body="1", number="1", scan_digest="0" * 64)
        checks += [
            partial(check_paper, replace(paper, issuing_body=new.paper.issuing_body)),
            partial(check_paper, replace(paper, number=new.paper.number)),
            partial(check_paper, replace(paper, scan_digest=new.paper.scan_digest)),
        ]
    checks += [
        lambda: check_proposal(new, ground.before, steps, evidence, terms),
        lambda: check_evidence(new, evidence, steps, ground.asked_set, today),
        days,
    ]
    found: dict[str, RefusedError] = {}
    for check in checks:
        try:
            check()
        except RefusedError as fault:
            found.setdefault(fault.code, fault)
    return tuple(found.values())
