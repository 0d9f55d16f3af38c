"""Acts on what is kept of people, as the journal tells them."""

from qa_app.domain.personal_numbers import Found
from qa_app.wording.catalogue import message as _

ACTIONS: dict[str, str] = {
    "retention:reduce": _("texts whose time is over reduced to codes"),
    "retention:remove": _("rows whose time is over removed"),
    "key:seal": _("texts sealed anew under the newest key"),
    "key:keep": _("key of digests put under the key that seals"),
    "guard:refuse": _("text refused, or a reason asked for, as it may tell who somebody is"),
    "guard:keep": _("text kept for a reason although it may tell who somebody is"),
    "guard:list": _("list of guarded names changed"),
    "pack:take": _("yearly pack on data of minors taken out"),
}
"""Action to its words."""
OBJECTS: dict[str, str] = {
    "retention": _("period of keeping"),
    "field_key": _("key that seals text"),
    "text": _("text"),
    "guarded_name": _("guarded name"),
    "audit_pack": _("yearly pack on data of minors"),
}
"""Kind of thing to its words."""
DETAILS: dict[str, str] = {
    "rule": _("period"),
    "before": _("what ended before"),
    "is_whole": _("everything done"),
    "kinds": _("what was found"),
    "fields": _("fields of the form"),
    "endpoint": _("form"),
}
"""Recorded detail to its words."""
GUARDED_KINDS: dict[str, str] = {"school": _("school"), "community": _("community")}
"""Kind of guarded name to its words."""
RULES: dict[str, str] = {
    "child": _("texts on children"),
    "personnel": _("texts on workers"),
    "institution": _("texts on centres and decisions"),
    "accounts": _("accounts of people who left"),
    "network": _("sign-ins and devices"),
    "messages": _("messages sent"),
    "form_keys": _("keys of forms"),
    "tries": _("counts of tries"),
}
"""Period to what it is for."""
FOUND: dict[str, str] = {
    "phone": _("a telephone number"),
    "mail": _("a mail address"),
    Found.BANK_CARD.value: _("the number of a bank card"),
    Found.PASSPORT.value: _("the number of a passport or permit"),
    Found.CHAT.value: _("an account of a chat"),
    Found.LISTED.value: _("the name of a school or a community"),
}
"""What the guard finds in a text and asks a reason for, in words."""
VALUES: dict[str, dict[str, str]] = {
    "rule": RULES,
    "kinds": {**FOUND, "id_number": _("the number of an identity card")},
    "is_whole": {"True": _("yes"), "False": _("no")},
}
"""Detail to its values in words."""
