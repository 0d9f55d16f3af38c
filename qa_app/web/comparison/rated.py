"""What a rule rubric says of the files of a place: outcomes and items, counted from totals."""

from qa_app.domain.rubric_rules import NO_AGGREGATE
from qa_app.domain.rule_summary import counted_names, rated_lines
from qa_app.domain.series import Grain, Period
from qa_app.extensions import database
from qa_app.queries.item_counts import Asked as AskedItems
from qa_app.queries.item_counts import item_counts
from qa_app.web.comparison.asked import Asked
from qa_app.wording import Words
from qa_app.wording.rule_summary import SaidRated, said_rated


def rated_of(words: Words, asked: Asked) -> tuple[SaidRated, ...]:
    """Sum up the files of a place as a rule rubric says.

    Args:
        words: The page's language.
        asked: What is compared.

    Returns:
        Outcomes, then items; nothing for rubrics that sum nothing up, which is not asked for
        then, and for those who see aggregates only.
    """
    if asked.rubric.aggregate == NO_AGGREGATE or not asked.sees_files:
        return ()
    names = counted_names(asked.rubric)
    months = range(asked.twelve.first, asked.twelve.last + 1)
    wanted = [
        AskedItems(
            asked.version.version_id, Period(month, Grain.MONTH), names, asked.version.coverage
        )
        for month in months
    ]
    counts = item_counts(database(), asked.within.scope, wanted)
    lines = rated_lines(asked.rubric, counts, is_whole=asked.is_visits)
    return tuple(said_rated(words, asked.rubric, one) for one in lines)
