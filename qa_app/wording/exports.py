"""Requests to take results away, in words."""

from qa_app.domain.export_requests import RefusalReason
from qa_app.wording.catalogue import message as _

REFUSALS: dict[RefusalReason, str] = {
    RefusalReason.TOO_WIDE: _("more centres or a longer span than the purpose needs"),
    RefusalReason.PURPOSE: _("the purpose needs no results item by item"),
    RefusalReason.NO_AGREEMENT: _("no agreement on this use is known"),
    RefusalReason.ELSEWHERE: _("what is needed stands in a report or on a page already"),
    RefusalReason.TALK: _("to be talked over in person first"),
}
"""Why results are not let go, to its words; every reason has some, by test."""
