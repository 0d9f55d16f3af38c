"""Referrals, feedback, complaints and incidents, in words."""

from qa_app.domain.complaints import Channel, Complainant, Outcome, Topic
from qa_app.domain.feedback import Asked
from qa_app.domain.incidents import Handling, IncidentKind, Judgement
from qa_app.domain.referrals import Body, Decline, ReferralStep
from qa_app.wording.catalogue import message as _

BODIES: dict[Body, str] = {
    Body.POLICE: _("police"),
    Body.PROCURATORATE: _("procuratorate"),
    Body.COURT: _("court"),
    Body.JUSTICE: _("justice administration"),
    Body.CIVIL_AFFAIRS: _("civil affairs"),
    Body.HOSPITAL: _("hospital"),
    Body.SCHOOL: _("school"),
    Body.WOMENS_FEDERATION: _("Women's Federation"),
    Body.CENTRE: _("another centre"),
    Body.OTHER: _("another body"),
}

DECLINES: dict[Decline, str] = {
    Decline.OUT_OF_AREA: _("outside the area of work"),
    Decline.NO_CAPACITY: _("no capacity"),
    Decline.NO_CONSENT: _("no consent"),
    Decline.CONFLICT: _("conflict of interest"),
    Decline.ELSEWHERE: _("already served elsewhere"),
    Decline.OTHER: _("another reason"),
}

REFERRAL_STEPS: dict[ReferralStep, str] = {
    ReferralStep.ACCEPTED: _("accepted by the centre"),
    ReferralStep.DECLINED: _("declined by the centre"),
    ReferralStep.ASSIGNED: _("somebody named"),
    ReferralStep.MET: _("first meeting held"),
    ReferralStep.STARTED: _("service begun"),
    ReferralStep.CLOSED: _("service ended"),
}

WAITS_FOR: dict[ReferralStep, str] = {
    ReferralStep.ACCEPTED: _("accept or decline it"),
    ReferralStep.MET: _("hold the first meeting"),
    ReferralStep.STARTED: _("begin the service"),
}

CHANNELS: dict[Channel, str] = {
    Channel.IN_PERSON: _("in person"),
    Channel.PHONE: _("by telephone"),
    Channel.LETTER: _("by letter"),
    Channel.BOX: _("complaint box"),
    Channel.OTHER_BODY: _("passed on by another body"),
}

TOPICS: dict[Topic, str] = {
    Topic.CONDUCT: _("conduct of staff"),
    Topic.DELAY: _("delay"),
    Topic.QUALITY: _("quality of the service"),
    Topic.PRIVACY: _("privacy"),
    Topic.ACCESS: _("access to the service"),
    Topic.FEES: _("fees"),
    Topic.OTHER: _("another matter"),
}

COMPLAINANTS: dict[Complainant, str] = {
    Complainant.ANONYMOUS: _("anonymous"),
    Complainant.CHILD: _("a child"),
    Complainant.CAREGIVER: _("a caregiver"),
    Complainant.WORKER: _("a worker"),
    Complainant.BODY: _("a body"),
    Complainant.OTHER: _("somebody else"),
}

OUTCOMES: dict[Outcome, str] = {
    Outcome.UPHELD: _("upheld"),
    Outcome.PARTLY: _("upheld in part"),
    Outcome.NOT_UPHELD: _("not upheld"),
    Outcome.WITHDRAWN: _("withdrawn by who complained"),
}

INCIDENT_KINDS: dict[IncidentKind, str] = {
    IncidentKind.PRIVACY: _("disclosure of private information"),
    IncidentKind.HARM_BY_STAFF: _("harm by staff"),
    IncidentKind.MISSED_REPORT: _("a report that was due was missed"),
    IncidentKind.OTHER: _("another incident"),
}

JUDGEMENTS: dict[Judgement, str] = {
    Judgement.CONFIRMED: _("confirmed by a supervisor"),
    Judgement.DISMISSED: _("dismissed"),
}

HANDLINGS: dict[Handling, str] = {
    Handling.GUARDIANS: _("guardian, or who stands in for one, told"),
    Handling.AUTHORITY: _("authority in charge told"),
    Handling.MEASURES: _("measures taken against it happening again"),
}

ASKED: dict[Asked, str] = {
    Asked.YOUNG_CHILD: _("a child under 8"),
    Asked.CHILD: _("a child of 8 or more"),
    Asked.CAREGIVER: _("a caregiver"),
}

STEPS: dict[str, str] = {
    "received": _("received"),
    "accepted": _("accepted by the centre"),
    "declined": _("declined by the centre"),
    "assigned": _("somebody named"),
    "met": _("first meeting held"),
    "started": _("service begun"),
    "closed": _("service ended"),
    "taken_back": _("taken back as recorded by mistake"),
    "answered": _("answered"),
    "recorded": _("recorded"),
    "contained": _("contained"),
    "confirmed": _("confirmed"),
    "dismissed": _("dismissed"),
    "guardians": _("guardian, or who stands in for one, told"),
    "authority": _("authority in charge told"),
    "measures": _("measures taken against it happening again"),
    "device": _("on the centre's device"),
    "paper": _("on paper"),
    "unsafe": _("not asked: unsafe"),
}
"""Steps that the journal records, in words."""

QUESTIONS: tuple[str, ...] = (
    _("People here listened to me."),
    _("I was told what would happen in words I understood."),
    _("I felt safe here."),
    _("People here kept what they promised."),
    _("Coming here helped me."),
)
"""The five questions, for everybody who is asked."""

ANSWERS: tuple[str, ...] = (
    _("not at all"),
    _("a little"),
    _("partly"),
    _("mostly"),
    _("very much"),
)
"""Answers from 1 to 5."""
