"""How the files of one session are chosen, and what became of them, for its page."""

from collections.abc import Sequence

from flask_babel import gettext as _

from qa_app import clock
from qa_app.domain.people import Actor
from qa_app.domain.replacements import ReplaceReason
from qa_app.domain.sample_design import stratum_order
from qa_app.domain.supervision import UNIT_CASE_FILE, SessionState
from qa_app.extensions import database
from qa_app.queries.draws import Draw, SessionFile
from qa_app.queries.rubrics import rubric_by_id
from qa_app.queries.sample_frames import worker_codes
from qa_app.queries.sample_notes import replaced_lines, sample_notes
from qa_app.queries.sample_preview import SamplePreview, sample_preview
from qa_app.queries.supervision import SessionHead
from qa_app.queries.visit_samples import visit_sample
from qa_app.web.locale import page_language
from qa_app.web.session_labels import files_words
from qa_app.web.settings import installation, local_today
from qa_app.web.supervision.forms import ReplaceForm
from qa_app.web.supervision.labels import refusal_words
from qa_app.web.supervision.pages import SampleSide, ShownGroup, ShownReplacement
from qa_app.wording import Words
from qa_app.wording.case_sampling import said_need
from qa_app.wording.rounds import said_round
from qa_app.wording.samples import (
    REPLACE_REASONS,
    said_design,
    said_note,
    said_plan,
    said_risks,
    said_stratum,
)


def sample_side(
    actor: Actor,
    head: SessionHead,
    draw: Draw | None,
    files: Sequence[SessionFile],
    sent: ReplaceForm | None,
) -> SampleSide:
    """Put together how files are chosen and what became of them.

    Args:
        actor: Who looks.
        head: The session.
        draw: Its draw; None without one.
        files: What is read at it, for someone who may draw there; empty for others.
        sent: A form that was sent.

    Returns:
        That part of the page.
    """
    words = Words(page_language())
    is_drawn = draw is not None and draw.drawn_at is not None
    ahead = None
    if head.round_id is not None and not is_drawn and head.line.state is SessionState.PLANNED:
        zone = installation().timezone
        ahead = sample_preview(database(), actor, head.line.id, zone, clock.now())
    is_of_files = head.rubric_kind == UNIT_CASE_FILE
    notes = sample_notes(database(), [draw.id]) if draw and is_drawn and is_of_files else {}
    note = notes.get(draw.id) if draw else None
    lines = replaced_lines(database(), draw.id) if draw and note and files else ()
    return SampleSide(
        round_name="" if head.round_id is None else said_round(words, head.round_id),
        plan_words=_visit_words(words, head) if ahead is None else _plan_words(words, ahead),
        refusal="" if ahead is None or not ahead.refusal else refusal_words(ahead.refusal)[1],
        note="" if note is None else said_note(words, note),
        groups=_groups(words, ahead, draw if files and is_drawn else None),
        is_ahead=ahead is not None,
        replaced=tuple(
            ShownReplacement(one.reference, one.by, words.say(REPLACE_REASONS[one.reason]), one.at)
            for one in lines
        ),
        replace_form=_replace_form(words, files, sent),
    )


def _visit_words(words: Words, head: SessionHead) -> tuple[str, ...]:
    """Say how many cases a visit to the whole centre is to sample."""
    if head.rubric_version_id is None or head.rubric_kind == UNIT_CASE_FILE:
        return ()
    rubric, line = rubric_by_id(database(), head.rubric_version_id), head.line
    if rubric is None:
        return ()
    wanted = visit_sample(database(), rubric, line.centre_id, line.planned_on, local_today())
    if wanted is None:
        return ()
    need = said_need(words, wanted.rule, wanted.needed)
    if not wanted.known:
        said = _(
            "Some items are answered case by case: %(need)s. The platform knows no case of this"
            " centre and area; how many there are is entered in the review.",
            need=need,
        )
        return (str(said),)
    said = _(
        "Some items are answered case by case: of the %(known)s cases known here that were open"
        " from %(since)s to %(until)s, %(need)s.",
        known=wanted.known,
        since=words.day(wanted.since),
        until=words.day(wanted.until),
        need=need,
    )
    return (str(said),)


def _plan_words(words: Words, ahead: SamplePreview) -> tuple[str, ...]:
    said = [
        str(
            _(
                "The design of %(round)s decides how many files are drawn: %(design)s.",
                round=said_round(words, ahead.round_id),
                design=said_design(words, ahead.design),
            )
        ),
        str(
            _(
                "Files of the frame as it stands, before those of the reviewer are left out:"
                " %(files)s.",
                files=files_words(ahead.frame_count),
            )
        ),
    ]
    if ahead.plan is not None:
        said.append(said_plan(words, ahead.plan, ahead.frame_count))
        if ahead.plan.lqas is not None:
            said.extend(said_risks(words, ahead.design, ahead.plan.lqas, ahead.frame_count))
    return tuple(said)


def _groups(words: Words, ahead: SamplePreview | None, draw: Draw | None) -> tuple[ShownGroup, ...]:
    if ahead is not None and ahead.design.by and ahead.plan is not None:
        sizes, takes, codes = ahead.sizes, ahead.plan.allocation, ahead.workers
    elif draw is not None and draw.sizes:
        sizes, takes = draw.sizes, draw.allocation
        codes = worker_codes(database(), sizes)
    else:
        return ()
    return tuple(
        ShownGroup(said_stratum(words, name, codes), size, takes.get(name, 0))
        for name, size in sorted(sizes.items(), key=lambda one: stratum_order(one[0]))
    )


def _replace_form(
    words: Words, files: Sequence[SessionFile], sent: ReplaceForm | None
) -> ReplaceForm | None:
    untouched = [
        one
        for one in files
        if one.state == "draft"
        and one.add_reason is None
        and not one.is_begun
        and one.reference is not None
        and one.reader_id is not None
    ]
    if not untouched and sent is None:
        return None
    form = sent or ReplaceForm(prefix="replace", formdata=None)
    form.audit_id.choices = [(one.audit_id, one.reference) for one in untouched]
    form.reason.choices = [
        ("", _("choose a reason")),
        *((one.value, words.say(REPLACE_REASONS[one])) for one in ReplaceReason),
    ]
    return form
