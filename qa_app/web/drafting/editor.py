"""Routes of the editor: the outline of a draft and the form of one of its parts."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from flask import abort, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from qa_app import clock
from qa_app.domain.defaults import DRAFT_TRIED_MOST
from qa_app.domain.draft_edit import added, doubled, moved, removed
from qa_app.domain.draft_method import refitted
from qa_app.domain.draft_parts import (
    FILE,
    SETTINGS,
    Part,
    PartKind,
    code_of,
    part_at,
    part_named,
    parts_of,
    renamed,
    with_part,
)
from qa_app.domain.errors import ConflictError, InvalidError
from qa_app.domain.list_room import grown_too_long, sent_too_long
from qa_app.domain.part_fields import with_fields
from qa_app.domain.part_forms import FIELDS
from qa_app.domain.permissions import Permission
from qa_app.domain.problems import Problem
from qa_app.domain.rubric_draft import DraftState
from qa_app.domain.typed_values import as_kept
from qa_app.extensions import database
from qa_app.queries.rubric_drafts import DraftInHand
from qa_app.queries.rubric_standing import item_codes_used
from qa_app.rubric_files.unreadable import UnreadableError
from qa_app.rubric_files.yaml_text import read_yaml
from qa_app.services.standards.save_rubric_draft import DraftChange, save_rubric_draft
from qa_app.web.asking.background import Fields
from qa_app.web.drafting.beside import beside
from qa_app.web.drafting.blueprint import bp
from qa_app.web.drafting.editor_pages import BesidePart, Trouble
from qa_app.web.drafting.editor_screen import Screen, clashes_of, editor_page, found_in, told
from qa_app.web.drafting.editor_words import refusal_of_save, too_long_words
from qa_app.web.drafting.lagging import lags_of_draft
from qa_app.web.drafting.meant import following, in_codes
from qa_app.web.drafting.reading import ground, the_draft
from qa_app.web.guard import current_actor, requires
from qa_app.web.locale import page_language
from qa_app.web.numbers import whole_number
from qa_app.wording import Words
from qa_app.wording.rubric_places import fault_words

Plain = Mapping[str, Any]
_NO_MAPPING = Problem("not_a_mapping")
_UNPROCESSABLE, _CONFLICT = 422, 409
_CITE = "cite:"
"""Begin of what a button says that adds a clause to the sources of an item."""
_OF_PART = "part:"
"""Begin of the names under which the form of the part comes beside the made-up file."""


@dataclass(frozen=True, slots=True)
class _Sent:
    """A form of the editor as it came in.

    Attributes:
        part: The part, where it stands now.
        plain: The draft with what was typed.
        act: What shall be done besides saving.
        revision: What the writer had before them.
        is_gone: The part was taken away meanwhile.
        too_long: Names of lists that are longer than a form takes; nothing is saved.
    """

    part: Part
    plain: dict[str, Any]
    act: str
    revision: int
    is_gone: bool = False
    too_long: tuple[str, ...] = ()


@bp.get("/drafts/<int:draft_id>/edit")
@requires(Permission.RUBRIC_WRITE)
def edit(draft_id: int) -> ResponseReturnValue:
    draft = the_draft(draft_id)
    if draft.line.state is not DraftState.DRAFT:
        return redirect(url_for("drafting.show", draft_id=draft_id))
    part = part_named(request.args.get("part", "")) or SETTINGS
    if part_at(draft.plain, part) is None:
        part = SETTINGS
    return editor_page(draft, Screen(part, draft.plain)).render()


@bp.post("/drafts/<int:draft_id>/edit")
@requires(Permission.RUBRIC_WRITE)
def save_part(draft_id: int) -> ResponseReturnValue:
    draft = the_draft(draft_id)
    try:
        sent = _sent(draft, request.form)
    except UnreadableError as fault:
        return _unreadable(draft, fault)
    if sent.is_gone:
        return _stale(draft, sent), _CONFLICT
    screen = Screen(sent.part, sent.plain, too_long=sent.too_long)
    if sent.act == "find":
        return editor_page(draft, replace(screen, searched=request.form.get("find", ""))).render()
    done, target = _done(draft, sent)
    plain = done if sent.act == "yaml" else following(sent.plain, done, ground().library.scales)
    change = DraftChange(draft_id, sent.revision, plain)
    try:
        _refuse(sent)
        save_rubric_draft(database(), current_actor(), change, at=clock.now())
    except InvalidError as fault:
        trouble = Trouble(refusal_of_save(fault.code))
        return editor_page(draft, replace(screen, trouble=trouble)).render(), _UNPROCESSABLE
    except ConflictError as fault:
        if fault.code != "draft_stale":
            return redirect(url_for("drafting.show", draft_id=draft_id))
        return _stale(draft, sent), _CONFLICT
    return _after(draft_id, sent.act, _next(plain) or target)


@bp.post("/drafts/<int:draft_id>/check")
@requires(Permission.RUBRIC_WRITE)
def check_draft(draft_id: int) -> ResponseReturnValue:
    draft = the_draft(draft_id)
    try:
        sent = _sent(draft, request.form)
    except UnreadableError as fault:
        return jsonify(unreadable=_refusal(fault)), _UNPROCESSABLE
    if sent.too_long:
        return jsonify(unreadable=too_long_words()), _UNPROCESSABLE
    lags = lags_of_draft(draft, sent.plain)
    return jsonify(told(found_in(sent.plain), sent.part, lags))


@bp.post("/drafts/<int:draft_id>/edit/try")
@requires(Permission.RUBRIC_WRITE)
def try_beside(draft_id: int) -> ResponseReturnValue:
    draft, form = the_draft(draft_id), request.form
    if draft.line.state is not DraftState.DRAFT:
        return redirect(url_for("drafting.show", draft_id=draft_id))
    # the script sends the form of the part along, so that what is not saved yet counts as well
    typed = MultiDict(
        (name.removeprefix(_OF_PART), value)
        for name, value in form.items(multi=True)
        if name.startswith(_OF_PART)
    )
    carried = sum(len(sent) for name, sent in form.lists() if not name.startswith(_OF_PART))
    if carried > DRAFT_TRIED_MOST:
        abort(_UNPROCESSABLE)  # what is carried along comes back in the page
    if not typed:
        part = part_named(form.get("go") or form.get("part", "")) or SETTINGS
        here = part if part_at(draft.plain, part) is not None else SETTINGS
        return editor_page(draft, Screen(here, draft.plain, made_up=form)).render()
    sent, on = _sent(draft, typed), ground()
    if sent.too_long:
        abort(_UNPROCESSABLE)
    view = beside(on, on.problems(sent.plain), sent.plain, sent.part, form)
    return BesidePart(draft=draft, beside=replace(view, is_of_form=True)).render()


def _sent(draft: DraftInHand, form: Fields) -> _Sent:
    part = part_named(form.get("part", "")) or abort(_UNPROCESSABLE)
    act, revision = form.get("act", "save"), _revision(form)
    typed = form.to_dict(flat=False)
    too_long = () if act == "yaml" else sent_too_long(FIELDS[part.kind], typed)
    here = _here(draft, part, form.get("code", ""))
    if too_long:
        return _Sent(here or SETTINGS, dict(draft.plain), act, revision, too_long=too_long)
    if here is None:
        return _Sent(part, dict(draft.plain), act, revision, is_gone=True)
    holds = part_at(draft.plain, here)
    if act == "yaml":
        value = _from_yaml(form.get("yaml", ""))
    elif isinstance(holds, Mapping):
        typed = in_codes(typed, draft.plain, ground().library.scales)
        if act.startswith(_CITE) and here.kind is PartKind.ITEM:
            typed["std"] = [*typed.get("std", ()), act.removeprefix(_CITE)]
        value = with_fields(FIELDS[here.kind], holds, typed)
        too_long = grown_too_long(FIELDS[here.kind], holds, value)
    else:
        value = holds
    kept = as_kept(value)
    plain = refitted(draft.plain, with_part(draft.plain, here, kept))
    if act != "yaml":  # whoever writes text says all of it
        plain = following(draft.plain, plain, ground().library.scales)
    return _Sent(renamed(draft.plain, here, kept), plain, act, revision, too_long=too_long)


def _refuse(sent: _Sent) -> None:
    """Refuse lists that no form shows, and a code for a scale that something else keeps."""
    if sent.too_long:
        raise InvalidError("list_too_long")
    part = sent.part
    typed = request.form.get("id", "").strip()
    if part.kind.is_named and typed not in {"", part.path[-1]}:
        raise InvalidError("code_taken")


def _here(draft: DraftInHand, part: Part, code: str) -> Part | None:
    """Find the part where it stands now: somebody may have moved it meanwhile."""
    holds = part_at(draft.plain, part)
    if holds is not None and (not part.path or code_of(holds) == code or not code):
        return part
    same = (one for one in parts_of(draft.plain) if one.kind is part.kind)
    return next((one for one in same if code_of(part_at(draft.plain, one)) == code), None)


def _revision(form: Fields) -> int:
    try:
        return whole_number(form.get("revision", ""))
    except ValueError:
        abort(_UNPROCESSABLE)


def _from_yaml(text: str) -> Any:
    value = read_yaml(text.replace("\r\n", "\n")).plain
    if not isinstance(value, dict):
        raise UnreadableError(_NO_MAPPING, (1, 1))
    return value


def _done(draft: DraftInHand, sent: _Sent) -> tuple[dict[str, Any], Part]:
    """Do to the parts what the pressed button says; anything else only saves."""
    plain, part, act = sent.plain, sent.part, sent.act
    if act.startswith("add:"):
        made = added(plain, act.removeprefix("add:"), _taken(draft))
        return made or abort(_UNPROCESSABLE)
    if not part.path or part_at(plain, part) is None:
        return plain, part
    match act:
        case "up" | "down":
            return moved(plain, part, -1 if act == "up" else 1)
        case "copy":
            return doubled(plain, part, _taken(draft))
        case "remove":
            return removed(plain, part), SETTINGS
        case _:
            return plain, part


def _taken(draft: DraftInHand) -> frozenset[str]:
    return item_codes_used(database(), draft.line.code)


def _next(plain: Plain) -> Part | None:
    part = part_named(request.form.get("next", ""))
    return part if part is not None and part_at(plain, part) is not None else None


def _after(draft_id: int, act: str, part: Part) -> ResponseReturnValue:
    if act == "try":
        return redirect(url_for("drafting.try_out", draft_id=draft_id))
    notice, address = "part_removed" if act == "remove" else "part_saved", part.address
    return redirect(url_for("drafting.edit", draft_id=draft_id, part=address, notice=notice))


def _refusal(fault: UnreadableError) -> str:
    line, column = fault.place or (1, 1)
    words = fault_words(Words(page_language()), fault.problem, in_file=True)
    return str(
        _("Line %(line)s, column %(column)s: %(words)s", line=line, column=column, words=words)
    )


def _unreadable(draft: DraftInHand, fault: UnreadableError) -> ResponseReturnValue:
    part = part_named(request.form.get("part", "")) or FILE
    trouble = Trouble(_refusal(fault))
    here = part if part_at(draft.plain, part) is not None else SETTINGS
    screen = Screen(here, draft.plain, trouble, yaml=request.form.get("yaml", ""))
    return editor_page(draft, screen).render(), _UNPROCESSABLE


def _stale(draft: DraftInHand, sent: _Sent) -> str:
    """Show what somebody else saved beside what was typed; sending again is a decision."""
    if sent.is_gone:
        mine = with_fields(FIELDS[sent.part.kind], {}, request.form.to_dict(flat=False))
        words = _("Somebody took this part away meanwhile. What you typed stands below.")
        trouble = Trouble(str(words), is_stale=True, clashes=clashes_of(sent.part, {}, mine))
        return editor_page(draft, Screen(SETTINGS, draft.plain, trouble)).render()
    theirs, mine = part_at(draft.plain, sent.part), part_at(sent.plain, sent.part)
    clashes = clashes_of(sent.part, theirs, mine)
    words = (
        _("Somebody saved this draft meanwhile; nothing of yours was saved yet.")
        if clashes
        else _("Somebody saved another part meanwhile. Nothing of this one changed: do it again.")
    )
    trouble = Trouble(str(words), is_stale=True, clashes=clashes)
    return editor_page(draft, Screen(sent.part, sent.plain, trouble)).render()
