"""A set of criteria held against what was measured: verdicts, proposal, and one digest of both.

What is kept is plain data that says everything: the rules, what was measured for each test, and
the decision table. Whoever has it can work out every verdict again, as `recomputed` does and the
self-proving dossier in a browser.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from qa_app.domain.journal import canonical_json
from qa_app.domain.rules.change import Standing
from qa_app.domain.rules.decision import DecisionTable, Status, row_for, tally_of
from qa_app.domain.rules.decision_thaw import decision_from, plain_decision
from qa_app.domain.rules.measurement import (
    Measurement,
    interval_of,
    measurement_from,
    plain_measurement,
    summed_up,
    verdict_of,
)
from qa_app.domain.rules.tree import (
    Leaf,
    Rule,
    leaves_in,
    order_of,
    others_in,
    plain_rule,
    rule_from,
    truth_of_rule,
)
from qa_app.domain.rules.truth import UNKNOWN, Truth
from qa_app.domain.verdicts import CriterionType, Verdict

Plain = Mapping[str, Any]

Intervals = Mapping[str, Sequence[Sequence[str] | None]]
"""Criterion to both ends of an interval of 95 % for each of its tests, exact as `a/b`; None for a
test without one. Criteria without any are left out."""

SCHEMA = "qa.evaluation/2"
"""Format of evaluations that are made now: agreement, shares of files read and of files read twice
count final results, and every measurement names the records that it counts (ADR 0040)."""

SCHEMAS = frozenset({"qa.evaluation/1", SCHEMA})
"""Formats that are read: verdicts follow from what was measured in the same way in all of them."""

_HELD = frozenset({Verdict.MET, Verdict.CONDITIONAL})


@dataclass(frozen=True, slots=True)
class Asked:
    """One criterion as it is asked of an area.

    Attributes:
        code: Its code.
        type: What it does to a decision.
        rule: Its rule.
        qualifies: Codes of criteria that cannot be told without it.
    """

    code: str
    type: CriterionType
    rule: Rule
    qualifies: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Subject:
    """What is evaluated.

    Attributes:
        centre: Code of the centre.
        area: Code of the area.
        kind: Kind of organisation.
        set: Code of the set of criteria.
        version: Code, version and fingerprint of the criteria.
        as_of: The day.
        known_at: Records written later are not looked at.
        is_in_register: True when the area is in the register on the day.
    """

    centre: str
    area: str
    kind: str
    set: str
    version: tuple[str, str, str]
    as_of: date
    known_at: datetime
    is_in_register: bool = False


@dataclass(frozen=True, slots=True)
class Judged:
    """One criterion and how it stands.

    Attributes:
        asked: The criterion.
        found: What was measured for each of its tests, in their order.
        standing: How it stands, and how it would without gaps.
    """

    asked: Asked
    found: tuple[Measurement, ...]
    standing: Standing


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What comes of it.

    Attributes:
        subject: What was evaluated.
        table: The decision table.
        judged: The criteria, in the order of their set.
        row: Place of the row that decides.
    """

    subject: Subject
    table: DecisionTable
    judged: tuple[Judged, ...]
    row: int

    @property
    def status(self) -> Status:
        """What is proposed."""
        return self.table.rows[self.row].status

    @property
    def standings(self) -> tuple[Standing, ...]:
        """How each criterion stands, for `change.ways_to_better`."""
        return tuple(one.standing for one in self.judged)


def evaluate(
    subject: Subject,
    table: DecisionTable,
    criteria: Sequence[Asked],
    measure: Callable[[Asked, Leaf], Measurement],
) -> Evaluation:
    """Hold criteria against what is measured.

    Args:
        subject: What is evaluated.
        table: The decision table.
        criteria: Those that are asked of the area, in their order.
        measure: Gives what was measured for one test; what it raises stops the evaluation, so that
            a fault never counts for or against a centre.

    Returns:
        The verdicts, those that wait for evidence taken back, and the row that decides.

    Raises:
        ValueError: Criteria look at each other in a circle, or at one that is not asked.
    """
    found = {
        one.code: tuple(measure(one, leaf) for leaf in leaves_in(one.rule)) for one in criteria
    }
    return _judged(subject, table, criteria, found)


def _judged(
    subject: Subject,
    table: DecisionTable,
    criteria: Sequence[Asked],
    found: Mapping[str, tuple[Measurement, ...]],
) -> Evaluation:
    truths = _truths(criteria, found)
    lacking = {one.code for one in criteria if one.qualifies and not _is_there(truths[one.code])}
    taken_back = {name for by in criteria if by.code in lacking for name in by.qualifies}
    told = _truths(criteria, found, taken_back)
    waits = {
        name: by if told[name].verdict is Verdict.CANNOT_TELL else frozenset()
        for name, by in _waits(criteria, lacking).items()
    }
    judged = tuple(
        Judged(
            one,
            found[one.code],
            Standing(
                one.code,
                one.type,
                told[one.code].verdict,
                truths[one.code].verdict,
                waits[one.code],
            ),
        )
        for one in criteria
    )
    tally = tally_of(
        ((one.asked.type, one.standing.verdict) for one in judged),
        is_in_register=subject.is_in_register,
    )
    return Evaluation(subject, table, judged, row_for(table, tally))


def _waits(criteria: Sequence[Asked], lacking: set[str]) -> dict[str, frozenset[str]]:
    # what looks at a criterion waits for what that one waits for, unless other parts tell it
    looks = {one.code: others_in(one.rule) for one in criteria}
    waits: dict[str, frozenset[str]] = {}
    for name in order_of(looks)[0]:
        own = {by.code for by in criteria if by.code in lacking and name in by.qualifies}
        waits[name] = frozenset(own).union(*(waits[other] for other in looks[name]))
    return waits


