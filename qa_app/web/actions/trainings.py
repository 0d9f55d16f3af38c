"""The part of an action's page that tells which training answered it."""

from flask_babel import gettext as _

from qa_app.domain.action_evidence import training_days
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, reach_of
from qa_app.domain.rubric import Rubric
from qa_app.extensions import database
from qa_app.queries.action_papers import ActionPaper
from qa_app.queries.measures.reviews import REPORT_TAG
from qa_app.queries.retraining import trainings_for, trainings_of
from qa_app.web.actions.forms import TrainingForm
from qa_app.web.actions.pages import TrainingLine, TrainingPart
from qa_app.web.locale import page_language
from qa_app.wording import Words


def training_part(
    actor: Actor, paper: ActionPaper, rubric: Rubric | None, refused: TrainingForm | None
) -> TrainingPart | None:
    """Lay out the trainings beside an action.

    Args:
        actor: Who looks.
        paper: The action.
        rubric: That of its reading; None for what was agreed in a session.
        refused: A form that was refused; None for a fresh one.

    Returns:
        The part; None for what was agreed, and where there is nothing to tell or to record.
    """
    if rubric is None:
        return None
    words, days = Words(page_language()), training_days(paper.told.action.contain_on)
    lines = tuple(
        TrainingLine(
            one.event_id,
            one.link_id or 0,
            one.code,
            one.course,
            words.day(one.held_on),
            days is not None and one.held_on > days[1],
        )
        for one in trainings_of(database(), paper.line.id)
    )
    reach = reach_of(actor, Permission.TRAINING_RECORD)
    may_record = reach.covers(paper.place.centre_id, paper.place.place_path)
    may_record = may_record and not paper.told.is_dropped
    is_asked = days is not None and any(
        REPORT_TAG in item.tags for code, item in rubric.items.items() if code in paper.line.items
    )
    if not (lines or may_record or is_asked):
        return None
    form = _form(actor, paper, words, refused) if may_record else None
    return TrainingPart(
        str(
            _(
                "A report that was missed or late counts as remedied only with a training that"
                " answered it by %(day)s.",
                day=words.day(days[1]),
            )
        )
        if days is not None and is_asked
        else "",
        lines,
        form,
        str(
            _(
                "No other training since then is recorded that the worker of the file or, where"
                " nobody is named or they have left, somebody of the centre attended. Record the"
                " training and who attended it first."
            )
        )
        if may_record and form is None
        else "",
        may_record,
    )


def _form(
    actor: Actor, paper: ActionPaper, words: Words, refused: TrainingForm | None
) -> TrainingForm | None:
    offered = trainings_for(database(), actor, paper.line.id)
    if not offered and refused is None:
        return None
    form = refused or TrainingForm(formdata=None)
    form.training.choices = [
        (
            one.event_id,
            f"{words.day(one.held_on)} {words.text(one.course)} ({one.code})",
            {"data-content": ""},
        )
        for one in offered
    ]
    return form
