"""Words of the page on the centre's device; none of them says what place this is."""

from qa_app.domain.feedback import Asked
from qa_app.wording.catalogue import message as _

TITLE = _("Notes")
AWAY_TITLE = _("Calendar")
HEADINGS: dict[Asked, str] = {
    Asked.YOUNG_CHILD: _("How was it here?"),
    Asked.CHILD: _("What do you think?"),
    Asked.CAREGIVER: _("What do you think of the service?"),
}
LEDES: dict[Asked, str] = {
    Asked.YOUNG_CHILD: _("Touch the face that fits. You may stop at any time."),
    Asked.CHILD: _("Nobody learns who answered. You may stop at any time."),
    Asked.CAREGIVER: _("Nobody learns who answered. You may stop at any time."),
}
WORDS_LABEL = _("Anything else? You may leave this empty.")
WORDS_HINT = _("Please write no names and no telephone numbers.")
SEND = _("Send")
LEAVE = _("Leave now")
THANKS = _("Thank you. Please give the device back.")
CLOSED = _("There is nothing here.")
WAIT = _("Please wait a minute and send it again; this was not sent yet.")
OTHER_FAULT = _("Please look at your words again; they were not sent.")
FAULTS: dict[str, str] = {
    "answer_missing": _("Please choose one answer to each question."),
    "likely_name": _("Please leave names out; this was not sent yet."),
    "phone": _("Please leave numbers and addresses out; this was not sent yet."),
    "mail": _("Please leave numbers and addresses out; this was not sent yet."),
    "id_number": _("Please leave numbers and addresses out; this was not sent yet."),
    "text_too_long": _("Please write less; this was not sent yet."),
}
WEEKDAYS: tuple[str, ...] = (
    _("Mo"),
    _("Tu"),
    _("We"),
    _("Th"),
    _("Fr"),
    _("Sa"),
    _("Su"),
)
