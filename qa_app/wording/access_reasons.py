"""Rights to open a file, purposes of requests for access, and refusals, in words."""

from qa_app.domain.access_requests import AccessPurpose, AccessRefusal
from qa_app.domain.openings import Why
from qa_app.wording.catalogue import message as _

PURPOSES: dict[AccessPurpose, str] = {
    AccessPurpose.SUPERVISION: _("to prepare supervision"),
    AccessPurpose.TAKE_OVER: _("to stand in for somebody or to take over"),
    AccessPurpose.COMPLAINT: _("to follow up a complaint or an incident"),
    AccessPurpose.SECOND_LOOK: _("to look at a review a second time"),
    AccessPurpose.OUTSIDE: _("a body outside asks by law"),
}
ACCESS_REFUSALS: dict[AccessRefusal, str] = {
    AccessRefusal.PURPOSE: _("the purpose needs no look into this file"),
    AccessRefusal.ELSEWHERE: _("what is needed stands in a report or on a page already"),
    AccessRefusal.TIE: _("a tie to the centre or the worker speaks against it"),
    AccessRefusal.SEALED: _("the file is sealed"),
    AccessRefusal.TALK: _("to be talked over in person first"),
}
WHYS: dict[Why, str] = {
    Why.READER: _("read the file"),
    Why.OWN_FILE: _("worked on the file"),
    Why.OWN_CENTRE: _("manages the centre"),
    Why.SUPERVISOR: _("supervises there"),
    Why.DECIDES: _("decides what waits about it"),
    Why.REQUEST: _("request no. %(n)s"),
    Why.NO_FILE: _("reads results there"),
    Why.SYSTEM: _("the system"),
}
