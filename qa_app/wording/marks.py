"""Possible unreported harm and flags for moderation, in words."""

from qa_app.domain.escalation import Authority, NoHarmAnswer, Outcome
from qa_app.domain.item_flags import FlagReason
from qa_app.wording.catalogue import message as _

AUTHORITIES: dict[str, str] = {
    Authority.POLICE.value: _("police"),
    Authority.CIVIL_AFFAIRS.value: _("civil affairs"),
    Authority.EDUCATION.value: _("education authority"),
    Authority.PROCURATORATE.value: _("procuratorate"),
}
"""To whom harm is reported."""

OUTCOMES: dict[str, str] = {
    Outcome.REPORTED.value: _("reported now"),
    Outcome.BEFORE.value: _("it had been reported before"),
    Outcome.NO_HARM.value: _("no harm, confirmed by a second supervisor"),
}
"""How possible unreported harm ends."""

DOUBTS: dict[str, str] = {NoHarmAnswer.MAY_BE_HARM.value: _("it may be harm")}
"""What the supervisor who was asked says instead."""

FLAG_REASONS: dict[str, str] = {
    FlagReason.UNCLEAR_ITEM.value: _("the item can be read in two ways"),
    FlagReason.MIXED_EVIDENCE.value: _("the file contradicts itself"),
    FlagReason.BETWEEN_TWO.value: _("it lies between two ratings"),
    FlagReason.EXPERTISE.value: _("it needs other expertise"),
    FlagReason.CONSEQUENCE.value: _("the consequence needs a second person"),
}
"""Why somebody else should look at an item."""
