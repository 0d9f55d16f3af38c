"""What the month and the week are narrowed to: centre, kind and person, in the address."""

from dataclasses import dataclass

from flask import abort, request
from flask_babel import gettext as _

from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission
from qa_app.domain.supervision import SessionType
from qa_app.extensions import database
from qa_app.queries.session_filters import SessionFilter, filter_people
from qa_app.queries.session_planning import SessionCentre, centres_to_plan
from qa_app.web.numbers import whole_number
from qa_app.web.session_labels import type_words
from qa_app.web.settings import local_today

_SUPERVISOR, _PRACTITIONER = "s", "w"


@dataclass(frozen=True, slots=True)
class ShownFilter:
    """A filter as it stands in the address and on the page.

    Attributes:
        only: What the list is narrowed to.
        centres: Centres within reach.
        types: Code and name of the types.
        people: Heading, then value and name of each person, by group.
        person: The value of the person chosen; empty for everybody.
        kept: What links of the page carry along; None where nothing is chosen.
    """

    only: SessionFilter
    centres: tuple[SessionCentre, ...]
    types: tuple[tuple[str, str], ...]
    people: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    person: str
    kept: dict[str, object]


def asked_filter(actor: Actor) -> ShownFilter:
    """Read the filter from the address; what is out of reach answers as what does not exist.

    Args:
        actor: Who asks.

    Returns:
        The filter; an unknown type or a malformed person asks for nothing.
    """
    centres = centres_to_plan(database(), actor, local_today(), Permission.SESSION_READ)
    centre_id = request.args.get("centre", type=whole_number)
    if centre_id is not None and centre_id not in {one.id for one in centres}:
        abort(404)
    kind, person = _type(request.args.get("type", "")), request.args.get("person", "")
    supervisor_id = _number(person, _SUPERVISOR)
    practitioner_id = _number(person, _PRACTITIONER)
    found = filter_people(
        database(),
        actor,
        centre_id,
        supervisor_id=supervisor_id,
        practitioner_id=practitioner_id,
    )
    for wanted, offered in (
        (supervisor_id, found.supervisors),
        (practitioner_id, found.practitioners),
    ):
        if wanted is not None and wanted not in {one for one, _name in offered}:
            abort(404)
    is_asked = supervisor_id is not None or practitioner_id is not None
    chosen = person if is_asked else ""
    return ShownFilter(
        only=SessionFilter(centre_id, kind, supervisor_id, practitioner_id),
        centres=centres,
        types=tuple((one.value, type_words(one)) for one in SessionType),
        people=(
            (_("Supervisors"), _values(_SUPERVISOR, found.supervisors)),
            (_("Workers"), _values(_PRACTITIONER, found.practitioners)),
        ),
        person=chosen,
        kept={"centre": centre_id, "type": kind and kind.value, "person": chosen or None},
    )


def _type(text: str) -> SessionType | None:
    return SessionType(text) if text in set(SessionType) else None


def _number(text: str, mark: str) -> int | None:
    if not text.startswith(mark):
        return None
    try:
        return whole_number(text[len(mark) :])
    except ValueError:
        return None


def _values(mark: str, people: tuple[tuple[int, str], ...]) -> tuple[tuple[str, str], ...]:
    return tuple((f"{mark}{one}", name) for one, name in people)
