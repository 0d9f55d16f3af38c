"""From an item, wherever it is named, to the clauses on which it rests."""

from collections.abc import Iterable, Mapping

from qa_app.domain.citations import Citation, citations_of
from qa_app.domain.rubric import Rubric
from qa_app.extensions import database
from qa_app.queries.library import clauses_held

RestsOn = Mapping[str, tuple[Citation, ...]]
"""Item to the clauses behind it that the library holds."""


def clauses_behind(rubric: Rubric, codes: Iterable[str] | None = None) -> RestsOn:
    """Find the clauses on which items rest and of which there is a page.

    Args:
        rubric: The version in which the items stand.
        codes: The items; None for all of them.

    Returns:
        Only items with such a clause; items of rule rubrics cite nothing.
    """
    wanted = rubric.items if codes is None else [one for one in codes if one in rubric.items]
    cited = {code: citations_of(rubric.items[code].sources) for code in wanted}
    held = clauses_held(database(), (one for them in cited.values() for one in them))
    found = {code: tuple(one for one in them if one in held) for code, them in cited.items()}
    return {code: them for code, them in found.items() if them}
