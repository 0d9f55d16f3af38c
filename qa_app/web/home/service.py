"""What is late or open in the service of centres, and where many were asked at once."""

from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from qa_app import clock
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.extensions import database
from qa_app.queries.asked_at_once import AskedAtOnce, asked_at_once
from qa_app.queries.service_due import ToContain, service_due, to_contain
from qa_app.web.locale import page_language
from qa_app.web.settings import installation, local_today
from qa_app.wording import Words

_MOST = 5


@dataclass(frozen=True, slots=True)
class Containing:
    """An incident that nobody has contained, with its clock in words."""

    incident: ToContain
    clock: str
    is_late: bool


@dataclass(frozen=True, slots=True)
class ServiceToday:
    """How much waits, over all centres within reach.

    Attributes:
        referrals: Referrals of which a limit has passed.
        complaints: Complaints whose limit has passed.
        incidents: Incidents about which something is to be done.
        containing: Incidents that nobody has contained, the most urgent first.
        asked: Centres at which one person asked many on one day, for their supervisors.
    """

    referrals: int = 0
    complaints: int = 0
    incidents: int = 0
    containing: tuple[Containing, ...] = ()
    asked: tuple[AskedAtOnce, ...] = ()

    @property
    def late(self) -> int:
        """How many of the clauses tell of what is late; they come first."""
        return bool(self.referrals) + bool(self.complaints)

    @property
    def urgent(self) -> tuple[str, ...]:
        """The clauses that a heading says first: an incident not contained, then what is late."""
        late = self.words[: self.late]
        return (self.words[self.late], *late) if self.containing else late

    @property
    def others(self) -> tuple[str, ...]:
        """The clauses that a heading says after those of other work that is late."""
        return tuple(one for one in self.words if one not in self.urgent)

    @property
    def words(self) -> tuple[str, ...]:
        """Say it in clauses, one for each kind of which there is something."""
        counted = (
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
        return tuple(str(words) for count, words in counted if count)


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
    incidents = sum(one.incidents for one in due)
    return ServiceToday(
        sum(one.referrals for one in due),
        sum(one.complaints for one in due),
        incidents,
        tuple(map(_containing, to_contain(database(), actor, _MOST))) if incidents else (),
        asked_at_once(database(), actor, today) if judges else (),
    )


def _containing(one: ToContain) -> Containing:
    until = Words(page_language()).instant(one.until, installation().timezone)
    if clock.now() > one.until:
        return Containing(one, _("to contain, was due %(at)s", at=until), is_late=True)
    return Containing(one, _("to contain by %(at)s", at=until), is_late=False)
