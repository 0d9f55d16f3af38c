"""Puts the pages of review rounds together."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from flask import abort
from flask_babel import gettext as _

from qa_app.domain.audit_stage import Stage
from qa_app.domain.defaults import ROUNDS_COMPARED_MOST, ROWS_PER_PAGE
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may, reach_of
from qa_app.domain.profiles import Profile
from qa_app.domain.text import BilingualText
from qa_app.extensions import database
from qa_app.queries.moderation import PairLine, pairs_to_settle
from qa_app.queries.round_overlaps import other_rounds
from qa_app.queries.round_parts import RoundCentre, RoundPart, round_centres
from qa_app.queries.round_planning import RoundCentreChoice, RoundOptions
from qa_app.queries.rounds import RoundHead, RoundLine, round_head
from qa_app.queries.staff import StaffLine, staff_by_centre
from qa_app.web.labels import plain
from qa_app.web.locale import page_language
from qa_app.web.rounds.forms import CancelForm, RoundForm, VisitForm
from qa_app.web.rounds.labels import (
    added_words,
    cancelled_words,
    centre_duty_words,
    centres_words,
    not_read_words,
    result_words,
    round_finding,
    sample_words,
    signed_words,
    stage_words,
    twice_words,
)
from qa_app.web.rounds.pages import (
    ListedRound,
    PlanRoundPage,
    RoundPage,
    ShownCentre,
    ShownDistrict,
    ShownOther,
    ShownPart,
)
from qa_app.wording import Words
from qa_app.wording.rounds import LOOKS, said_round, said_span, said_stage
from qa_app.wording.samples import said_design
from qa_app.wording.who_reads import PROFILES

_SHOWN = frozenset({Stage.SHARED, Stage.FINAL, Stage.APPEALED})


def listed_round(line: RoundLine) -> ListedRound:
    """Put a round of the list into words.

    Args:
        line: The round.

    Returns:
        Its row.
    """
    words, (stage, look) = Words(page_language()), stage_words(line)
    return ListedRound(
        id=line.id,
        name=said_round(words, line.id),
        period=said_span(words, line.period_from, line.period_until),
        reading=said_span(words, line.starts_on, line.ends_on),
        centres=centres_words(line.centre_count),
        owner=line.owner,
        stage=stage,
        look=look,
        signed="" if line.is_cancelled else signed_words(line),
    )


def plan_page(
    actor: Actor, form: RoundForm, options: RoundOptions, round_id: int | None = None
) -> PlanRoundPage:
    """Put the form of a round on its page.

    Args:
        actor: Who plans.
        form: The form.
        options: What may be chosen.
        round_id: The round that is changed; None for a new one.

    Returns:
        The page.
    """
    heading = _("Plan a review round")
    if round_id is not None:
        name = said_round(Words(page_language()), round_id)
        heading = _("Change the plan of: %(name)s", name=name)
    return PlanRoundPage(
        form=form,
        heading=str(heading),
        round_id=round_id,
        has_centres=bool(options.centres),
        districts=_districts(form, options),
        others=_others(
            actor,
            round_id,
            (form.period_from.data, form.period_until.data, form.centres.data or ()),
            {one.id: one.name for one in options.centres},
        ),
        areas=_fits(options),
        both_words=str(
            _(
                "{name} is ticked as a reviewer as well: take the tick away, or let somebody else"
                " decide where reviewers differ."
            )
        ),
        left_words=str(
            _(
                "Not offered, because no rubric chosen is for their areas or their place: {n}"
                " centres."
            )
        ),
    )


def _districts(form: RoundForm, options: RoundOptions) -> tuple[ShownDistrict, ...]:
    ticks = {one.data: one for one in form.centres}
    within: dict[int, list[RoundCentreChoice]] = {}
    for centre in options.centres:
        within.setdefault(centre.place_id, []).append(centre)
    return tuple(
        ShownDistrict(place, centres[0].place, tuple(ticks[one.id] for one in centres))
        for place, centres in within.items()
    )


def _fits(options: RoundOptions) -> dict[str, dict[int, str]]:
    # a rubric that counts at one place only stands beside its area as a name of its own
    regional = {one.id: f"{one.area}/{one.id}" for one in options.rubrics if one.place is not None}
    at: dict[int, list[str]] = {one.id: list(one.areas) for one in options.centres}
    within: dict[str, list[str]] = {}
    for rubric in options.rubrics:
        if rubric.place is not None:
            within.setdefault(rubric.area, []).append(regional[rubric.id])
            for centre in rubric.centres:
                at[centre].append(regional[rubric.id])
    return {
        # a centre without any area fits no rubric
        "centres": {one: " ".join(fits) or "-" for one, fits in at.items()},
        "rubrics": {one.id: regional.get(one.id, one.area) for one in options.rubrics},
        "readers": {
            reader: " ".join(name for area in areas for name in (area, *within.get(area, ())))
            for reader, areas in options.reader_areas.items()
        },
    }


def round_page(
    actor: Actor,
    round_id: int,
    *,
    sent: tuple[int, VisitForm] | None = None,
    cancel_form: CancelForm | None = None,
) -> RoundPage:
    """Put the page of one round together.

    Args:
        actor: Who looks.
        round_id: The round; one out of reach answers as one that does not exist.
        sent: Centre and form of a visit that was sent.
        cancel_form: A form that was sent; None for a fresh one.

    Returns:
        The page.
    """
    head = round_head(database(), actor, round_id)
    if head is None or ((sent or cancel_form) and not head.may_plan):
        abort(404)
    centres = round_centres(database(), actor, round_id)
    if sent is not None and sent[0] not in {one.id for one in centres}:
        abort(404)
    if sent is not None and any(one.parts for one in centres if one.id == sent[0]):
        abort(409)
    words, (stage, look) = Words(page_language()), stage_words(head.line)
    line, reported = head.line, reach_of(actor, Permission.ROUND_REPORT)
    places = [(one.id, one.place_path) for one in centres if not one.parts]
    leaders = staff_by_centre(database(), Permission.SESSION_PLAN, places) if places else {}
    return RoundPage(
        finding=round_finding(head),
        head=head,
        period=said_span(words, line.period_from, line.period_until),
        reading=said_span(words, line.starts_on, line.ends_on),
        design=said_design(words, head.plan.design),
        profile=words.say(PROFILES[Profile(head.profile)]),
        stage=stage,
        look=look,
        cancelled=cancelled_words(head.cancel_reason),
        not_read=_not_read(head, centres),
        centres=tuple(
            _centre(
                head,
                one,
                leaders.get(one.id, ()),
                sent,
                is_told=reported.covers(one.id, one.place_path),
            )
            for one in centres
        ),
        others=()
        if line.is_cancelled
        else tuple(
            one
            for one in _others(
                actor,
                round_id,
                (line.period_from, line.period_until, head.plan.centres),
                {one.id: one.name for one in centres},
            )
            if one.shares
        ),
        to_settle=_to_settle(actor, centres),
        is_of_centre=not may(actor, Permission.ROUND_REPORT),
        cancel_form=_cancel_form(head, cancel_form),
    )


def _not_read(head: RoundHead, centres: Sequence[RoundCentre]) -> tuple[str, ...]:
    said = (
        not_read_words(
            title,
            place.name,
            (plain(one.name) for one in centres if not one.place_path.startswith(place.path)),
        )
        for title, place in head.regional
    )
    return tuple(filter(None, said))


def _others(
    actor: Actor,
    round_id: int | None,
    taken: tuple[date | None, date | None, Collection[int]],
    names: Mapping[int, BilingualText],
) -> tuple[ShownOther, ...]:
    words, others = Words(page_language()), []
    for one in other_rounds(database(), actor, ROUNDS_COMPARED_MOST, besides=round_id):
        # a centre that is closed by now is chosen by no new round
        centres = {centre: names[centre] for centre in one.centres if centre in names}
        others.append(
            ShownOther(
                id=one.id,
                name=said_round(words, one.id),
                period=said_span(words, one.period_from, one.period_until),
                since=one.period_from,
                until=one.period_until,
                centres=centres,
                shares=bool(one.shared(*taken)),
            )
        )
    return tuple(others)


def _to_settle(actor: Actor, centres: Sequence[RoundCentre]) -> tuple[PairLine, ...]:
    if not may(actor, Permission.AUDIT_SIGN) and not may(actor, Permission.MODERATE_DECIDE):
        return ()
    sessions = [part.session_id for one in centres for part in one.parts]
    return pairs_to_settle(database(), actor, ROWS_PER_PAGE, sessions)


def _centre(
    head: RoundHead,
    centre: RoundCentre,
    leaders: tuple[StaffLine, ...],
    sent: tuple[int, VisitForm] | None,
    *,
    is_told: bool,
) -> ShownCentre:
    form = None
    if head.may_plan and not head.line.is_cancelled and not centre.parts:
        given = sent[1] if sent is not None and sent[0] == centre.id else None
        form = given or VisitForm(
            prefix=f"visit{centre.id}", formdata=None, planned_on=head.line.starts_on
        )
        form.supervisor_id.choices = [(one.id, one.name) for one in leaders]
        if given is None:
            form.supervisor_id.data = head.plan.owner_id
    return ShownCentre(
        id=centre.id,
        name=centre.name,
        parts=tuple(_part(one, is_told=is_told) for one in centre.parts),
        visit_form=form,
    )


def _part(part: RoundPart, *, is_told: bool) -> ShownPart:
    # a centre learns what its sample says once every result is shown to it
    is_told = is_told or part.stage in _SHOWN
    return ShownPart(
        session_id=part.session_id,
        rubric=part.rubric,
        version=part.version,
        planned_on=part.planned_on,
        stage=said_stage(Words(page_language()), part.stage),
        look=LOOKS[part.stage],
        sample=sample_words(part),
        added=added_words(part.added_count),
        twice=twice_words(part.twice_count, part.signed_count),
        result=result_words(part) if is_told else "",
        references=part.references,
        duty=centre_duty_words(part),
    )


def _cancel_form(head: RoundHead, sent: CancelForm | None) -> CancelForm | None:
    is_open = head.may_plan and not head.line.is_cancelled and not head.line.file_count
    if sent is None and not is_open:
        return None
    form = sent or CancelForm(prefix="cancel", formdata=None)
    form.offer()
    return form
