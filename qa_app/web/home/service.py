"""What is late or open in the service of centres, and where many were asked at once."""

from dataclasses import dataclass, replace

from flask_babel import gettext as _
from flask_babel import ngettext

from qa_app import clock
from qa_app.domain.defaults import ROWS_PER_PAGE
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
        containing: Those of them that nobody has contained, the most urgent first.
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
    def most_urgent(self) -> tuple[Containing, ...]:
        """Incidents to contain of which the page tells one by one."""
        return self.containing[:_MOST]

    @property
    def to_contain(self) -> str:
        """The clause that a heading says first: incidents to contain, and how many are late."""
        count, late = len(self.containing), sum(one.is_late for one in self.containing)
        if not count:
            return ""
        if not late:
            return str(
                ngettext("%(num)d incident to contain", "%(num)d incidents to contain", count)
            )
        if late == count:
            said = ngettext(
                "%(num)d incident to contain (overdue)",
                "%(num)d incidents to contain (all overdue)",
                count,
            )
            return str(said)
        return str(_("%(count)d incidents to contain (%(late)d overdue)", count=count, late=late))

    @property
    def urgent(self) -> str:
        """The clause that a heading says of everything else that is late, in one."""
        if self.late < len((self.referrals, self.complaints)):
            return "".join(self.words[: self.late])
        count = self.referrals + self.complaints
        return str(_("%(count)d referrals and complaints late", count=count))

    @property
    def others(self) -> tuple[str, ...]:
        """The clauses that a heading says after those of other work that is late."""
        rest = replace(
            self,
            referrals=0,
            complaints=0,
            incidents=max(0, self.incidents - len(self.containing)),
        )
        return rest.words

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
        tuple(map(_containing, to_contain(database(), actor, ROWS_PER_PAGE))) if incidents else (),
        asked_at_once(database(), actor, today) if judges else (),
    )


def _containing(one: ToContain) -> Containing:
    until = Words(page_language()).instant(one.until, installation().timezone)
    if clock.now() > one.until:
        return Containing(one, _("to contain, was due %(at)s", at=until), is_late=True)
    return Containing(one, _("to contain by %(at)s", at=until), is_late=False)
