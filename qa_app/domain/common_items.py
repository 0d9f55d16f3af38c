"""Which versions of a rubric one line may join, on which items, and why others not."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from qa_app.domain.conditions import AnswerIs, Condition, leaves_of
from qa_app.domain.defaults import SHARED_WEIGHT_PCT
from qa_app.domain.rubric import Method, Rubric

_WHOLE_PCT = 100


class BreakReason(StrEnum):
    """Why a line does not go on into an earlier version.

    `share`: the common items carry too little of the weight. `undeclared`: nobody compared
    the two versions item by item. `method`: the result is no weighted mean of items.
    """

    SHARE = "share"
    UNDECLARED = "undeclared"
    METHOD = "method"


@dataclass(frozen=True, slots=True)
class VersionLink:
    """What was declared of a version against the one before.

    Attributes:
        base_id: The version before.
        comparable: Codes of the items that are the same, or reworded and confirmed.
    """

    base_id: int
    comparable: frozenset[str]


@dataclass(frozen=True, slots=True)
class JoinedVersions:
    """Versions that one line joins.

    Attributes:
        version_ids: Oldest first, at least two.
        weights: Common item to its share of the overall score in the latest of the versions,
            0–1, where everything applies; the weights of every point.
        share: Share of the weight that the common items carry, 0–1: the smallest over the
            versions.
        item_count: Items of the latest version.
    """

    version_ids: tuple[int, ...]
    weights: Mapping[str, Fraction]
    share: Fraction
    item_count: int

    @property
    def latest_id(self) -> int:
        """The version whose weights count."""
        return self.version_ids[-1]


@dataclass(frozen=True, slots=True)
class LineBreak:
    """Two versions used one after the other that no line joins.

    Attributes:
        before_id: The earlier version.
        after_id: The later one.
        reason: Why.
        share: Share of the weight that would be covered, 0–1; None for other reasons.
    """

    before_id: int
    after_id: int
    reason: BreakReason
    share: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Joining:
    """How the versions of a trend join.

    Attributes:
        joined: Groups of versions, oldest first; a version that joins none stands in no group.
        breaks: Where no line goes on, oldest first.
    """

    joined: tuple[JoinedVersions, ...]
    breaks: tuple[LineBreak, ...]


def join_versions(rubrics: Mapping[int, Rubric], links: Mapping[int, VersionLink]) -> Joining:
    """Join versions as far back as their common items carry enough of the weight.

    Args:
        rubrics: The versions that have files, by id; a later version has the higher id.
        links: What was declared of versions against their base, also of those without files.

    Returns:
        The groups, each reaching back from its latest version, and the breaks between them.
    """
    joined: list[JoinedVersions] = []
    breaks: list[LineBreak] = []
    waiting = sorted(rubrics)
    while waiting:
        group, found = _reached_back(waiting, rubrics, links)
        if group is not None:
            joined.append(group)
        if found is not None:
            breaks.append(found)
        waiting = waiting[: -len(group.version_ids) if group else -1]
    return Joining(tuple(reversed(joined)), tuple(reversed(breaks)))


def join_two(
    before: Rubric, after: Rubric, comparable: frozenset[str]
) -> JoinedVersions | LineBreak:
    """Tell what a trend will do where one version follows another.

    Args:
        before: The earlier version.
        after: The later one.
        comparable: Codes of the items that are the same, or reworded and confirmed.

    Returns:
        What one line joins, or why none does; the earlier version has the id 0, the later 1.
    """
    found = join_versions({0: before, 1: after}, {1: VersionLink(0, comparable)})
    return found.joined[0] if found.joined else found.breaks[0]


def share_of_weight(rubric: Rubric) -> dict[str, Fraction]:
    """Give the share of the overall score that each item has where everything applies.

    Args:
        rubric: A version with sections.

    Returns:
        Item to its share, 0–1; they add up to 1.
    """
    whole = sum(section.weight for section in rubric.sections)
    shares = {}
    for section in rubric.sections:
        within = sum(item.weight for item in section.items)
        for item in section.items:
            weight = item.weight * section.weight
            shares[item.code] = weight / (whole * within) if whole and within else Fraction(0)
    return shares


def is_same_section(before: Rubric, after: Rubric, code: str) -> bool:
    """Tell whether a section asks and weighs the same in two versions.

    Args:
        before: The earlier version.
        after: The later one.
        code: The section.

    Returns:
        True when both have it with the same items, scales, weights and conditions; its own
        weight against the other sections does not count.
    """
    found = [
        replace(one, weight=Fraction(0))
        for rubric in (before, after)
        for one in rubric.sections
        if one.code == code
    ]
    return len(found) == 2 and found[0] == found[1]  # noqa: PLR2004 - one in each version


def _reached_back(
    waiting: Sequence[int], rubrics: Mapping[int, Rubric], links: Mapping[int, VersionLink]
) -> tuple[JoinedVersions | None, LineBreak | None]:
    group: JoinedVersions | None = None
    latest, comparable = waiting[-1], frozenset(rubrics[waiting[-1]].items)
    members = [latest]
    for earlier in reversed(waiting[:-1]):
        since = members[0]
        if not {rubrics[latest].method, rubrics[earlier].method} <= {Method.WEIGHTED_SECTIONS}:
            return group, LineBreak(earlier, since, BreakReason.METHOD)
        chain = comparable_between(since, earlier, links)
        if chain is None:
            return group, LineBreak(earlier, since, BreakReason.UNDECLARED)
        wider = [earlier, *members]
        tried = _joined(wider, comparable & chain, rubrics)
        if _WHOLE_PCT * tried.share < SHARED_WEIGHT_PCT:
            return group, LineBreak(earlier, since, BreakReason.SHARE, tried.share)
        group, members, comparable = tried, wider, comparable & chain
    return group, None


def comparable_between(
    later: int, earlier: int, links: Mapping[int, VersionLink]
) -> frozenset[str] | None:
    """List the items by which two versions can be compared, over all versions between them.

    Args:
        later: The later version.
        earlier: The earlier one.
        links: What was declared of versions against their base.

    Returns:
        Codes of items that are comparable in every step; None when the steps do not lead from
        the one to the other, and for a version against itself.
    """
    comparable: frozenset[str] | None = None
    while later != earlier:
        link = links.get(later)
        # a base is older than what follows it, so this ends
        if link is None or not earlier <= link.base_id < later:
            return None
        comparable = link.comparable if comparable is None else comparable & link.comparable
        later = link.base_id
    return comparable


def comparable_pair(one: int, other: int, links: Mapping[int, VersionLink]) -> frozenset[str]:
    """List the items by which two versions of a rubric can be compared, whichever is later.

    Args:
        one: A version; a later one has the higher id.
        other: Another one.
        links: What was declared of versions against their base.

    Returns:
        Codes of the items; none where nobody compared them.
    """
    return comparable_between(max(one, other), min(one, other), links) or frozenset()


def _joined(
    members: Sequence[int], comparable: frozenset[str], rubrics: Mapping[int, Rubric]
) -> JoinedVersions:
    versions = [rubrics[one] for one in members]
    common = _standing_alone(comparable, versions)
    shares = [share_of_weight(one) for one in versions]
    return JoinedVersions(
        tuple(members),
        {code: share for code, share in shares[-1].items() if code in common},
        min(sum((one[code] for code in common), Fraction(0)) for one in shares),
        len(versions[-1].items),
    )


def _standing_alone(comparable: frozenset[str], versions: Sequence[Rubric]) -> set[str]:
    # totals do not hold items per case, and nobody can tell when an item would have applied
    # that hangs on an answer that is not shared
    common = {
        code
        for code in comparable
        if all(code in one.items and not one.items[code].per_case for one in versions)
    }
    while True:
        leaning = {
            code for one in versions for code, asked in _leaned_on(one) if not asked <= common
        }
        if common.isdisjoint(leaning):
            return common
        common -= leaning


def _leaned_on(rubric: Rubric) -> Iterator[tuple[str, set[str]]]:
    for section in rubric.sections:
        for item in section.items:
            yield item.code, {*_answers_in(section.applies_if), *_answers_in(item.applies_if)}


def _answers_in(condition: Condition | None) -> Iterator[str]:
    for leaf in () if condition is None else leaves_of(condition):
        if isinstance(leaf, AnswerIs):
            yield leaf.answer
