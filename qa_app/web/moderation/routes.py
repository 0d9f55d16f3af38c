"""Routes of second readings, moderation and agreement."""

from urllib.parse import urlencode

from flask import Blueprint, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from qa_app import clock
from qa_app.clock import local_day
from qa_app.domain.defaults import (
    DOUBLE_READING_PCT,
    PAIR_REASON_MOST,
    ROWS_PER_PAGE,
    UNCALIBRATED_SHARE_PCT,
)
from qa_app.domain.errors import ConflictError, InvalidError, OutOfReachError, RefusedError
from qa_app.domain.events import AuditOpened
from qa_app.domain.hand_over import HandOverReason
from qa_app.domain.permissions import Permission
from qa_app.domain.reading_pairs import (
    Choice,
    DissolveReason,
    EntryKey,
    PairDecision,
    PairState,
)
from qa_app.extensions import database
from qa_app.queries.moderation import PairPaper, PairPlace, pair_paper, pairs_page
from qa_app.queries.openings import opening_of
from qa_app.queries.pairs import TwiceRead, is_kept_from, twice_read
from qa_app.queries.round_plans import of_round
from qa_app.queries.staff import staff_of
from qa_app.queries.supervision import session_head
from qa_app.services.moderation.choose_second_readings import choose_second_readings
from qa_app.services.moderation.redraw_pair import Redraw, redraw_pair
from qa_app.services.moderation.settle_pair import PairSettlement, settle_pair
from qa_app.web.guard import current_actor, requires
from qa_app.web.moderation.agreement_view import agreement_page
from qa_app.web.moderation.labels import left_words, refusal
from qa_app.web.moderation.pages import PairsPage, SecondReadingsPage
from qa_app.web.moderation.view import compare_page, shown_pair
from qa_app.web.numbers import number_or_none
from qa_app.web.openings import note_opening
from qa_app.web.session_labels import hand_over_words
from qa_app.web.settings import installation
from qa_app.web.step_up import asks_again

bp = Blueprint("moderation", __name__)
_CONFLICT, _UNPROCESSABLE = 409, 422
_GIVEN_UP = ("left", "away", "workload", "conflict_of_interest")


@bp.get("/moderation")
@requires(Permission.AUDIT_SIGN)
def index() -> ResponseReturnValue:
    actor, after = current_actor(), _after()
    found = pairs_page(database(), actor, after)
    settled = () if after else pairs_page(database(), actor, None, PairState.SETTLED)
    shown = found[:ROWS_PER_PAGE]
    address = ""
    if len(found) > ROWS_PER_PAGE:
        last = shown[-1]
        query = urlencode({"critical": last.critical_count, "after": last.id})
        address = f"{url_for('moderation.index')}?{query}"
    title = (
        ngettext("%(num)d file waits to be settled", "%(num)d files wait to be settled", len(shown))
        if shown and not address
        else _("Moderation")
    )
    return PairsPage(
        title=str(title),
        pairs=tuple(shown_pair(one) for one in shown),
        settled=tuple(shown_pair(one) for one in settled[:ROWS_PER_PAGE]),
        next_address=address,
    ).render()


@bp.get("/moderation/<int:pair_id>")
@requires(Permission.AUDIT_SIGN)
def show(pair_id: int) -> ResponseReturnValue:
    paper = _paper(pair_id)
    _note(paper)
    return compare_page(current_actor(), paper).render()


def _note(paper: PairPaper) -> None:
    # the notes of both readers stand on it: told to whoever asks who saw the case file
    actor, now = current_actor(), clock.now()
    today = local_day(now, installation().timezone)
    opening = opening_of(database(), actor, paper.first.audit_id, at=now, on=today)
    why = None if opening.why is None else opening.why.value
    event = AuditOpened(
        actor=actor,
        at=now,
        object_id=opening.audit_id,
        centre_id=paper.centre_id,
        view="moderation",
        why=why,
        request=opening.request,
    )
    note_opening(event)


@bp.post("/moderation/<int:pair_id>")
@requires(Permission.AUDIT_SIGN)
@asks_again("moderation.show", "pair_id")
def settle(pair_id: int) -> ResponseReturnValue:
    paper, form = _paper(pair_id), request.form
    decisions = _sent(paper)
    said = PairSettlement(
        decisions,
        settles_small=form.get("small") == "1",
        confirms=form.get("step") == "confirm",
        read=form.get("proposal", ""),
    )
    actor, zone = current_actor(), installation().timezone
    try:
        made = settle_pair(database(), actor, pair_id, said, zone, at=clock.now())
    except (InvalidError, ConflictError) as fault:
        paper = _paper(pair_id)
        # a refused form shows them as its page does
        _note(paper)
        page = compare_page(
            actor,
            paper,
            refusal(fault),
            decisions or None,
            settles_small=said.settles_small,
        )
        return page.render(), _status(fault)
    notice = "pair_proposed" if made is None else "pair_settled"
    return redirect(url_for("moderation.show", pair_id=pair_id, notice=notice))


