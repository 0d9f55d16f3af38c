"""Routes of accounts."""

from collections.abc import Sequence

from argon2 import PasswordHasher
from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms.fields.choices import SelectChoice

from qa_app import clock
from qa_app.domain.defaults import ROWS_PER_PAGE
from qa_app.domain.errors import InvalidError
from qa_app.domain.permissions import Permission, may, reach_of
from qa_app.domain.text import BilingualText
from qa_app.extensions import database
from qa_app.queries.managed_accounts import (
    ManagedAccount,
    account_by_id,
    account_faults,
    accounts_page,
    count_accounts,
    practitioner_id,
)
from qa_app.queries.register import area_tree, centres_to_choose
from qa_app.services.accounts.add_account import NewAccount, add_account
from qa_app.services.accounts.set_account_state import set_account_state
from qa_app.services.accounts.set_grants import set_grants
from qa_app.services.accounts.set_password import set_password
from qa_app.web.admin.blueprint import bp
from qa_app.web.admin.forms import (
    AccountForm,
    NewPasswordForm,
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
    NewAccountPage,
    RoleLine,
)
from qa_app.web.guard import current_actor, requires
from qa_app.web.labels import plain
from qa_app.web.settings import local_today
from qa_app.web.step_up import asks_again

_UNPROCESSABLE = 422
_FIELDS = {
    "login_name": "login_name",
    "login_name_taken": "login_name",
    "too_short": "password",
    "too_long": "password",
    "guessable": "password",
    "roles_exclude": "role",
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
    found = accounts_page(database(), actor, request.args.get("after", ""))
    total, disabled = count_accounts(database(), actor)
    return AccountsPage(
        total=total,
        disabled_count=disabled,
        lines=tuple(_line(one) for one in found[:ROWS_PER_PAGE]),
        next_after=found[ROWS_PER_PAGE - 1].login_name if len(found) > ROWS_PER_PAGE else None,
    ).render()


@bp.route("/admin/accounts/new", methods=["GET", "POST"])
@requires(Permission.ACCOUNT_MANAGE)
@asks_again("admin.new_account")
def new_account() -> ResponseReturnValue:
    form = AccountForm()
    _offer(form)
    if form.is_submitted():
        new, is_whole = _new_account(form)
        if not is_whole:
            name, actor = new.login_name.casefold(), current_actor()
            faults = account_faults(database(), actor, name, new.password, new.grants)
            # without a role it is the field that is told as empty, not roles as excluding
            _tell(form, [one for one in faults if new.grants or one != "roles_exclude"])
        else:
            try:
                made = add_account(database(), current_actor(), new, hasher(), at=clock.now())
            except InvalidError as fault:
                _tell(form, fault.codes)
            else:
                return redirect(url_for("admin.account", account_id=made, notice="account_added"))
    page = NewAccountPage(form=form, roles=_roles())
    return page.render(), _UNPROCESSABLE if form.is_submitted() else 200


@bp.get("/admin/accounts/<int:account_id>")
@requires(Permission.ACCOUNT_READ)
def account(account_id: int) -> ResponseReturnValue:
    return _account(_found(account_id)).render()


@bp.post("/admin/accounts/<int:account_id>/roles")
@requires(Permission.ACCOUNT_MANAGE)
@asks_again("admin.account", "account_id")
def roles(account_id: int) -> ResponseReturnValue:
    found = _found(account_id)
    form = _roles_form(found)
    if form.validate_on_submit():
        more = form.grant() if form.has_more else None
        if more is not None or not form.has_more:
            grants = [*form.kept_grants(), *([more] if more else [])]
            try:
                set_grants(database(), current_actor(), account_id, grants, at=clock.now())
            except InvalidError as fault:
                form.fail(_roles_field(fault.code), refusal_words(fault.code))
            else:
                return redirect(url_for("admin.account", account_id=account_id, notice="roles_set"))
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


@bp.post("/admin/accounts/<int:account_id>/password")
@requires(Permission.ACCOUNT_MANAGE)
@asks_again("admin.account", "account_id")
def password(account_id: int) -> ResponseReturnValue:
    found = _found(account_id)
    form, actor = NewPasswordForm(), current_actor()
    if form.validate_on_submit():
        chosen = form.password.data
        try:
            set_password(database(), actor, found.login_name, chosen, hasher(), at=clock.now())
        except InvalidError as fault:
            form.fail("password", refusal_words(fault.code))
        else:
            return redirect(url_for("admin.account", account_id=account_id, notice="password_set"))
    return _account(found, password_form=form).render(), _UNPROCESSABLE


def _found(account_id: int) -> ManagedAccount:
    return account_by_id(database(), current_actor(), account_id) or abort(404)


def _new_account(form: AccountForm) -> tuple[NewAccount, bool]:
    # every part is asked in any case, so that every fault is told at once
    is_valid = form.validate()
    grant = form.grant()
    worker, code = None, form.practitioner.data
    if grant is not None and code:
        worker = practitioner_id(database(), grant.centre_code or "", code)
        if worker is None:
            form.fail("practitioner", _("No worker of this centre has this code"))
    new = NewAccount(
        form.login_name.data or "",
        form.display_name.data or "",
        form.password.data or "",
        () if grant is None else (grant,),
        worker,
    )
    return new, is_valid and grant is not None and not (code and worker is None)


def _tell(form: AccountForm, faults: Sequence[str]) -> None:
    for code in faults:
        # an empty field is told as empty, not as wrong besides
        field = _FIELDS.get(code, "")
        if not (field and form[field].errors):
            form.fail(field, refusal_words(code))
    if form.password.data and not form.password.errors:
        form.fail("password", _("Type the password again: it is not sent back"))


def _offer(form: ReachForm) -> None:
    actor = current_actor()
    places = area_tree(database(), actor, Permission.ACCOUNT_MANAGE)
    reach = reach_of(actor, Permission.ACCOUNT_MANAGE)
    centres = centres_to_choose(database(), actor, Permission.ACCOUNT_MANAGE, local_today())
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
    return "kept" if code == "no_role" else _FIELDS.get(code, "")


def _where(place: BilingualText | None, centre: BilingualText | None) -> str:
    named = centre or place
    return plain(named) if named else str(_("the whole network"))


def _line(found: ManagedAccount) -> AccountLine:
    return AccountLine(
        found,
        tuple((role_name(one.role), _where(one.place, one.centre)) for one in found.grants),
        found.id == current_actor().account_id,
    )


def _roles() -> tuple[RoleLine, ...]:
    return tuple(RoleLine(name, about) for name, about in role_words().values())


def _account(
    found: ManagedAccount,
    roles_form: RolesForm | None = None,
    password_form: NewPasswordForm | None = None,
    state_form: StateForm | None = None,
) -> AccountPage:
    is_mine = found.id == current_actor().account_id
    return AccountPage(
        line=_line(found),
        may_change=may(current_actor(), Permission.ACCOUNT_MANAGE) and not is_mine,
        roles_form=roles_form or _fresh_roles_form(found),
        state_form=state_form
        or StateForm(formdata=None, is_active="0" if found.is_active else "1"),
        password_form=password_form or NewPasswordForm(formdata=None),
        roles=_roles(),
    )


def _fresh_roles_form(found: ManagedAccount) -> RolesForm:
    form = _roles_form(found)
    form.kept.data = [choice.value for choice in form.kept.choices]
    return form
