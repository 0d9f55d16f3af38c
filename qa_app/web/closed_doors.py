"""Why a page is not for somebody, as far as blindness allows, and a way back."""

from flask import request, url_for
from flask_babel import gettext as _

from qa_app.domain.people import Role
from qa_app.domain.permissions import Permission, roles_with
from qa_app.extensions import database
from qa_app.queries.staff import people_with
from qa_app.queries.waiting_roles import roles_waiting
from qa_app.web.guard import current_signed
from qa_app.web.locale import page_language
from qa_app.web.menu import menu
from qa_app.web.second_factor.labels import refusal_words
from qa_app.wording import Words

_NAMED_MOST = 5


def door_words(reason: str) -> tuple[str, str] | None:
    """Say why a page is closed, where the reason is not about any one object.

    Args:
        reason: Code of the refusal, or the permission that is missing.

    Returns:
        Title and advice; None for other reasons.
    """
    if reason == "second_readings":
        return str(_("Second readings of this sample are kept from you")), str(
            _(
                "You read files of this sample. Whoever does learns nothing of second readings,"
                " whether there are any or not; somebody else who plans there sees to them."
            )
        )
    if reason == "link_weighs":
        return str(_("One person alone opens no account of this weight")), str(
            _(
                "It holds a role that takes two persons to give, and no second factor keeps you"
                " out: there is none, its codes were printed by you, or it was set up while nobody"
                " else knew who had opened a link of yours. Where the page of the account says so,"
                " ask another administrator to confirm there that its owner opened it. Else take"
                " the role away, make the link, and have it confirmed again; or make the link on"
                " the server."
            )
        )
    if reason == "link_maker":
        return str(_("Somebody else must confirm these roles")), str(
            _(
                "You made a link to this account, or you may be one person with whoever did. Once"
                " another administrator has confirmed on its page, and on yours where that asks for"
                " it, that the owner opened the link, you may confirm."
            )
        )
    if reason == "one_person":
        return str(_("This takes two people, and one may be behind both accounts")), str(
            _(
                "Two of the accounts that act here had their passwords set by links of one"
                " administrator, or one of them made the link of the other, and nobody else has"
                " confirmed that their owners opened them. Nothing was saved. Ask another"
                " administrator to open your account under Accounts and to confirm there that you"
                " opened your link; then do this again. If it is refused still, the same is"
                " missing for whoever did the step before, or for a reader of the file."
            )
        )
    if reason == "reset_link_maker":
        return str(_("Somebody else must reset these second factors")), refusal_words(reason)
    if reason == "turn":
        return str(_("Another download or upload is still in hand")), str(
            _(
                "They take long, so each account has one at a time, and all accounts together no"
                " more than leaves room for pages. Nothing was saved. Wait about ten seconds and"
                " ask for it again."
            )
        )
    return _role_words(reason)


def is_without_role() -> bool:
    """Tell whether somebody is signed in who holds no role, so that nothing opens to them."""
    signed = current_signed()
    return signed is not None and not signed.actor.grants


def _no_role_words() -> tuple[str, str]:
    givers = [one.name for one in people_with(database(), Permission.ROLE_GRANT)]
    advice = _(
        "You are signed in, but what opens to you follows from a role, and your account holds none."
        " A security administrator gives it: %(who)s. Ask them, then sign in again.",
        who=Words(page_language()).listed(givers[:_NAMED_MOST]),
    )
    return str(_("Your account has no role yet")), str(advice)


def _role_words(reason: str) -> tuple[str, str] | None:
    if reason not in tuple(Permission):
        return None
    if is_without_role():
        return _no_role_words()
    allowed = roles_with(Permission(reason))
    roles = [words for role, words in _roles().items() if role in allowed]
    who = Words(page_language()).listed(roles)
    return str(_("This page is not for your role")), str(
        _("It is for: %(roles)s. Ask an administrator if you need it.", roles=who)
    )


def reasons_of_absence() -> tuple[str, ...]:
    """List why an address may show nothing, the same for every address, so that none betrays.

    Returns:
        The reasons; nothing for visitors who are not signed in.
    """
    if current_signed() is None:
        return ()
    return (
        str(_("The address is mistyped, or what stood there was taken away.")),
        str(_("It belongs to a centre that was not given to you.")),
        str(_("It was yours and was handed over to somebody else.")),
        str(_("It is kept from you for now: files are read twice without either reader knowing.")),
    )


def way_back(reason: str | None) -> tuple[str, str] | None:
    """Lead back to where the person came from, as far as the address tells.

    Args:
        reason: Code of the refusal; None for none.

    Returns:
        Address and words; None where no section of the menu is meant.
    """
    if reason in {"one_person", "link_maker"} and (account_id := _account_meant()):
        back = str(_("Back to the account"))
        return url_for("admin.account", account_id=account_id), back
    if reason == "second_readings":
        session_id = (request.view_args or {}).get("session_id")
        return url_for("supervision.show", session_id=session_id), str(_("Back to the session"))
    if current_signed() is None:
        return None
    current = next((one for one in menu() if one.is_current), None)
    if current is None or current.address == request.path:
        return None
    return current.address, str(_("Back to: %(page)s", page=current.words))


def _account_meant() -> int | None:
    # of whom an administrator decided when they were refused
    meant, signed = request.view_args or {}, current_signed()
    if request.blueprint != "admin" or signed is None:
        return None
    waiting = {one.id: one.account_id for one in roles_waiting(database(), signed.actor)}
    return meant.get("account_id") or waiting.get(meant.get("request_id", 0))


def _roles() -> dict[Role, str]:
    return {
        Role.SENIOR_SUPERVISOR: str(_("senior supervisors")),
        Role.AUDITOR: str(_("reviewers")),
        Role.MODERATOR: str(_("moderators")),
        Role.CENTRE_MANAGER: str(_("managers of centres")),
        Role.CASEWORKER: str(_("caseworkers")),
        Role.JUDICIAL_READER: str(_("judicial readers")),
        Role.JUDICIAL_DECIDER: str(_("judicial deciders")),
        Role.REGISTRAR: str(_("registrars")),
        Role.AUTHORITY_READER: str(_("readers of public authorities")),
        Role.SYS_ADMIN: str(_("system administrators")),
        Role.SEC_ADMIN: str(_("security administrators")),
        Role.AUDIT_ADMIN: str(_("audit administrators")),
    }
