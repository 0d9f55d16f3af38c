"""The head of the journal, as it is sent and printed, in words."""

from qa_app.wording.catalogue import message as _

ANCHOR_SUBJECT = _("Head of the journal %(head)s")
ANCHOR_BODY = _(
    "Head of the journal at %(at)s: %(head)s\nSystem: %(address)s\n\nKeep this message. Whoever"
    " checks the journal holds this line against it: rows before it that were changed or cut off"
    " show.\n"
)
ANCHOR_CHECKPOINTS = _("\nCheckpoints, which stand for rows whose time is over:\n%(lines)s\n")
ANCHOR_ON_PAPER = _("Journal %(head)s")
"""Stands on every signed paper."""
