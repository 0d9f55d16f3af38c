"""Facts of open cases as fields, and back to the plain values that a rubric reads."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _

from qa_app.domain.rubric import Fact, FactType, Rubric
from qa_app.domain.running_limits import limit_facts
from qa_app.web.limits.pages import FactField
from qa_app.web.numbers import number_or_none
from qa_app.wording import Words

_YES, _NO = "yes", "no"


def asked_facts(rubrics: Sequence[Rubric]) -> dict[str, Fact]:
    """List the facts that the limits of some rubrics depend on.

    Args:
        rubrics: The rubrics, with their words.

    Returns:
        Code to fact, each as the first rubric asks it.
    """
    found: dict[str, Fact] = {}
    for rubric in rubrics:
        for fact in limit_facts(rubric):
            found.setdefault(fact.code, fact)
    return found


def fact_field(words: Words, fact: Fact, value: Any) -> FactField:
    """Make a field of a fact.

    Args:
        words: The language.
        fact: The fact.
        value: Its plain value; None when it is not known.

    Returns:
        The field; of a history only the value that holds now is asked.
    """
    options: tuple[tuple[str, str], ...] = tuple(
        (code, words.text(label)) for code, label in fact.options
    )
    kind = {FactType.MULTI: "multi", FactType.INT: "int", FactType.DATE: "date"}
    if fact.type is FactType.BOOL:
        options = ((_YES, str(_("yes"))), (_NO, str(_("no"))))
    return FactField(
        fact.code,
        words.text(fact.label),
        options,
        _chosen(value),
        "" if value is None else json.dumps(value, ensure_ascii=False),
        kind.get(fact.type, "choice"),
    )


def _chosen(value: Any) -> tuple[str, ...]:
    if value is None:
        return ()
    if isinstance(value, bool):
        return (_YES if value else _NO,)
    if isinstance(value, list):
        if value and isinstance(value[-1], dict):
            return (str(value[-1].get("is", "")),)
        return tuple(str(one) for one in value)
    return (str(value),)


def sent_value(fact: Fact, sent: Sequence[str], was: Any, today: date) -> Any:
    """Read a fact as it was sent.

    Args:
        fact: The fact.
        sent: Its fields.
        was: The plain value that was shown.
        today: The local day, from which a new value of a history holds.

    Returns:
        Its plain value; None where nothing was said. A value that does not fit is left for the
        act to refuse.
    """
    said = [one for one in sent if one]
    if not said:
        return None
    match fact.type:
        case FactType.BOOL:
            return {_YES: True, _NO: False}.get(said[0], said[0])
        case FactType.INT:
            return number_or_none(said[0]) if said[0].lstrip("-").isdecimal() else said[0]
        case FactType.MULTI:
            return said
        case FactType.HISTORY:
            before = [one for one in was if one.get("from") != today.isoformat()] if was else []
            return [*before, {"from": today.isoformat(), "is": said[0]}]
        case _:
            return said[0]


def shown_value(text: str) -> Any:
    """Read the plain value that a form showed.

    Args:
        text: JSON; empty for a fact that was not known.

    Returns:
        The value; None when it was not known, or is no JSON.
    """
    try:
        return json.loads(text) if text else None
    except ValueError:
        return None
