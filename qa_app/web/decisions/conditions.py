"""The conditions of a decision as its page shows them."""

from flask_babel import gettext as _

from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission
from qa_app.domain.register_decisions import DecisionState
from qa_app.domain.released_items import ItemKind
from qa_app.extensions import database
from qa_app.queries.register_decisions import ConditionLine, Decision, conditions_of
from qa_app.queries.register_standings import AreaPlace
from qa_app.queries.register_texts import Text, texts_of
from qa_app.web.decisions.pages import ConditionShown, TextShown
from qa_app.web.decisions.showing import covers, told_text
from qa_app.web.labels import plain
from qa_app.web.session_labels import near_day
from qa_app.web.settings import local_today

_FOLLOWS = (Permission.STANDING_PROPOSE, Permission.STANDING_RECORD)


def conditions_shown(actor: Actor, place: AreaPlace, one: Decision) -> tuple[ConditionShown, ...]:
    """Show the conditions of a decision.

    Args:
        actor: Who reads.
        place: The area of the centre.
        one: The decision, as they may see it.

    Returns:
        In their order. Each has its area, its day and where it stands; whoever may not read its
        words is told these.
    """
    follows = any(covers(actor, place, each) for each in _FOLLOWS)
    lines, texts = conditions_of(database(), one), {}
    if one.state is DecisionState.DECIDED:
        ids = [line.id for line in lines]
        texts = texts_of(database(), actor, ItemKind.CONDITION, ids)
    return tuple(
        ConditionShown(
            line.id,
            _text(actor, place, one, line, texts.get(line.id)),
            _name(one, number, len(lines)),
            "" if line.is_met is None else str(_("due on %(day)s", day=_day(line))),
            *_state(line),
            may_settle=follows and line.is_met is None and one.stands,
        )
        for number, line in enumerate(lines, 1)
    )


def _name(one: Decision, number: int, count: int) -> str:
    said = _("Condition (%(area)s)")
    if count > 1:
        said = _("Condition %(number)s of %(count)s (%(area)s)")
    return str(said) % {"number": number, "count": count, "area": plain(one.area_name)}


def _text(
    actor: Actor, place: AreaPlace, one: Decision, line: ConditionLine, found: Text | None
) -> TextShown:
    if found is not None:
        return told_text(actor, place, (ItemKind.CONDITION, line.id), found)
    return TextShown(
        ItemKind.CONDITION.value,
        line.id,
        line.text,
        one.reads_texts,
        release_id=None,
        released="",
        may_release=False,
        is_by_seat=False,
    )


def _state(line: ConditionLine) -> tuple[str, str]:
    if line.is_met is not None:
        return (str(_("fulfilled")), "done") if line.is_met else (str(_("not fulfilled")), "late")
    if line.due_on < local_today():
        return str(_("was due on %(day)s", day=_day(line))), "late"
    return str(_("due on %(day)s", day=_day(line))), "wait"


def _day(line: ConditionLine) -> str:
    return near_day(line.due_on, local_today())
