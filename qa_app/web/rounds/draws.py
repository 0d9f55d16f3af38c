"""Every draw of a round on one page: put on days, and drawn in one act."""

from collections.abc import Mapping, Sequence
from functools import partial

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from qa_app import clock
from qa_app.domain.errors import ConflictError, InvalidError
from qa_app.domain.permissions import Permission
from qa_app.domain.rounds import crowded_days
from qa_app.extensions import database
from qa_app.queries.round_draws import CentreDraw, round_draws
from qa_app.queries.rounds import RoundHead, round_head
from qa_app.queries.staff import staff_by_centre
from qa_app.services.audits.draw_sample import draw_sample
from qa_app.services.audits.draw_samples import draw_samples
from qa_app.services.rounds.begin_round import begin_round
from qa_app.services.rounds.plan_round_visit import plan_round_visit
from qa_app.web.guard import current_actor, requires
from qa_app.web.locale import page_language
from qa_app.web.numbers import number_or_none
from qa_app.web.reader_refusals import reader_refusals
from qa_app.web.rounds.blueprint import bp
from qa_app.web.rounds.forms import VisitForm
from qa_app.web.rounds.labels import refusal_words
from qa_app.web.rounds.pages import DrawsPage, ShownDraw
from qa_app.web.session_labels import empty_frame_words, files_words, left_out_words
from qa_app.web.settings import installation
from qa_app.wording import Words
from qa_app.wording.rounds import said_round
from qa_app.wording.samples import said_design

Refused = Mapping[int, InvalidError | ConflictError]
_UNPROCESSABLE = 422


@bp.get("/<int:round_id>/draws")
@requires(Permission.SAMPLE_DRAW)
def draws(round_id: int) -> ResponseReturnValue:
    head = _head(round_id)
    return _page(head, _found(head)).render()


@bp.post("/<int:round_id>/draws")
@requires(Permission.SAMPLE_DRAW)
def draw_all(round_id: int) -> ResponseReturnValue:
    head = _head(round_id)
    found = _found(head)
    chosen = {one.session_id: _reader(one) for one in found if one.is_ready and one.session_id}
    outcome = draw_samples(chosen, _draw_one)
    if outcome.refused:
        return _page(head, _found(head), outcome.refused).render(), _UNPROCESSABLE
    notice = "round_drawn" if outcome.drawn else "round_not_drawn"
    return redirect(url_for("rounds.draws", round_id=round_id, notice=notice))


@bp.post("/<int:round_id>/visits")
@requires(Permission.ROUND_PLAN)
def visit_all(round_id: int) -> ResponseReturnValue:
    head = _head(round_id)
    found = _found(head)
    form = _visit_form(head, found, is_sent=True)
    if form is None:
        # sent twice, or somebody else did it meanwhile
        return redirect(url_for("rounds.draws", round_id=round_id))
    if not form.validate_on_submit():
        return _page(head, found, form=form).render(), _UNPROCESSABLE
    missing = [one for one in found if one.session_id is None]
    draws_too = request.form.get("step") == "draw"
    begun = begin_round(
        [one.centre_id for one in missing],
        partial(_plan_one, round_id, form),
        partial(_chosen_readers, head, missing) if draws_too else lambda _planned: {},
        _draw_one,
    )
    if begun.not_planned or begun.not_drawn:
        found = _found(head)
        refused = {**_by_centre(found, begun.not_planned), **begun.not_drawn}
        return _page(head, found, refused).render(), _UNPROCESSABLE
    notice = "round_begun" if begun.drawn else "round_on_days"
    return redirect(url_for("rounds.draws", round_id=round_id, notice=notice))


def _chosen_readers(
    head: RoundHead, missing: Sequence[CentreDraw], planned: Sequence[int]
) -> Mapping[int, int]:
    readers = {one.centre_id: _reader(one) for one in missing}
    return {
        one.session_id: readers[one.centre_id]
        for one in _found(head)
        if one.session_id is not None and one.session_id in planned and one.size is not None
    }


