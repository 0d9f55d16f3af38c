"""The items behind a trend: each with its own trend and the clauses on which it rests."""

from dataclasses import dataclass

from flask import url_for

from qa_app.domain.citations import Citation
from qa_app.domain.rubric import Rubric
from qa_app.domain.text import BilingualText
from qa_app.queries.trends import Scope, ScopeKind
from qa_app.web.clause_links import clauses_behind


@dataclass(frozen=True, slots=True)
class ItemBehind:
    """An item: its code, what it asks, its trend, and clauses that the library holds."""

    code: str
    text: BilingualText
    trend: str
    rests_on: tuple[Citation, ...]


def items_behind(scope: Scope, rubric: Rubric, section: str) -> tuple[ItemBehind, ...]:
    """List the items of which a trend is made.

    Args:
        scope: Whose trend.
        rubric: The version in use there.
        section: Only items of this section; empty for all.

    Returns:
        In the rubric's order; nothing for rule rubrics, whose items have no common score.
    """
    items = [one for one in rubric.items.values() if section in {"", one.section}]
    cited = clauses_behind(rubric, (one.code for one in items))
    return tuple(
        ItemBehind(one.code, one.text, _trend(scope, rubric, one.code), cited.get(one.code, ()))
        for one in items
    )


def _trend(scope: Scope, rubric: Rubric, item: str) -> str:
    if scope.kind is ScopeKind.CENTRE:
        return url_for(
            "centres.item_trends", centre_id=scope.object_id, code=rubric.code, item=item
        )
    return url_for(
        "centres.place_item_trends", place_id=scope.object_id, code=rubric.code, item=item
    )
