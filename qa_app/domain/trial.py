"""The trial of a draft of criteria as plain data: the dry run and what the past would have been.

What is kept is what somebody looks at before they publish, so it says everything that the page
shows, and its digest says that it was this and nothing else.
"""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from qa_app.domain.defaults import SANDBOX_PASSING_LEAST, SANDBOX_PASSING_PCT
from qa_app.domain.journal import canonical_json
from qa_app.domain.rules.decision import Status
from qa_app.domain.rules.past_outcomes import Turn
from qa_app.domain.simulation import Passed
from qa_app.domain.simulation_files import Slips

Plain = Mapping[str, Any]

SCHEMA = "qa.criteria_trial/1"
CHECK = "dry_run"
"""Code of the check of a criteria file that looking at a trial fulfils."""
HELD_SET = "provisional"
"""The set of which so many have to pass."""
_WHOLE_PCT = 100


@dataclass(frozen=True, slots=True)
class Changed:
    """When a draft would have said something else of one area of one centre.

    Attributes:
        centre_id: The centre.
        area: Code of the area.
        set: Code of the set.
        turn: From when until when, what, and why.
    """

    centre_id: int
    area: str
    set: str
    turn: Turn


@dataclass(frozen=True, slots=True)
class Past:
    """What a draft would have said of the past.

    Attributes:
        days: Ends of months that were looked at, in their order; empty without any.
        base: Version that is in force, as text; empty where nothing is.
        centre_count: Centres looked at.
        area_count: Their areas together.
        changed: Every stretch with a difference.
        without: Metrics that the draft asks for and nothing measures yet.
    """

    days: tuple[date, ...]
    base: str
    centre_count: int
    area_count: int
    changed: tuple[Changed, ...]
    without: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Trial:
    """Everything that came out.

    Attributes:
        fingerprint: That of the draft.
        rubrics: Area to code and version of the rubric that its files were simulated for.
        left_out: Areas whose rubric could not be simulated.
        passed: The dry run.
        past: What it would have been.
    """

    fingerprint: str
    rubrics: Mapping[str, tuple[str, str]]
    left_out: tuple[str, ...]
    passed: tuple[Passed, ...]
    past: Past


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the dry run: the mean of all areas, as centres of 100.

    Attributes:
        met_pct: Items met, in per cent.
        slips: What becomes of the others.
        set: Code of the set.
        passing: Entered, on conditions or without; exact.
        without_conditions: Entered without; exact.
        by_area: Area to the same two.
        biting: Criterion to how many of 100 centres it is not met at, the commonest first.
    """

    met_pct: int
    slips: Slips
    set: str
    passing: Fraction
    without_conditions: Fraction
    by_area: Mapping[str, tuple[Fraction, Fraction]]
    biting: tuple[tuple[str, Fraction], ...]


def lines_of(trial: Trial) -> tuple[Line, ...]:
    """Add the areas of a dry run up, line by line.

    Args:
        trial: The trial.

    Returns:
        A line for each set and cell, sets in their order; areas weigh the same.
    """
    grouped: dict[tuple[str, Fraction, Slips], list[Passed]] = {}
    for one in trial.passed:
        grouped.setdefault((one.set, *one.cell), []).append(one)
    return tuple(_line(of, met, slips, own) for (of, met, slips), own in grouped.items())


def _line(of: str, met: Fraction, slips: Slips, own: Sequence[Passed]) -> Line:
    shares = {
        one.area: (_of_hundred(one.passed, one), _of_hundred(one.without_conditions, one))
        for one in own
    }
    biting: Counter[str] = Counter()
    for one in own:
        biting.update(one.biting)
    total = sum(one.total for one in own)
    return Line(
        int(met * _WHOLE_PCT),
        slips,
        of,
        sum((one for one, _ in shares.values()), Fraction(0)) / len(shares),
        sum((one for _, one in shares.values()), Fraction(0)) / len(shares),
        shares,
        tuple(
            (code, Fraction(_WHOLE_PCT * count, total))
            for code, count in sorted(biting.items(), key=lambda one: (-one[1], one[0]))
        ),
    )


def _of_hundred(count: int, one: Passed) -> Fraction:
    return Fraction(_WHOLE_PCT * count, one.total)


def fewest_passing(trial: Trial) -> Fraction | None:
    """Give how many of 100 honest centres pass the set that has a least number.

    Args:
        trial: The trial.

    Returns:
        At `SANDBOX_PASSING_PCT` per cent, the lower of the two kinds of slips; None where the draft
        has no such set or no area could be simulated.
    """
    found = [
        one.passing
        for one in lines_of(trial)
        if one.set == HELD_SET and one.met_pct == SANDBOX_PASSING_PCT
    ]
    return min(found, default=None)


def wants_reason(trial: Trial) -> bool:
    """Tell whether publishing has to give a reason.

    Args:
        trial: The trial.

    Returns:
        True where fewer than `SANDBOX_PASSING_LEAST` of 100 pass; what has no such set wants none.
    """
    fewest = fewest_passing(trial)
    return fewest is not None and fewest < SANDBOX_PASSING_LEAST


def plain_trial(trial: Trial) -> dict[str, Any]:
    """Give a trial as plain data.

    Args:
        trial: The trial.

    Returns:
        Data that JSON holds.
    """
    past = trial.past
    return {
        "schema": SCHEMA,
        "fingerprint": trial.fingerprint,
        "rubrics": {area: list(of) for area, of in trial.rubrics.items()},
        "left_out": list(trial.left_out),
        "passed": [
            {
                "met_pct": int(one.cell[0] * _WHOLE_PCT),
                "slips": one.cell[1].value,
                "set": one.set,
                "area": one.area,
                "statuses": {status.value: count for status, count in one.statuses.items()},
                "biting": dict(one.biting),
            }
            for one in trial.passed
        ],
        "past": {
            "days": [day.isoformat() for day in past.days],
            "base": past.base,
            "centres": past.centre_count,
            "areas": past.area_count,
            "changed": [_plain_changed(one) for one in past.changed],
            "without": list(past.without),
        },
    }


def _plain_changed(one: Changed) -> list[Any]:
    turn = one.turn
    return [
        one.centre_id,
        one.area,
        one.set,
        turn.first.isoformat(),
        turn.last.isoformat(),
        None if turn.now is None else turn.now.value,
        turn.then.value,
        list(turn.biting),
        turn.is_standing,
    ]


def trial_from(plain: Plain) -> Trial:
    """Read a trial back.

    Args:
        plain: What `plain_trial` gave.

    Returns:
        An equal one.
    """
    past = plain["past"]
    return Trial(
        plain["fingerprint"],
        {area: (code, version) for area, (code, version) in plain["rubrics"].items()},
        tuple(plain["left_out"]),
        tuple(
            Passed(
                (Fraction(one["met_pct"], _WHOLE_PCT), Slips(one["slips"])),
                one["set"],
                one["area"],
                {Status(status): count for status, count in one["statuses"].items()},
                one["biting"],
            )
            for one in plain["passed"]
        ),
        Past(
            tuple(map(date.fromisoformat, past["days"])),
            past["base"],
            past["centres"],
            past["areas"],
            tuple(_changed_from(one) for one in past["changed"]),
            tuple(past["without"]),
        ),
    )


def _changed_from(plain: Sequence[Any]) -> Changed:
    centre_id, area, of, first, last, now, then, biting, is_standing = plain
    turn = Turn(
        date.fromisoformat(first),
        date.fromisoformat(last),
        None if now is None else Status(now),
        Status(then),
        tuple(biting),
        is_standing,
    )
    return Changed(centre_id, area, of, turn)


def digest_of_trial(plain: Plain) -> str:
    """Give the digest of a trial.

    Args:
        plain: What `plain_trial` gave.

    Returns:
        SHA-256 (hex) of its canonical JSON.
    """
    return hashlib.sha256(canonical_json(plain).encode()).hexdigest()
