"""What a rule rubric says of many files: how often a rating stands, never a mean of ratings."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from qa_app.domain.linked_series import AnswerCount
from qa_app.domain.rubric import Rubric
from qa_app.domain.rubric_rules import CountedRating, item_name, outcome_name
from qa_app.domain.scoring_rules import NOT_APPLICABLE
from qa_app.domain.span_sums import ShareShown, share_shown
from qa_app.domain.text import BilingualText


@dataclass(frozen=True, slots=True)
class RatedLine:
    """How often an item or an outcome has the rating that counts.

    Attributes:
        code: Its code.
        title: Its title.
        is_outcome: True for an outcome, False for an item.
        rating: The rating that counts.
        least: Share 0..1 from which the goal is reached; None where the rubric sets none.
        share: Files with the rating among those that it applies to.
        is_reached: Whether the share is at the goal; None without a goal or a share.
        is_verified: Whether somebody confirmed the rule of the goal; None = not said.
    """

    code: str
    title: BilingualText
    is_outcome: bool
    rating: str
    least: Fraction | None
    share: ShareShown
    is_reached: bool | None
    is_verified: bool | None


def counted_names(rubric: Rubric) -> frozenset[str]:
    """List whose ratings a rubric counts over many files.

    Args:
        rubric: A version.

    Returns:
        Names as `signing.counted_parts` gives them; none where it sums nothing up.
    """
    return frozenset(one.name for one in _counted(rubric))


def rated_lines(
    rubric: Rubric, counts: Iterable[AnswerCount], *, is_whole: bool = False
) -> tuple[RatedLine, ...]:
    """Sum up the files of a place as the rubric's `aggregate` says.

    A file to which an item or outcome does not apply (`na`) counts neither for nor against it.

    Args:
        rubric: The version they were read against.
        counts: Ratings of `counted_names`, counted.
        is_whole: True where every file that there was has been read: nothing is uncertain then.

    Returns:
        Outcomes, then items, in the rubric's order; nothing where it sums nothing up. A share is
        given from ten files on.

    Source: the field `aggregate` of `qa.rubric/1`; for the shipped reference rubric the measure
        of the US Child and Family Services Reviews, share of applicable cases.
    """
    files: dict[str, dict[str, int]] = {}
    for one in counts:
        of_name = files.setdefault(one.item_code, {})
        of_name[one.code] = of_name.get(one.code, 0) + one.file_count
    return tuple(_line(one, files.get(one.name, {}), is_whole=is_whole) for one in _counted(rubric))


@dataclass(frozen=True, slots=True)
class _Counted:
    name: str
    code: str
    title: BilingualText
    rule: CountedRating
    least: Fraction | None
    is_outcome: bool


def _counted(rubric: Rubric) -> Iterator[_Counted]:
    outcome, item = rubric.aggregate.outcome, rubric.aggregate.item
    if outcome is not None:
        for one in rubric.outcomes:
            name = outcome_name(one.code)
            yield _Counted(name, one.code, one.title, outcome, outcome.least, is_outcome=True)
    if item is not None:
        alone = {one.items[0] for one in rubric.outcomes if len(one.items) == 1}
        for rated in rubric.rule_items:
            is_alone = rated.code in alone and item.least_alone is not None
            least = item.least_alone if is_alone else item.least
            name = item_name(rated.code)
            yield _Counted(name, rated.code, rated.title, item, least, is_outcome=False)


def _line(one: _Counted, files: Mapping[str, int], *, is_whole: bool) -> RatedLine:
    count = sum(files.values()) - files.get(NOT_APPLICABLE, 0)
    share = share_shown(files.get(one.rule.rating, 0), count, is_whole=is_whole, sees_files=True)
    return RatedLine(
        one.code,
        one.title,
        one.is_outcome,
        one.rule.rating,
        one.least,
        share,
        None if one.least is None or share.value is None else share.value >= one.least,
        one.rule.is_verified,
    )
