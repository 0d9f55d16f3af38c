"""Routes of lists: who has nobody, who has how many, the chains."""

from collections.abc import Sequence

from flask import abort, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from qa_app.domain.defaults import ROWS_PER_PAGE
from qa_app.domain.people import NO_REACH
from qa_app.domain.permissions import Permission, may
from qa_app.domain.supervision_agreements import reach_over_agreements
from qa_app.extensions import database
from qa_app.queries.agreement_fitness import may_be_given_supervisors
from qa_app.queries.agreement_lists import (
    centre_counts,
    count_unsupervised,
    unsupervised,
    workers_at,
)
from qa_app.queries.agreement_reach import agreements_shown
from qa_app.queries.agreements import AgreementLine, agreements_about, days_held
from qa_app.queries.supervisor_lists import (
    ChainNode,
    SupervisorLine,
    chains,
    place_names,
    supervisors_within,
)
from qa_app.queries.supervisor_time import absences_of
from qa_app.web.agreements.blueprint import bp
from qa_app.web.agreements.labels import (
    index_lede,
    index_title,
    look_back,
    shown_agreement,
    shown_supervisor,
)
from qa_app.web.agreements.pages import (
    AgreementsPage,
    CentrePeoplePage,
    ChainPage,
    OwnAgreementsPage,
    ShownAgreement,
    ShownNode,
    ShownSupervisor,
)
from qa_app.web.guard import current_actor, requires
from qa_app.web.labels import plain
from qa_app.web.numbers import number_or_none
from qa_app.web.settings import local_today


@bp.get("/supervision/agreements")
@requires(Permission.AGREEMENT_READ)
def index() -> ResponseReturnValue:
    actor, today = current_actor(), local_today()
    if reach_over_agreements(actor) == NO_REACH:
        return _own().render()
    by_centre = request.args.get("by") == "centre"
    lines = supervisors_within(database(), actor, today)
    nobody = count_unsupervised(database(), actor, today)
    pages = max(1, -(-nobody // ROWS_PER_PAGE))
    page = min(max(1, number_or_none(request.args.get("page", "")) or 1), pages)
    return AgreementsPage(
        title=index_title(nobody),
        lede=index_lede(lines),
        nobody=unsupervised(database(), actor, today, ROWS_PER_PAGE, page),
        page=page,
        pages=pages,
        supervisors=() if by_centre else tuple(shown_supervisors(lines).values()),
        by_centre=by_centre,
        centres=centre_counts(database(), actor, today) if by_centre else (),
        may_make=may(actor, Permission.AGREEMENT_MAKE),
    ).render()


def _own() -> OwnAgreementsPage:
    actor, today = current_actor(), local_today()
    found = agreements_about(database(), actor, actor.practitioner_id, actor.account_id)
    now = [one for one in found if one.until_on is None or one.until_on >= today]
    if now:
        title = _("%(name)s supervises you", name=now[0].supervisor)
    else:
        title = _("Nobody supervises you by an agreement yet")
    return OwnAgreementsPage(title=str(title), agreements=shown_agreements(found))


@bp.get("/supervision/agreements/centres/<int:centre_id>")
@requires(Permission.AGREEMENT_READ)
def centre(centre_id: int) -> ResponseReturnValue:
    actor, today = current_actor(), local_today()
    found = [one for one in centre_counts(database(), actor, today) if one.id == centre_id]
    if not found:
        abort(404)
    count = found[0]
    title = _(
        "%(n)d of %(of)d people at %(centre)s have a supervisor",
        n=count.supervised,
        of=count.workers,
        centre=plain(count.name),
    )
    return CentrePeoplePage(
        title=str(title),
        centre=count.name,
        workers=workers_at(database(), actor, centre_id, today),
        may_make=may(actor, Permission.AGREEMENT_MAKE),
    ).render()


@bp.get("/supervision/chain")
@requires(Permission.AGREEMENT_READ)
def chain() -> ResponseReturnValue:
    actor = current_actor()
    if reach_over_agreements(actor) == NO_REACH:
        abort(404)
    trees = chains(database(), actor, local_today())
    shown = shown_supervisors([line for tree in trees for line in _all_of(tree)])
    may_be_given = may_be_given_supervisors(
        database(), actor, [tree.line.id for tree in trees if tree.agreement_id is None]
    )
    # whoever stands above another branch is named here, but that agreement is not theirs to open
    opens = agreements_shown(database(), actor, [one for tree in trees for one in _made_of(tree)])
    alone = sum(not tree.below for tree in trees)
    title = _("Supervisors above supervisors: everybody has somebody, or is at the top")
    if alone:
        title = ngettext(
            "%(num)d supervisor stands in no chain", "%(num)d supervisors stand in no chain", alone
        )
    return ChainPage(
        title=str(title),
        trees=tuple(_grown(tree, shown, may_be_given, opens) for tree in trees),
    ).render()


def _all_of(node: ChainNode) -> list[SupervisorLine]:
    return [node.line, *(line for one in node.below for line in _all_of(one))]


def _made_of(node: ChainNode) -> list[int]:
    own = [] if node.agreement_id is None else [node.agreement_id]
    return [*own, *(made for one in node.below for made in _made_of(one))]


def _grown(
    node: ChainNode,
    shown: dict[int, ShownSupervisor],
    may_be_given: frozenset[int],
    opens: frozenset[int],
) -> ShownNode:
    below = tuple(_grown(one, shown, may_be_given, opens) for one in node.below)
    may_make = node.agreement_id is None and node.line.id in may_be_given
    opened = node.agreement_id if node.agreement_id in opens else None
    return ShownNode(shown[node.line.id], opened, may_make, below)


def shown_supervisors(lines: Sequence[SupervisorLine]) -> dict[int, ShownSupervisor]:
    """Put supervisors into words, with when they are away and where they work."""
    today = local_today()
    away = absences_of(database(), [one.id for one in lines], today)
    places = place_names(database(), [one.branch for one in lines])
    return {
        one.id: shown_supervisor(one, places.get(one.branch), away[one.id], today) for one in lines
    }


def shown_agreements(lines: tuple[AgreementLine, ...]) -> tuple[ShownAgreement, ...]:
    """Put agreements into words, with when each person was last supervised."""
    today = local_today()
    held = days_held(database(), lines, look_back(today))
    return tuple(shown_agreement(one, held[one.id], today) for one in lines)