def _is_there(truth: Truth) -> bool:
    return truth.verdict in _HELD


def _truths(
    criteria: Sequence[Asked],
    found: Mapping[str, tuple[Measurement, ...]],
    taken_back: frozenset[str] | set[str] = frozenset(),
) -> dict[str, Truth]:
    by_code = {one.code: one for one in criteria}
    order, circle = order_of({one.code: others_in(one.rule) for one in criteria})
    if circle:
        raise ValueError(f"criteria in a circle: {', '.join(circle)}")
    truths: dict[str, Truth] = {}
    for name in order:
        told = iter(found[name])

        def test(leaf: Leaf, told: Iterator[Measurement] = told) -> Verdict:
            return verdict_of(leaf, next(told))

        def other(code: str) -> Truth:
            if code not in truths:
                raise ValueError(f"{code} is not asked")
            return truths[code]

        truth = truth_of_rule(by_code[name].rule, test, other)
        truths[name] = UNKNOWN if name in taken_back else truth
    return truths


def plain_evaluation(evaluation: Evaluation) -> dict[str, Any]:
    """Give an evaluation as plain data, with everything that its verdicts follow from.

    Args:
        evaluation: The evaluation.

    Returns:
        Data that JSON holds, of the format `SCHEMA`; numbers exact as text.
    """
    return _plain(evaluation, SCHEMA)


def _plain(evaluation: Evaluation, schema: str) -> dict[str, Any]:
    subject = evaluation.subject
    code, version, fingerprint = subject.version
    return {
        "schema": schema,
        "centre": subject.centre,
        "area": subject.area,
        "kind": subject.kind,
        "set": subject.set,
        "criteria_version": {"code": code, "version": version, "fingerprint": fingerprint},
        "as_of": subject.as_of.isoformat(),
        "known_at": subject.known_at.isoformat(),
        "is_in_register": subject.is_in_register,
        "decision": plain_decision(evaluation.table),
        "criteria": [_plain_judged(one, schema) for one in evaluation.judged],
        "row": evaluation.row,
        "status": evaluation.status.value,
    }


def _plain_judged(one: Judged, schema: str) -> dict[str, Any]:
    # the first format listed every record, however many
    told = one.found
    if schema == SCHEMA:
        told = tuple(map(summed_up, leaves_in(one.asked.rule), told))
    return {
        "code": one.asked.code,
        "type": one.asked.type.value,
        "rule": plain_rule(one.asked.rule),
        "qualifies": sorted(one.asked.qualifies),
        "found": [plain_measurement(found) for found in told],
        "verdict": one.standing.verdict.value,
        "without_gaps": one.standing.without_gaps.value,
        "waits_for": sorted(one.standing.waits_for),
    }


@dataclass(frozen=True, slots=True)
class Evidence:
    """An evaluation as it is frozen.

    Attributes:
        plain: What `plain_evaluation` gave; its digest is that of the evidence.
        intervals: Intervals of means, which are no part of it (`measurement.Measurement.around`):
            with them digests of past days would change.
    """

    plain: Plain
    intervals: Intervals = field(default_factory=dict)


def evidence_of(evaluation: Evaluation) -> Evidence:
    """Give an evaluation as it is frozen.

    Args:
        evaluation: A fresh evaluation.

    Returns:
        Its plain data, and beside it the intervals that these do not hold.
    """
    beside = {
        one.asked.code: [
            _beside(leaf, found)
            for leaf, found in zip(leaves_in(one.asked.rule), one.found, strict=True)
        ]
        for one in evaluation.judged
    }
    intervals = {code: ends for code, ends in beside.items() if any(ends)}
    return Evidence(plain_evaluation(evaluation), intervals)


def _beside(leaf: Leaf, found: Measurement) -> tuple[str, ...] | None:
    ends = None if found.around is None else interval_of(leaf, found)
    return ends and tuple(f"{end.numerator}/{end.denominator}" for end in ends)


def digest_of_evaluation(plain: Plain) -> str:
    """Give the digest of an evaluation.

    Args:
        plain: What `plain_evaluation` gave.

    Returns:
        SHA-256 (hex) of its canonical JSON: equal for equal evaluations, on every day.
    """
    return hashlib.sha256(canonical_json(plain).encode()).hexdigest()


def recomputed(plain: Plain) -> dict[str, Any]:
    """Work every verdict of a kept evaluation out again, from what it says was measured.

    Args:
        plain: What `plain_evaluation` gave, now or under an earlier format.

    Returns:
        The evaluation as it comes out now, in its own format; equal to `plain` unless somebody
        changed it.

    Raises:
        KeyError, TypeError: It is no such data.
        ValueError: The same, or its format is not known.
    """
    if plain["schema"] not in SCHEMAS:
        raise ValueError(f"unknown format: {plain['schema']}")
    subject = Subject(
        plain["centre"],
        plain["area"],
        plain["kind"],
        plain["set"],
        (
            plain["criteria_version"]["code"],
            plain["criteria_version"]["version"],
            plain["criteria_version"]["fingerprint"],
        ),
        date.fromisoformat(plain["as_of"]),
        datetime.fromisoformat(plain["known_at"]),
        plain["is_in_register"],
    )
    criteria = [
        Asked(
            one["code"],
            CriterionType(one["type"]),
            rule_from(one["rule"]),
            frozenset(one["qualifies"]),
        )
        for one in plain["criteria"]
    ]
    found = {
        one["code"]: tuple(measurement_from(part) for part in one["found"])
        for one in plain["criteria"]
    }
    again = _judged(subject, decision_from(plain["decision"]), criteria, found)
    return _plain(again, plain["schema"])
