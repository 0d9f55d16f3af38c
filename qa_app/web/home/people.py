"""People of one's own centres who lack something, for who manages them."""

from dataclasses import dataclass

from qa_app import clock
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.domain.worker_lacks import SOON
from qa_app.extensions import database
from qa_app.queries.workers_at import of_centres, people_centres, people_of
from qa_app.web.certificates import certified_areas
from qa_app.web.settings import local_today


@dataclass(frozen=True, slots=True)
class PeopleToday:
    """How many people lack something, and of how many something ends soon."""

    over: int = 0
    soon: int = 0


def people_today(actor: Actor) -> PeopleToday:
    """Count the people who lack something.

    Args:
        actor: Who looks.

    Returns:
        The counts; none for who records nothing of workers.
    """
    if not may(actor, Permission.WORKER_RECORD):
        return PeopleToday()
    today = local_today()
    centres = people_centres(database(), actor, today, permission=Permission.WORKER_RECORD)
    within = of_centres(one.id for one in centres)
    people = people_of(database(), within, certified_areas(), today, clock.now())
    over = sum(any(one.what not in SOON for one in person.lacks) for person in people)
    return PeopleToday(over, sum(bool(person.lacks) for person in people) - over)
