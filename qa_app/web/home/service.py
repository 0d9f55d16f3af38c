"""What is late or open in the service of centres, and where many were asked at once."""

from dataclasses import dataclass

from flask_babel import ngettext

from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.extensions import database
from qa_app.queries.asked_at_once import AskedAtOnce, asked_at_once
from qa_app.queries.service_due import service_due
from qa_app.web.settings import local_today


@dataclass(frozen=True, slots=True)
class ServiceToday:
    """How much waits, over all centres within reach.

    Attributes:
        referrals: Referrals of which a limit has passed.
        complaints: Complaints whose limit has passed.
        incidents: Incidents about which something is to be done.
        asked: Centres at which one person asked many on one day, for their supervisors.
    """

    referrals: int = 0
    complaints: int = 0
    incidents: int = 0
    asked: tuple[AskedAtOnce, ...] = ()

    @property
    def late(self) -> int:
        """How many of the clauses tell of what is late; they come first."""
        return bool(self.referrals) + bool(self.complaints)

    @property
    def words(self) -> tuple[str, ...]:
        """Say it in clauses, one for each kind of which there is something."""
        late = (
            (
                self.referrals,
                ngettext("%(num)d referral late", "%(num)d referrals late", self.referrals),
            ),
            (
                self.complaints,
                ngettext("%(num)d complaint late", "%(num)d complaints late", self.complaints),
            ),
            (
                self.incidents,
                ngettext("%(num)d incident open", "%(num)d incidents open", self.incidents),
            ),
            (
                len(self.asked),
                ngettext(
                    "many asked at once at %(num)d centre",
                    "many asked at once at %(num)d centres",
                    len(self.asked),
                ),
            ),
        )
        return tuple(str(words) for count, words in late if count)


def service_today(actor: Actor) -> ServiceToday:
    """Count what waits in the service of centres.

    Args:
        actor: Who looks.

    Returns:
        The counts; zeros for who may not see them.
    """
    if not may(actor, Permission.SERVICE_READ):
        return ServiceToday()
    today = local_today()
    due = service_due(database(), actor, today)
    judges = may(actor, Permission.INCIDENT_JUDGE)
    return ServiceToday(
        sum(one.referrals for one in due),
        sum(one.complaints for one in due),
        sum(one.incidents for one in due),
        asked_at_once(database(), actor, today) if judges else (),
    )
