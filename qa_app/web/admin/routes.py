"""Routes of accounts."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from hashlib import sha256

from argon2 import PasswordHasher
from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms.fields.choices import SelectChoice

from qa_app import clock
from qa_app.domain.defaults import ROWS_PER_PAGE
from qa_app.domain.errors import InvalidError
from qa_app.domain.permissions import Permission, may, reach_of
from qa_app.domain.sign_in import LinkKind, link_until
from qa_app.domain.text import BilingualText
from qa_app.extensions import database
from qa_app.queries.accounts import sessions_of
from qa_app.queries.hands import owner_to_confirm, unconfirmed
from qa_app.queries.managed_accounts import (
    GrantLine,
    ManagedAccount,
    account_by_id,
    account_faults,
    accounts_page,
    count_accounts,
    names_within,
    practitioner_id,
)
from qa_app.queries.register import area_tree, centres_to_choose
from qa_app.queries.waiting_roles import (
    RolesWaiting,
    grants_named,
    roles_waiting,
    who_confirms,
)
from qa_app.services.accounts.add_account import NewAccount, add_account
from qa_app.services.accounts.answer_roles import answer_roles
from qa_app.services.accounts.confirm_owner import confirm_owner
from qa_app.services.accounts.end_sessions_of import end_sessions_of
from qa_app.services.accounts.make_link import make_link
from qa_app.services.accounts.set_account_state import set_account_state
from qa_app.services.accounts.set_grants import set_grants
from qa_app.web.account_labels import device_name
from qa_app.web.admin.blueprint import bp
from qa_app.web.admin.forms import (
    AccountForm,
    ReachForm,
    RolesForm,
    StateForm,
    grant_value,
)
from qa_app.web.admin.labels import refusal_words, role_name, role_words
from qa_app.web.admin.pages import (
    AccountLine,
    AccountPage,
    AccountsPage,
    LinkPage,
    NewAccountPage,
    RoleLine,
    WaitingRole,
    WaitingRoles,
)
from qa_app.web.copying import public_address
from qa_app.web.guard import current_actor, requires
from qa_app.web.labels import plain
from qa_app.web.locale import page_language
from qa_app.web.settings import local_today
from qa_app.web.step_up import asks_again
from qa_app.wording import Words

_UNPROCESSABLE = 422
_FIELDS = {
    "login_name": "login_name",
    "login_name_taken": "login_name",
    "roles_exclude": "role",
    "roles_weigh": "role",
    "unknown_place": "place",
    "unknown_centre": "centre",
    "beyond_reach": "place",
    "practitioner_taken": "practitioner",
}


def hasher() -> PasswordHasher:
    return PasswordHasher()


@bp.get("/admin/accounts")
@requires(Permission.ACCOUNT_READ)
def accounts() -> ResponseReturnValue:
    actor = current_actor()
    named = request.args.get("named", "").strip()
    found = accounts_page(database(), actor, request.args.get("after", ""), named)
    total, disabled = count_accounts(database(), actor)
    asked = frozenset(unconfirmed(database(), clock.now()))
    return AccountsPage(
        named=named,
        total=total,
        disabled_count=disabled,
        owners=names_within(database(), actor, asked),
        lines=tuple(_line(one, asks_owner=one.id in asked) for one in found[:ROWS_PER_PAGE]),
        next_after=found[ROWS_PER_PAGE - 1].login_name if len(found) > ROWS_PER_PAGE else None,
    ).render()


@bp.route("/admin/accounts/new", methods=["GET", "POST"])
@requires(Permission.ACCOUNT_MANAGE)
@asks_again("admin.new_account")
def new_account() -> ResponseReturnValue:
    form, actor = AccountForm(), current_actor()
    form.offer(
        centres_to_choose(database(), actor, Permission.ACCOUNT_MANAGE, local_today()),
    )
    if form.is_submitted():
        new, is_whole = _new_account(form)
        if not is_whole:
            name = new.login_name.casefold()
            _tell(form, account_faults(database(), actor, name, ()))
        else:
            try:
                token, now = clock.random_token(), clock.now()
                digest = sha256(token.encode()).hexdigest()
                invited = replace(new, link_digest=digest)
                made = add_account(database(), actor, invited, hasher(), at=now)
            except InvalidError as fault:
                _tell(form, fault.codes)
            else:
                return _link(_found(made), token, LinkKind.INVITATION, now)
    page = NewAccountPage(form=form)
    return page.render(), _UNPROCESSABLE if form.is_submitted() else 200


@bp.get("/admin/accounts/<int:account_id>")
@requires(Permission.ACCOUNT_READ)
def account(account_id: int) -> ResponseReturnValue:
    return _account(_found(account_id)).render()


@bp.post("/admin/accounts/<int:account_id>/roles")
@requires(Permission.ROLE_GRANT)
@asks_again("admin.account", "account_id")
def roles(account_id: int) -> ResponseReturnValue:
    found = _found(account_id)
    form = _roles_form(found)
    if form.validate_on_submit():
        more = form.grant() if form.has_more else None
        if more is not None or not form.has_more:
            grants = [*form.kept_grants(), *([more] if more else [])]
            actor, now = current_actor(), clock.now()
            try:
                is_held = set_grants(database(), actor, account_id, grants, at=now)
            except InvalidError as fault:
                form.fail(_roles_field(fault.code), refusal_words(fault.code))
            else:
                notice = "roles_set" if is_held else "roles_wait"
                notice = notice if grants else "roles_taken"
                return redirect(url_for("admin.account", account_id=account_id, notice=notice))
    return _account(found, roles_form=form).render(), _UNPROCESSABLE


@bp.post("/admin/accounts/<int:account_id>/state")
@requires(Permission.ACCOUNT_MANAGE)
@asks_again("admin.account", "account_id")
def state(account_id: int) -> ResponseReturnValue:
    found = _found(account_id)
    form = StateForm()
    if not form.validate_on_submit() or form.is_active.data not in {"0", "1"}:
        abort(_UNPROCESSABLE)
    is_active = form.is_active.data == "1"
    actor, now = current_actor(), clock.now()
    try:
        set_account_state(database(), actor, account_id, is_active=is_active, at=now)
    except InvalidError as fault:
        if fault.code != "practitioner_taken":
            raise
        form.fail("", refusal_words(fault.code))
        return _account(found, state_form=form).render(), _UNPROCESSABLE
    notice = "account_enabled" if is_active else "account_disabled"
    return redirect(url_for("admin.account", account_id=account_id, notice=notice))


@bp.post("/admin/accounts/<int:account_id>/link")
@requires(Permission.ACCOUNT_MANAGE)
@asks_again("admin.account", "account_id")
def link(account_id: int) -> ResponseReturnValue:
    found, token, now = _found(account_id), clock.random_token(), clock.now()
    digest = sha256(token.encode()).hexdigest()
    kind, _until = make_link(database(), current_actor(), account_id, digest, at=now)
    return _link(found, token, kind, now)


@bp.post("/admin/accounts/<int:account_id>/owner")
@requires(Permission.OWNER_CONFIRM)
@asks_again("admin.account", "account_id")
def owner(account_id: int) -> ResponseReturnValue:
    _found(account_id)
    link_id = request.form.get("link", type=int) or abort(_UNPROCESSABLE)
    confirm_owner(database(), current_actor(), account_id, link_id, at=clock.now())
    return redirect(url_for("admin.account", account_id=account_id, notice="owner_confirmed"))


@bp.post("/admin/accounts/<int:account_id>/sessions/end")
@requires(Permission.LOGIN_END)
@asks_again("admin.account", "account_id")
def end_sessions(account_id: int) -> ResponseReturnValue:
    _found(account_id)
    end_sessions_of(database(), current_actor(), account_id, at=clock.now())
    return redirect(url_for("admin.account", account_id=account_id, notice="sessions_ended"))


def _link(found: ManagedAccount, token: str, kind: LinkKind, now: datetime) -> str:
    return LinkPage(
        account=found,
        is_invitation=kind is LinkKind.INVITATION,
        address=public_address(url_for("accounts.take", token=token)),
        until=link_until(kind, now),
    ).render()


def _found(account_id: int) -> ManagedAccount:
    return account_by_id(database(), current_actor(), account_id) or abort(404)


@bp.post("/admin/accounts/roles/<int:request_id>")
@requires(Permission.ROLE_CONFIRM)
@asks_again("admin.accounts")
def answer_waiting(request_id: int) -> ResponseReturnValue:
    step = request.form.get("step", "")
    if step not in {"confirm", "drop"}:
        abort(_UNPROCESSABLE)
    is_confirmed, actor = step == "confirm", current_actor()
    account_id = answer_roles(
        database(), actor, request_id, is_confirmed=is_confirmed, at=clock.now()
    )
    notice = "roles_confirmed" if is_confirmed else "roles_dropped"
    return redirect(url_for("admin.account", account_id=account_id, notice=notice))


def _new_account(form: AccountForm) -> tuple[NewAccount, bool]:
    is_valid = form.validate()
    worker, centre, code = None, form.centre.data or "", form.practitioner.data
    if centre and not code and not form.centre.errors:
        form.fail("practitioner", _("Give the code of the worker, or choose no centre"))
    if code:
        worker = practitioner_id(database(), centre, code)
        if worker is None:
            form.fail("practitioner", _("No worker of this centre has this code"))
    new = NewAccount(
        form.login_name.data or "",
        form.display_name.data or "",
        None,
        (),
        worker,
    )
    return new, is_valid and not ((code or centre) and worker is None)


def _tell(form: AccountForm, faults: Sequence[str]) -> None:
    for code in faults:
        # an empty field is told as empty, not as wrong besides
        field = _FIELDS.get(code, "")
        if not (field and form[field].errors):
            form.fail(field, refusal_words(code))


def _offer(form: ReachForm) -> None:
    actor = current_actor()
    places = area_tree(database(), actor, Permission.ROLE_GRANT)
    reach = reach_of(actor, Permission.ROLE_GRANT)
    centres = centres_to_choose(database(), actor, Permission.ROLE_GRANT, local_today())
    form.offer(places, centres, has_whole_network=reach.is_everything)


def _roles_form(found: ManagedAccount) -> RolesForm:
    form = RolesForm()
    _offer(form)
    form.kept.choices = [
        SelectChoice(
            grant_value(one.role, one.place_code, one.centre_code),
            f"{role_name(one.role)} · {_where(one.place, one.centre)}",
        )
        for one in found.grants
    ]
    return form


def _roles_field(code: str) -> str:
    return "role" if code == "no_role" else _FIELDS.get(code, "")


def _where(place: BilingualText | None, centre: BilingualText | None) -> str:
    named = centre or place
    return plain(named) if named else str(_("the whole network"))


def _line(found: ManagedAccount, *, asks_owner: bool) -> AccountLine:
    return AccountLine(
        found,
        tuple((role_name(one.role), _where(one.place, one.centre)) for one in found.grants),
        found.id == current_actor().account_id,
        asks_owner,
    )


def _against(held: Iterable[GrantLine], wanted: Iterable[GrantLine]) -> tuple[WaitingRole, ...]:
    # whoever confirms sees what changes, and where each role applies
    before, after = set(held), set(wanted)
    lines = [(one, "" if one in before else "new") for one in wanted]
    lines += [(one, "goes") for one in held if one not in after]
    return tuple(
        WaitingRole(role_name(one.role), _where(one.place, one.centre), change)
        for one, change in lines
    )


def _roles() -> tuple[RoleLine, ...]:
    return tuple(RoleLine(name, about) for name, about in role_words().values())


def _account(
    found: ManagedAccount,
    roles_form: RolesForm | None = None,
    state_form: StateForm | None = None,
) -> AccountPage:
    actor = current_actor()
    is_mine = found.id == actor.account_id
    may_end = may(actor, Permission.LOGIN_END) and not is_mine
    sessions = sessions_of(database(), actor, found.id, at=clock.now()) if may_end else ()
    owner = owner_to_confirm(database(), actor, found.id, clock.now())
    return AccountPage(
        line=_line(found, asks_owner=owner is not None),
        owner=owner,
        may_change=may(actor, Permission.ACCOUNT_MANAGE) and not is_mine,
        may_grant=may(actor, Permission.ROLE_GRANT) and not is_mine,
        waiting=tuple(
            _waiting(found, one)
            for one in roles_waiting(database(), actor)
            if one.account_id == found.id
        ),
        roles_form=roles_form or _fresh_roles_form(found),
        state_form=state_form
        or StateForm(formdata=None, is_active="0" if found.is_active else "1"),
        may_end=may_end,
        sessions=sessions,
        devices={one.id: device_name(one.device) for one in sessions},
        roles=_roles(),
    )


def _waiting(found: ManagedAccount, one: RolesWaiting) -> WaitingRoles:
    actor = current_actor()
    confirmers = who_confirms(database(), one, clock.now())
    return WaitingRoles(
        one.id,
        _against(found.grants, grants_named(database(), one)),
        one.asked_at,
        one.asked_by,
        may_confirm=actor.account_id in {person.account_id for person in confirmers},
        may_drop=found.id != actor.account_id,
        confirmers=Words(page_language()).listed(person.name for person in confirmers),
    )


def _fresh_roles_form(found: ManagedAccount) -> RolesForm:
    form = _roles_form(found)
    form.kept.data = [choice.value for choice in form.kept.choices]
    return form
