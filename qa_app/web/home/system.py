"""What of the installation has to be looked at, for who may open its state."""

from dataclasses import dataclass

from flask_babel import ngettext

from qa_app.domain.health import State
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.web.system_found import system_findings


@dataclass(frozen=True, slots=True)
class SystemToday:
    """How many parts of the installation need a look.

    Attributes:
        faults: Parts at fault.
        warnings: Parts to be looked at.
        has_backup: False where no backup was ever made.
    """

    faults: int = 0
    warnings: int = 0
    has_backup: bool = True

    @property
    def urgent(self) -> str:
        """What is at fault, as a clause of the heading; empty where nothing is."""
        if not self.faults:
            return ""
        return str(
            ngettext("%(num)d fault of the system", "%(num)d faults of the system", self.faults)
        )

    @property
    def others(self) -> str:
        """What is to be looked at, as a clause of the heading; empty where nothing is."""
        if not self.warnings:
            return ""
        return str(
            ngettext(
                "%(num)d part of the system to be looked at",
                "%(num)d parts of the system to be looked at",
                self.warnings,
            )
        )


def system_today(actor: Actor) -> SystemToday:
    """Count what needs a look, as the page of the system does.

    Args:
        actor: Who looks.

    Returns:
        The counts; none for who may not open that page.
    """
    if not may(actor, Permission.SYSTEM_READ):
        return SystemToday()
    found = system_findings()
    return SystemToday(
        sum(one.state is State.FAULT for one in found),
        sum(one.state is State.WARNING for one in found),
        not any(one.code == "backup_never" for one in found),
    )