def _draw_one(session_id: int, reader: int) -> object:
    zone, seed = installation().timezone, clock.random_token
    return draw_sample(
        database(), current_actor(), session_id, None, reader, seed, zone=zone, at=clock.now()
    )


def _plan_one(round_id: int, form: VisitForm, centre_id: int) -> Sequence[int]:
    zone, visit = installation().timezone, form.visit(centre_id)
    return plan_round_visit(database(), current_actor(), round_id, visit, zone, at=clock.now())


def _head(round_id: int) -> RoundHead:
    head = round_head(database(), current_actor(), round_id)
    if head is None or not head.may_plan:
        abort(404)
    return head


def _found(head: RoundHead) -> tuple[CentreDraw, ...]:
    zone = installation().timezone
    return round_draws(database(), current_actor(), head.line.id, zone, clock.now())


def _reader(draw: CentreDraw) -> int:
    # nobody: the draw says so
    return number_or_none(request.form.get(_reader_field(draw), "")) or 0


def _reader_field(draw: CentreDraw) -> str:
    if draw.session_id is None:
        return f"reader_at{draw.centre_id}"
    return f"reader{draw.session_id}"


def _by_centre(found: Sequence[CentreDraw], refused: Refused) -> Refused:
    return {-one.centre_id: refused[one.centre_id] for one in found if one.centre_id in refused}


def _page(
    head: RoundHead,
    found: Sequence[CentreDraw],
    refused: Refused | None = None,
    form: VisitForm | None = None,
) -> DrawsPage:
    words, is_open = Words(page_language()), not head.line.is_cancelled
    ready = sum(one.is_ready for one in found) if is_open else 0
    return DrawsPage(
        round_id=head.line.id,
        name=said_round(words, head.line.id),
        finding=_finding(found),
        design=said_design(words, head.plan.design),
        crowded=_crowded_words(words, found) if is_open else (),
        draws=tuple(_shown(one, refused or {}, is_open=is_open) for one in found),
        visit_form=(form or _visit_form(head, found)) if is_open else None,
        draw_words=""
        if not ready
        else str(ngettext("Draw %(num)d sample now", "Draw %(num)d samples now", ready)),
    )


def _crowded_words(words: Words, found: Sequence[CentreDraw]) -> tuple[str, ...]:
    days = crowded_days(one.visit for one in found if one.visit is not None)
    return tuple(
        str(
            _(
                "%(day)s: %(name)s leads %(visits)d reviews at %(places)s, some %(hours)d hours,"
                " more than a day holds. Move some to other days, or to somebody else.",
                day=words.day(one.on),
                name=one.leader,
                visits=one.visits,
                places=ngettext("%(num)d centre", "%(num)d centres", one.centres),
                hours=one.minutes // 60,
            )
        )
        for one in days
    )


def _visit_form(
    head: RoundHead, found: Sequence[CentreDraw], *, is_sent: bool = False
) -> VisitForm | None:
    missing = [(one.centre_id, one.place_path) for one in found if one.session_id is None]
    if not missing:
        return None
    if is_sent:
        form = VisitForm(prefix="all")
    else:
        form = VisitForm(prefix="all", formdata=None, planned_on=head.line.starts_on)
    leaders = staff_by_centre(database(), Permission.SESSION_PLAN, missing)
    everywhere = set.intersection(*({who.id for who in some} for some in leaders.values()))
    names = {who.id: who.name for some in leaders.values() for who in some}
    form.supervisor_id.choices = [(one, name) for one, name in names.items() if one in everywhere]
    if not is_sent:
        form.supervisor_id.data = head.plan.owner_id
    return form


def _finding(found: Sequence[CentreDraw]) -> str:
    drawn = sum(one.is_drawn for one in found)
    return str(
        _(
            "Draws of the round: %(drawn)d of %(all)d done, %(ready)d ready",
            drawn=drawn,
            all=len(found),
            ready=sum(one.is_ready for one in found),
        )
    )