@bp.get("/sessions/<int:session_id>/second-readings")
@requires(Permission.SAMPLE_DRAW)
def second(session_id: int) -> ResponseReturnValue:
    return _second_page(session_id, _twice(session_id)).render()


@bp.post("/sessions/<int:session_id>/second-readings")
@requires(Permission.SAMPLE_DRAW)
def choose(session_id: int) -> ResponseReturnValue:
    found = _twice(session_id)
    reader = number_or_none(request.form.get("reader", "")) or 0
    try:
        choose_second_readings(
            database(),
            current_actor(),
            session_id,
            reader,
            clock.random_token,
            zone=installation().timezone,
            at=clock.now(),
        )
    except (InvalidError, ConflictError) as fault:
        return _second_page(session_id, found, refusal(fault)).render(), _status(fault)
    return redirect(url_for("moderation.second", session_id=session_id, notice="second_chosen"))


@bp.post("/sessions/<int:session_id>/second-readings/<int:pair_id>")
@requires(Permission.SAMPLE_DRAW)
def redraw(session_id: int, pair_id: int) -> ResponseReturnValue:
    found, form = _twice(session_id), request.form
    if pair_id not in {one.id for one in found.open_pairs}:
        abort(404)
    reason = form.get("reason", "")
    if reason not in _GIVEN_UP:
        return _second_page(session_id, found, str(_("Choose a reason."))).render(), _UNPROCESSABLE
    # once no pair is drawn anew any more, nobody is asked who would read again
    gives_up = form.get("step") == "give_up"
    reader = None if gives_up else number_or_none(form.get("reader", "")) or 0
    change = Redraw(reader, DissolveReason(reason), clock.random_token())
    zone = installation().timezone
    try:
        is_drawn = redraw_pair(database(), current_actor(), pair_id, change, zone, at=clock.now())
    except (InvalidError, ConflictError) as fault:
        return _second_page(session_id, found, refusal(fault)).render(), _status(fault)
    notice = "pair_redrawn" if is_drawn else "pair_ended" if gives_up else "pair_given_up"
    return redirect(url_for("moderation.second", session_id=session_id, notice=notice))


@bp.get("/agreement")
@requires(Permission.AUDIT_SIGN)
def agreement() -> ResponseReturnValue:
    version = number_or_none(request.args.get("version", "")) or 0
    pair = number_or_none(request.args.get("pair", "")) or 0
    shows_kappa = request.args.get("kappa") == "1"
    return agreement_page(current_actor(), version, pair, shows_kappa=shows_kappa).render()


def _paper(pair_id: int) -> PairPaper:
    return pair_paper(database(), current_actor(), pair_id) or abort(404)


def _sent(paper: PairPaper) -> dict[EntryKey, PairDecision]:
    form, found = request.form, {}
    for place, key in enumerate(paper.apart):
        choice = form.get(f"choice-{place}", "")
        if choice in tuple(Choice):
            other = form.get(f"other-{place}", "") if choice == Choice.OTHER else None
            reason = form.get(f"reason-{place}", "").strip()[: PAIR_REASON_MOST + 1]
            found[key] = PairDecision(Choice(choice), other or None, reason)
    return found


def _twice(session_id: int) -> TwiceRead:
    found = twice_read(database(), current_actor(), session_id)
    if found is None and is_kept_from(database(), current_actor(), session_id):
        raise OutOfReachError("second_readings")
    return found or abort(404)


def _second_page(session_id: int, found: TwiceRead, fault: str = "") -> SecondReadingsPage:
    actor = current_actor()
    head = session_head(database(), actor, session_id) or abort(404)
    place = head.line.centre_id, head.place_path
    people = of_round(
        database(), head.round_id, staff_of(database(), Permission.AUDIT_SCORE, *place)
    )
    return SecondReadingsPage(
        session_id=session_id,
        twice=found,
        readers=tuple(one for one in people if one.id != actor.account_id),
        reasons=tuple((code, hand_over_words(HandOverReason(code))) for code in _GIVEN_UP),
        told=ngettext(
            "%(num)d file of this sample is read a second time.",
            "%(num)d files of this sample are read a second time.",
            found.standing,
        ),
        share=DOUBLE_READING_PCT,
        low_share=UNCALIBRATED_SHARE_PCT,
        left=left_words(found.redraws_left),
        fault=fault,
    )


def _status(fault: RefusedError) -> int:
    return _UNPROCESSABLE if isinstance(fault, InvalidError) else _CONFLICT


def _after() -> PairPlace | None:
    last = number_or_none(request.args.get("after", "")) or 0
    critical = number_or_none(request.args.get("critical", "")) or 0
    return PairPlace(critical, last) if last else None
