"""Which papers criteria ask of a centre, by its kind and its areas."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qa_app.domain.centre_register import PAPERS
from qa_app.domain.criteria import CriteriaFile, asked_of, rule_of
from qa_app.domain.rules.tree import Leaf, Not, Of, Rule

_METRIC = "centre_document_valid"
_MONTHS = 12


@dataclass(frozen=True, slots=True)
class AskedPaper:
    """A paper that is asked for.

    Attributes:
        kind: Code of its kind.
        area: Code of the area it is for; empty for the centre as a whole.
        months: Months within which it is to be reviewed or renewed.
        criterion: Code of the criterion that asks for it.
    """

    kind: str
    area: str
    months: int
    criterion: str


def asked_papers(criteria: CriteriaFile, kind: str, areas: Sequence[str]) -> tuple[AskedPaper, ...]:
    """Find the papers that are asked of a centre.

    Args:
        criteria: The criteria.
        kind: Kind of organisation.
        areas: Codes of its areas.

    Returns:
        Each once, in the order of the criteria.
    """
    found: dict[tuple[str, str], AskedPaper] = {}
    for criterion in {one.code: one for each in criteria.sets for one in each.criteria}.values():
        for area in areas:
            asked = asked_of(criterion, area, kind)
            for leaf in _leaves(rule_of(asked)) if asked is not None else ():
                months = int(leaf.params.get("months", _MONTHS))
                for paper in leaf.params["docs"]:
                    known = PAPERS.get(paper)
                    own = area if known is not None and known.is_of_area else ""
                    one = AskedPaper(paper, own, months, criterion.code)
                    found.setdefault((paper, own), one)
    return tuple(one for one in found.values() if one.kind in PAPERS)


def _leaves(rule: Rule) -> Iterator[Leaf]:
    if isinstance(rule, Leaf):
        if rule.metric == _METRIC:
            yield rule
    elif isinstance(rule, Not):
        yield from _leaves(rule.part)
    elif isinstance(rule, Of):
        for part in rule.parts:
            yield from _leaves(part)
