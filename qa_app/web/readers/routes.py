"""Routes of ties, areas and capacity."""

from flask import abort, redirect, url_for
from flask.typing import ResponseReturnValue

from qa_app import clock
from qa_app.domain.bars import may_end
from qa_app.domain.errors import ConflictError, InvalidError, RefusedError
from qa_app.domain.permissions import Permission
from qa_app.domain.text import BilingualText
from qa_app.extensions import database
from qa_app.queries.calibration import standings
from qa_app.queries.centres import area_names
from qa_app.queries.readers import (
    Reader,
    TieLine,
    centres_to_tie,
    own_ties,
    reader_within,
    readers_within,
    ties_of,
)
from qa_app.services.readers.end_tie import end_tie
from qa_app.services.readers.record_tie import NewTie, record_tie
from qa_app.services.readers.set_capacity import NewCapacity, set_capacity
from qa_app.web.guard import current_actor, requires
from qa_app.web.labels import plain
from qa_app.web.readers.blueprint import bp
from qa_app.web.readers.forms import CapacityForm, EndForm, TieForm
from qa_app.web.readers.labels import (
    reader_line,
    readers_title,
    refusal,
    shown_tie,
    standing_words,
)
from qa_app.web.readers.pages import OwnTiesPage, ReaderPage, ReadersPage, ShownTie
from qa_app.web.settings import installation, local_today

_CONFLICT, _UNPROCESSABLE = 409, 422


@bp.get("/me/ties")
@requires(Permission.AUDIT_SCORE)
def own() -> ResponseReturnValue:
    return _own_page().render()


@bp.post("/me/ties")
@requires(Permission.AUDIT_SCORE)
def declare() -> ResponseReturnValue:
    form, actor = TieForm(), current_actor()
    form.offer(_centres(Permission.CENTRE_READ), is_conflict_only=True)
    if not form.validate_on_submit():
        return _own_page(form=form).render(), _UNPROCESSABLE
    new = NewTie(actor.account_id or 0, form.tie(), form.worker.data or "")
    try:
        record_tie(database(), actor, new, at=clock.now())
    except InvalidError as fault:
        form.fail(*refusal(fault))
        return _own_page(form=form).render(), _UNPROCESSABLE
    return redirect(url_for("readers.own", notice="tie_recorded"))


@bp.post("/me/ties/<int:tie_id>/end")
@requires(Permission.AUDIT_SCORE)
def end_own(tie_id: int) -> ResponseReturnValue:
    if tie_id not in {one.id for one in own_ties(database(), current_actor())}:
        abort(404)
    form = EndForm()
    fault = _ended(tie_id, form)
    if fault is None and form.errors:
        return _own_page(end_form=form).render(), _UNPROCESSABLE
    if fault is not None:
        return _own_page(end_form=form).render(), _status(fault)
    return redirect(url_for("readers.own", notice="tie_ended"))


@bp.get("/readers")
@requires(Permission.READER_MANAGE)
def index() -> ResponseReturnValue:
    found = readers_within(database(), current_actor())
    areas = {code: plain(name) for code, name in area_names(database())}
    stand = standings(database(), [one.id for one in found], local_today())
    lines = tuple(reader_line(one, areas, standing_words(stand[one.id])) for one in found)
    return ReadersPage(lines=lines, title=readers_title(found)).render()


@bp.get("/readers/<int:account_id>")
@requires(Permission.READER_MANAGE)
def show(account_id: int) -> ResponseReturnValue:
    return _page(_found(account_id)).render()


@bp.post("/readers/<int:account_id>/ties")
@requires(Permission.READER_MANAGE)
def record(account_id: int) -> ResponseReturnValue:
    reader, form = _found(account_id), TieForm()
    form.offer(_centres(Permission.READER_MANAGE), is_conflict_only=False)
    if not form.validate_on_submit():
        return _page(reader, form=form).render(), _UNPROCESSABLE
    new = NewTie(account_id, form.tie(), form.worker.data or "")
    try:
        record_tie(database(), current_actor(), new, at=clock.now())
    except InvalidError as fault:
        form.fail(*refusal(fault))
        return _page(reader, form=form).render(), _UNPROCESSABLE
    return _back(account_id, "tie_recorded")


