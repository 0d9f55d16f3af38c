"""Routes of what a session opens with and what is agreed in it."""

from flask import Blueprint, abort, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from qa_app import clock
from qa_app.domain.actions import ActionState
from qa_app.domain.agreed import due_by_default
from qa_app.domain.errors import ConflictError, InvalidError
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission
from qa_app.domain.session_blocks import Block, blocks_of
from qa_app.domain.supervision_records import RecordState
from qa_app.extensions import database
from qa_app.queries.agreed import AgreedLine, agreed_in
from qa_app.queries.records import RecordHead, record_head, supervised_in
from qa_app.services.records.agree_action import agree_action
from qa_app.services.records.take_out_action import take_out_action
from qa_app.web.agenda import agenda_shown
from qa_app.web.agreed.forms import AgreedForm
from qa_app.web.agreed.pages import AgreedPage, AgreedShown
from qa_app.web.follow_up_labels import follow_up_refusal
from qa_app.web.guard import current_actor, requires
from qa_app.web.locale import page_language
from qa_app.web.settings import installation, local_today
from qa_app.wording import Words
from qa_app.wording.action_owners import said_owner
from qa_app.wording.follow_up import LOOKS, said_state

bp = Blueprint("agreed", __name__, url_prefix="/sessions/<int:session_id>/agreed")
_CONFLICT, _UNPROCESSABLE = 409, 422


@bp.get("")
@requires(Permission.RECORD_READ)
def show(session_id: int) -> ResponseReturnValue:
    return _page(current_actor(), _head(session_id)).render()


@bp.post("")
@requires(Permission.RECORD_WRITE)
def agree(session_id: int) -> ResponseReturnValue:
    actor, head, form = current_actor(), _head(session_id), AgreedForm()
    _offer(form, head)
    if form.validate_on_submit():
        zone = installation().timezone
        try:
            agree_action(database(), actor, session_id, form.plan(), zone, at=clock.now())
        except InvalidError as fault:
            form.refuse(fault)
        except ConflictError as fault:
            return _page(actor, head, fault=follow_up_refusal(fault)).render(), _CONFLICT
        else:
            return redirect(url_for("agreed.show", session_id=session_id, notice="action_agreed"))
    return _page(actor, head, form).render(), _UNPROCESSABLE


@bp.post("/<int:action_id>/take-out")
@requires(Permission.RECORD_WRITE)
def take_out(session_id: int, action_id: int) -> ResponseReturnValue:
    actor, head = current_actor(), _head(session_id)
    try:
        take_out_action(database(), actor, session_id, action_id, at=clock.now())
    except ConflictError as fault:
        return _page(actor, head, fault=follow_up_refusal(fault)).render(), _CONFLICT
    return redirect(url_for("agreed.show", session_id=session_id, notice="action_taken_out"))


def _head(session_id: int) -> RecordHead:
    return record_head(database(), current_actor(), session_id) or abort(404)


def _offer(form: AgreedForm, head: RecordHead) -> None:
    there = supervised_in(database(), head.session_id)
    workers = [(one.practitioner_id, one.name) for one in there if one.practitioner_id is not None]
    form.offer(workers, due_by_default(local_today()))


def _page(
    actor: Actor, head: RecordHead, form: AgreedForm | None = None, fault: str = ""
) -> AgreedPage:
    has_actions = Block.ACTIONS in blocks_of(head.type)
    writes = head.is_leader and head.state is RecordState.DRAFT and has_actions
    if writes and form is None:
        form = AgreedForm(formdata=None)
        _offer(form, head)
    # a draft is its writer's alone until they sign it
    is_shown = head.is_leader or head.state not in {None, RecordState.DRAFT}
    lines = agreed_in(database(), head.session_id) if is_shown else ()
    return AgreedPage(
        head=head,
        heading=_heading(lines),
        held_on=head.held_on,
        agenda=agenda_shown(actor, head.session_id, head.centre_id),
        lines=tuple(_shown(one) for one in lines),
        form=form if writes else None,
        why_no_form="" if writes else _why(head, has_actions=has_actions),
        fault=fault,
    )


def _heading(lines: tuple[AgreedLine, ...]) -> str:
    if not lines:
        return str(_("Nothing is agreed yet"))
    said = ngettext("%(num)d action is agreed", "%(num)d actions are agreed", len(lines))
    return str(said)


def _why(head: RecordHead, *, has_actions: bool) -> str:
    if not has_actions:
        return str(_("In this kind of session no actions are agreed."))
    if not head.is_leader:
        return str(_("Who led the session writes them down; you see them once it is signed."))
    if head.state is None:
        return str(_("Open the record of this session first."))
    return str(_("The record is signed: nothing is added to it or taken away."))


def _shown(one: AgreedLine) -> AgreedShown:
    words = Words(page_language())
    who = said_owner(words, one.owner, one.worker)
    due = one.due_on or one.wanted_on
    if due is not None:
        who = str(_("%(who)s, by %(day)s", who=who, day=words.day(due)))
    return AgreedShown(
        one.id,
        one.what,
        who,
        one.evidence,
        said_state(words, one.state, one.owner, is_agreed=True, worker=one.worker),
        LOOKS[one.state],
        one.state is ActionState.DRAFT,
    )
