"""Rubrics that a scope has readings of, and the one that is asked for."""

from flask import abort

from qa_app.domain.text import NO_TEXT
from qa_app.extensions import database
from qa_app.queries.centres import area_names
from qa_app.queries.trends import RubricTrend, Scope, rubric_trend, rubrics_used
from qa_app.web.centres.pages import RubricChoice
from qa_app.web.filters import chosen


def rubric_choices(scope: Scope) -> tuple[RubricChoice, ...]:
    """List the rubrics that a scope has readings of.

    Args:
        scope: Whose.

    Returns:
        In the order of the areas, then by code.
    """
    session = database()
    names = dict(area_names(session))
    order = list(names)
    used = sorted(
        rubrics_used(session, scope),
        key=lambda one: (order.index(one[0]) if one[0] in names else len(order), one[1]),
    )
    return tuple(
        RubricChoice(area, names.get(area, NO_TEXT), code, title) for area, code, title in used
    )


def trend_asked(scope: Scope, choices: tuple[RubricChoice, ...]) -> RubricTrend:
    """Read the trend of the rubric that the address names.

    Args:
        scope: Whose.
        choices: What there is.

    Returns:
        The first of them where the address names none; what it names and is not there is not
        found.
    """
    code = chosen("rubric")
    fitting = [one.code for one in choices if code in {"", one.code}]
    trend = rubric_trend(database(), scope, fitting[0]) if fitting else None
    return trend or abort(404)