def _shown(draw: CentreDraw, refused: Refused, *, is_open: bool) -> ShownDraw:
    fault = refused.get(draw.session_id or -draw.centre_id)
    why = _why(draw) if fault is None else draw_refusal_words(fault)
    state, look = _("list missing"), "wait"
    if draw.is_drawn:
        state, look = _("drawn"), "done"
    elif draw.session_id is None:
        state, look = _("no day yet"), "wait"
    elif draw.is_ready:
        state, look = _("ready"), "run"
    elif draw.frame_count:
        state, look = _("not ready"), "wait"
    # what has no day yet can be put on one and drawn in one act
    can_draw = draw.is_ready or draw.session_id is None
    return ShownDraw(
        session_id=draw.session_id,
        centre=draw.centre,
        rubric=draw.rubric,
        planned_on=draw.planned_on,
        state=str(state),
        look=look,
        frame=files_words(draw.frame_count) if draw.session_id else "",
        left_out=_left_out(draw) if draw.session_id else "",
        size="" if draw.size is None else files_words(draw.size),
        why=why,
        readers=draw.readers if can_draw and is_open else (),
        given_to=draw.given_to,
        reader_field=_reader_field(draw),
        reader_id=_reader(draw) if request.method == "POST" else 0,
    )


def _left_out(draw: CentreDraw) -> str:
    """Count what the list holds besides the frame, with every reason."""
    if not draw.is_drawn and draw.outside_count is None:
        return ""
    outside = draw.outside_count or 0
    listed = left_out_words(draw.excluded)
    if outside:
        listed.append(str(_("%(n)d outside the period", n=outside)))
    if not listed:
        return str(_("none left out"))
    left = sum(draw.excluded.values()) + outside
    numbers = {"left": left, "all": draw.frame_count + left, "listed": str(_(", ")).join(listed)}
    if draw.outside_count is None:
        # a draw keeps what it left out of its period, not how many files lay outside it
        return str(_("%(left)d of the %(all)d of the period left out: %(listed)s", **numbers))
    return str(_("%(left)d of %(all)d left out: %(listed)s", **numbers))


def _why(draw: CentreDraw) -> str:
    if draw.is_drawn or draw.is_ready:
        return ""
    if draw.session_id is None:
        return "" if draw.readers else str(_("No reviewer of the round may review files here now."))
    if draw.refusal is not None and draw.refusal.code == "frame_empty" and _has_files(draw):
        return str(_("No file can be drawn: every one is left out."))
    if draw.refusal is not None:
        return draw_refusal_words(draw.refusal)
    if draw.size is not None:
        return str(_("No reviewer of the round may review files here on that day."))
    return str(_("It is held already, or reads no files."))


def _has_files(draw: CentreDraw) -> bool:
    return bool(draw.excluded or draw.outside_count)


def draw_refusal_words(fault: InvalidError | ConflictError) -> str:
    """Say why a sample was not drawn, or a centre not put on a day.

    Args:
        fault: The refusal.

    Returns:
        One sentence.
    """
    params = fault.params if isinstance(fault, InvalidError) else {}
    words = {
        "frame_empty": empty_frame_words(params),
        "too_many_files": _(
            "More files would have to be read (%(wanted)d) than a session takes (%(most)d):"
            " change the design of the round",
            wanted=params.get("wanted", 0),
            most=params.get("most", 0),
        ),
        "strata_too_many": _(
            "There are more groups (%(strata)d) than files to read (%(files)d): take fewer"
            " groups or more files",
            strata=params.get("strata", 0),
            files=params.get("files", 0),
        ),
        **reader_refusals(),
        "unfit_rubric": _("No rubric of the round is for the areas or the place of this centre"),
        "not_planned": _("It is held already, or reads no files."),
        "round_cancelled": _("The round is cancelled."),
    }
    return str(words.get(fault.code) or refusal_words(fault.code, {})[1])