@bp.post("/readers/<int:account_id>/ties/<int:tie_id>/end")
@requires(Permission.READER_MANAGE)
def end(account_id: int, tie_id: int) -> ResponseReturnValue:
    reader = _found(account_id)
    if tie_id not in {one.id for one in ties_of(database(), account_id)}:
        abort(404)
    form = EndForm()
    fault = _ended(tie_id, form)
    if fault is None and form.errors:
        return _page(reader, end_form=form).render(), _UNPROCESSABLE
    if fault is not None:
        return _page(reader, end_form=form).render(), _status(fault)
    return _back(account_id, "tie_ended")


@bp.post("/readers/<int:account_id>/capacity")
@requires(Permission.READER_MANAGE)
def capacity(account_id: int) -> ResponseReturnValue:
    reader, form = _found(account_id), CapacityForm()
    form.offer(area_names(database()), reader)
    if not form.validate_on_submit():
        return _page(reader, capacity=form).render(), _UNPROCESSABLE
    files = form.files_per_week.data or 0
    wanted = NewCapacity(files, form.areas.data or (), form.revision.data or 0)
    try:
        set_capacity(database(), current_actor(), account_id, wanted, at=clock.now())
    except (ConflictError, InvalidError) as fault:
        form.fail(*refusal(fault))
        return _page(reader, capacity=form).render(), _status(fault)
    return _back(account_id, "capacity_set")


def _ended(tie_id: int, form: EndForm) -> RefusedError | None:
    if not form.validate_on_submit():
        return None
    try:
        zone = installation().timezone
        end_tie(database(), current_actor(), tie_id, form.until_on.data, zone, at=clock.now())
    except (ConflictError, InvalidError) as fault:
        form.fail(*refusal(fault))
        return fault
    return None


def _status(fault: RefusedError) -> int:
    return _CONFLICT if isinstance(fault, ConflictError) else _UNPROCESSABLE


def _found(account_id: int) -> Reader:
    return reader_within(database(), current_actor(), account_id) or abort(404)


def _centres(permission: Permission) -> tuple[tuple[int, BilingualText], ...]:
    return centres_to_tie(database(), current_actor(), permission)


def _back(account_id: int, notice: str) -> ResponseReturnValue:
    return redirect(url_for("readers.show", account_id=account_id, notice=notice))


def _shown(lines: tuple[TieLine, ...], account_id: int) -> tuple[ShownTie, ...]:
    me = current_actor().account_id
    return tuple(
        shown_tie(one, may_end=may_end(me, account_id, one.recorded_by_id)) for one in lines
    )


def _own_page(*, form: TieForm | None = None, end_form: EndForm | None = None) -> OwnTiesPage:
    actor = current_actor()
    fresh = form or TieForm(formdata=None)
    if form is None:
        fresh.offer(_centres(Permission.CENTRE_READ), is_conflict_only=True)
    return OwnTiesPage(
        ties=_shown(own_ties(database(), actor), actor.account_id or 0),
        form=fresh,
        end_form=end_form or EndForm(formdata=None),
    )


def _page(
    reader: Reader,
    *,
    form: TieForm | None = None,
    end_form: EndForm | None = None,
    capacity: CapacityForm | None = None,
) -> ReaderPage:
    fresh = form or TieForm(formdata=None)
    if form is None:
        fresh.offer(_centres(Permission.READER_MANAGE), is_conflict_only=False)
    takes = capacity
    if takes is None:
        takes = CapacityForm(formdata=None)
        takes.offer(area_names(database()), reader)
    return ReaderPage(
        reader=reader,
        ties=_shown(ties_of(database(), reader.id), reader.id),
        form=fresh,
        end_form=end_form or EndForm(formdata=None),
        capacity=takes,
    )
