"""Papers of the reader's own centres that ran out, or do so within 7, 30 or 90 days."""

from collections import Counter
from dataclasses import dataclass

from flask_babel import ngettext

from qa_app import clock
from qa_app.domain.asked_papers import asked_papers
from qa_app.domain.centre_register import PaperState, latest, standing_of, warning_due
from qa_app.domain.defaults import DOCUMENT_WARNING_DAYS
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, reach_of
from qa_app.extensions import database
from qa_app.queries.centre_facts import centres_with_papers, has_papers
from qa_app.web.held_criteria import criteria_in_force
from qa_app.web.settings import local_today


@dataclass(frozen=True, slots=True)
class PapersToday:
    """How many papers ran out, and how many are about to.

    Attributes:
        expired: Papers that ran out and were not renewed.
        ending: Days of a warning to papers that run out within them and not within fewer.
    """

    expired: int = 0
    ending: tuple[tuple[int, int], ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """Say it in clauses, what is worst first."""
        said = [
            ngettext("%(num)d paper ran out", "%(num)d papers ran out", self.expired)
            if self.expired
            else "",
            *(
                ngettext(
                    "%(num)d paper runs out within %(days)s days",
                    "%(num)d papers run out within %(days)s days",
                    count,
                    days=days,
                )
                for days, count in self.ending
            ),
        ]
        return tuple(str(one) for one in said if one)


def papers_today(actor: Actor) -> PapersToday:
    """Count the papers that a centre has to renew.

    Args:
        actor: Who looks.

    Returns:
        The counts over the centres that the actor manages; zeros for everybody else, and for who
        keeps the register of the whole network.
    """
    reach = reach_of(actor, Permission.REGISTER_WRITE)
    if reach.is_everything or not (reach.centre_ids or reach.place_paths):
        return PapersToday()
    if not has_papers(database(), actor, clock.now()):
        return PapersToday()
    today, expired = local_today(), 0
    ending: Counter[int] = Counter()
    for centre in centres_with_papers(database(), actor, clock.now(), today):
        for asked in asked_papers(criteria_in_force(), centre.kind, centre.areas):
            there = (one.paper for one in centre.papers if one.paper.issued_on <= today)
            paper = latest(there, asked.kind, asked.area)
            found = standing_of(paper, today, asked.months, max(DOCUMENT_WARNING_DAYS))
            expired += found.state is PaperState.EXPIRED
            if found.state is PaperState.EXPIRING and found.until is not None:
                step = warning_due(found.until, today, DOCUMENT_WARNING_DAYS)
                ending[step or max(DOCUMENT_WARNING_DAYS)] += 1
    return PapersToday(expired, tuple(sorted(ending.items())))
