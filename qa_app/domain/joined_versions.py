"""Which versions of a rubric frozen evidence puts together, told by the reviews it names.

What was frozen keeps the reviews that a number rests on, not the versions that they were read
with: with these in it, digests of past days would change.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from qa_app.domain.criteria_period import half_of
from qa_app.domain.month_grid import month_of
from qa_app.domain.rules.tree import leaves_in, rule_from

Plain = Mapping[str, Any]

_COMPARED: Final = "score_change_three_rounds"
_JOINED: Final = frozenset({"mean_score_last_two_rounds", "lqas_pass", _COMPARED})
_AUDIT: Final = "audit"


@dataclass(frozen=True, slots=True)
class ReadWith:
    """A review and what it was read with.

    Attributes:
        rubric: Code of the rubric.
        number: Number of its version; versions are numbered as they come into use.
        version: The version.
        read_on: Local day of the review.
        is_scored: True where it has a score.
    """

    rubric: str
    number: int
    version: str
    read_on: date
    is_scored: bool


def audits_named(evaluation: Plain) -> frozenset[int]:
    """List the reviews behind numbers that may put versions together.

    Args:
        evaluation: The frozen evaluation as plain data.

    Returns:
        Their ids.
    """
    return frozenset(
        int(key)
        for one in evaluation["criteria"]
        for metric, found in _parts(one)
        if metric in _JOINED
        for kind, key, _digest in found.get("records", ())
        if kind == _AUDIT
    )


def joined_versions(
    evaluation: Plain, read: Mapping[int, ReadWith]
) -> dict[str, list[list[str] | None]]:
    """Tell of each test which versions its number puts together or compares.

    Args:
        evaluation: The frozen evaluation as plain data.
        read: Its reviews, as far as they are still kept.

    Returns:
        Criterion to the versions for each of its tests, in the order in which they came into use;
        None for a test with one version or none. Criteria without any are left out.
    """
    told = {
        one["code"]: [
            _versions(metric, found, read) if metric in _JOINED and "value" in found else None
            for metric, found in _parts(one)
        ]
        for one in evaluation["criteria"]
    }
    return {code: versions for code, versions in told.items() if any(versions)}


def _parts(one: Plain) -> Iterable[tuple[str, Plain]]:
    leaves = leaves_in(rule_from(one["rule"]))
    return [(leaf.metric, found) for leaf, found in zip(leaves, one["found"], strict=True)]


def _versions(metric: str, found: Plain, read: Mapping[int, ReadWith]) -> list[str] | None:
    by_rubric: dict[str, list[ReadWith]] = {}
    for kind, key, _digest in found.get("records", ()):
        one = read.get(int(key)) if kind == _AUDIT else None
        if one is not None and one.is_scored:
            by_rubric.setdefault(one.rubric, []).append(one)
    # of several rubrics one was judged: that with as many files
    own = [rows for rows in by_rubric.values() if len(rows) == found["n"]]
    rows = own[0] if len(own) == 1 else next(iter(by_rubric.values()), [])
    if len(own) != 1 and len(by_rubric) != 1:
        return None
    if metric == _COMPARED:
        # the rounds between the first and the last are not compared
        ends = {half_of(month_of(min(one.read_on for one in rows)))}
        ends.add(half_of(month_of(max(one.read_on for one in rows))))
        rows = [one for one in rows if half_of(month_of(one.read_on)) in ends]
    versions = {one.number: one.version for one in rows}
    return [versions[number] for number in sorted(versions)] if len(versions) > 1 else None
