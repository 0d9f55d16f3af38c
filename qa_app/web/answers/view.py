"""Puts the page together on which a result is answered."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

from flask_babel import gettext as _

from qa_app import clock
from qa_app.domain.answers import AnswerKind, Voice
from qa_app.domain.errors import ConflictError
from qa_app.domain.name_reasons import NamePlace
from qa_app.domain.objections import (
    GROUNDS,
    WAITING,
    ObjectionState,
    ResultStanding,
    Side,
    check_raise,
    side_of,
)
from qa_app.domain.parties import is_manager, is_worker, may_speak_as
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may, reach_of
from qa_app.domain.rubric import Item
from qa_app.domain.signing import is_withdrawable
from qa_app.extensions import database
from qa_app.queries.bars import bar_against
from qa_app.queries.deciders import names_of_deciders
from qa_app.queries.name_reasons import NameReason
from qa_app.queries.result_paper import ResultPaper
from qa_app.queries.result_waits import result_waits
from qa_app.services.audits.open_audit import Look, open_audit
from qa_app.web.answers.pages import (
    AmendItem,
    AmendSection,
    AnswersPage,
    Choices,
    KeptName,
    Trouble,
)
from qa_app.web.clause_links import clauses_behind
from qa_app.web.follow_up_labels import follow_up_refusal
from qa_app.web.forms import form_key
from qa_app.web.labels import plain
from qa_app.web.locale import page_language
from qa_app.web.session_labels import short_instant
from qa_app.web.settings import installation, local_today
from qa_app.wording import Words
from qa_app.wording.follow_up import said_follow_up
from qa_app.wording.result_waits import said_wait


def opened_answers(actor: Actor, paper: ResultPaper, trouble: Trouble) -> AnswersPage:
    """Put the page together and note that it was opened, also where a form was refused.

    Args:
        actor: Who looks.
        paper: The result.
        trouble: What was refused.

    Returns:
        The page.

    Raises:
        AccessNeededError: The actor has to ask for access to the case file.
    """
    look = Look("answers", installation().timezone)
    now, centre_id = clock.now(), paper.place.centre_id
    open_audit(database(), actor, paper.audit_id, centre_id, at=now, look=look)
    return _page(actor, paper, trouble)


def _page(actor: Actor, paper: ResultPaper, trouble: Trouble) -> AnswersPage:
    words, today = Words(page_language()), local_today()
    standing, look = _standing(paper)
    choices = _choices(actor, paper, today)
    return AnswersPage(
        paper=paper,
        follow=said_follow_up(words, paper.told, paper.rubric, installation().timezone, today),
        rests_on=clauses_behind(
            paper.rubric, {code for one in paper.told.findings for code in one.items}
        ),
        standing=standing,
        look=look,
        wait=_wait(paper, words),
        is_own=is_worker(actor, paper.place),
        may=choices,
        grounds=tuple((ground.value, plain(text)) for ground, text in GROUNDS.items()),
        amend_sections=_amend_sections(paper, words, trouble.chosen)
        if choices.proposes or choices.amends
        else (),
        kept_names=tuple(_kept_name(one) for one in paper.kept_names),
        trouble=trouble,
        key=form_key(),
    )


def _wait(paper: ResultPaper, words: Words) -> str:
    if paper.state != "signed":
        return ""
    zone = installation().timezone
    wait = result_waits(database(), zone, [paper.audit_id], at=clock.now()).get(paper.audit_id)
    return "" if wait is None else said_wait(words, wait)


def _standing(paper: ResultPaper) -> tuple[str, str]:
    if paper.state == "void":
        return str(_("void")), "late"
    if paper.state == "replaced":
        return str(_("replaced by another review")), "plain"
    if paper.state == "second":
        return str(_("second reading, which does not count by itself")), "plain"
    return (str(_("final")), "done") if paper.is_final else (str(_("provisional")), "wait")


def _choices(actor: Actor, paper: ResultPaper, today: date) -> Choices:
    answers: list[tuple[str, str]] = []
    if paper.is_open and may_speak_as(actor, Voice.CENTRE, paper.place):
        answers += [
            (AnswerKind.ACCEPT.value, str(_("Accept"))),
            (AnswerKind.COMMENT.value, str(_("Comment"))),
            (AnswerKind.QUERY.value, str(_("Ask"))),
        ]
    if may_speak_as(actor, Voice.WORKER, paper.place):
        answers.append((AnswerKind.WORKER.value, str(_("Say my word"))))
    replies = may(actor, Permission.ANSWER_GIVE) and may_speak_as(
        actor, Voice.REVIEWER, paper.place
    )
    state = ObjectionState.NONE if paper.told.objection is None else paper.told.objection.state
    own = is_manager(actor, paper.place) or is_worker(actor, paper.place)
    side = side_of(actor.account_id, paper.took_part, is_centre=own)
    reach = reach_of(actor, Permission.OBJECTION_DECIDE)
    may_decide = reach.covers(paper.place.centre_id, paper.place.place_path)
    bar = _bar(actor, paper, today) if may_decide and side is Side.OUTSIDE else ""
    is_outside = may_decide and side is Side.OUTSIDE and not bar
    is_proposer = paper.proposer_id is not None and paper.proposer_id == actor.account_id
    is_objected = state in WAITING
    is_asked = any(one.state == "asked" for one in paper.told.amendments)
    waits = is_objected or is_asked
    is_reader = actor.account_id is not None and actor.account_id == paper.place.reader_id
    is_early = is_reader and is_withdrawable(paper.signed_at, clock.now())
    asks = may_decide and not own and not waits and not bar and _is_standing(paper)
    settles = is_outside and is_asked and not is_proposer
    objects = is_manager(actor, paper.place) and _may_object(paper, today)
    return Choices(
        answers=tuple(answers),
        replies=replies,
        objects=objects,
        alone=_alone(paper, today) if objects else (),
        decides=is_outside and state is ObjectionState.OPEN,
        proposes=is_outside
        and state is ObjectionState.OPEN
        and not is_asked
        and _is_standing(paper),
        amends=asks and not is_early,
        later=_later() if asks and is_early else "",
        settles=settles,
        confirms=settles and state is not ObjectionState.OPEN and paper.is_amendable,
        first=_first(state, is_asked=is_asked) if settles or is_outside else "",
        withdraws=may_decide and is_asked and is_proposer,
        part=_why_not(side, bar) if may_decide and waits else "",
        who=_who(actor, paper, today, may_decide=may_decide) if waits else (),
        ahead=_who(actor, _proposed_by(paper, actor), today, may_decide=True)
        if asks and not is_early
        else (),
    )


def _first(state: ObjectionState, *, is_asked: bool) -> str:
    if state is ObjectionState.OPEN and is_asked:
        return str(
            _(
                "The objection was raised after the amendment was asked for. Decide the objection"
                " or refuse the amendment first; both cannot change the result at once."
            )
        )
    return ""


def _later() -> str:
    return str(
        _(
            "Your signature can still be taken back: until then no amendment of it is proposed."
            " Take it back and correct the answer."
        )
    )


def _bar(actor: Actor, paper: ResultPaper, today: date) -> str:
    return bar_against(database(), actor.account_id or 0, paper.audit_id, today)


def _why_not(side: Side, bar: str) -> str:
    if side is Side.PART:
        return str(_("You took part in this result: somebody who did not must decide."))
    return follow_up_refusal(ConflictError(bar)) if bar else ""


def _proposed_by(paper: ResultPaper, actor: Actor) -> ResultPaper:
    # who asks for an amendment does not decide it
    return replace(paper, proposer_id=actor.account_id)


def _who(actor: Actor, paper: ResultPaper, today: date, *, may_decide: bool) -> tuple[str, ...]:
    if not may_decide and not is_manager(actor, paper.place):
        return ()
    names = names_of_deciders(database(), paper, today)
    if not names:
        return (
            str(
                _(
                    "Nobody can decide this now: everybody who may decide here took part, proposed"
                    " the amendment, or is tied to the centre or the case."
                )
            ),
            str(
                _(
                    "Ask an administrator to give a moderator or senior supervisor from elsewhere,"
                    " with no tie to this centre, an account that reaches it."
                )
            ),
        )
    if not may_decide:
        return ()
    listed = Words(page_language()).listed(names)
    return (str(_("Who may decide it now: %(names)s.", names=listed)),)


def _alone(paper: ResultPaper, today: date) -> tuple[str, ...]:
    """Tell who is about to object that nobody could decide it, and what happens then."""
    if names_of_deciders(database(), paper, today):
        return ()
    return (
        str(
            _(
                "Nobody could decide an objection to this result now: everybody who may decide here"
                " took part in it or is tied to the centre or the case."
            )
        ),
        str(
            _(
                "You can object all the same. The objection stays open and the result stays as it"
                " is until somebody can decide. An administrator and whoever decides objections"
                " here are shown on Today that nobody can, and that a moderator or senior"
                " supervisor from elsewhere needs an account."
            )
        ),
    )


def _is_standing(paper: ResultPaper) -> bool:
    return paper.shared_at is not None and paper.is_amendable


def _may_object(paper: ResultPaper, today: date) -> bool:
    zone = ZoneInfo(installation().timezone)
    final_on = None if paper.final_at is None else paper.final_at.astimezone(zone).date()
    standing = ResultStanding(paper.shared_at is not None, paper.state == "signed", final_on)
    try:
        check_raise(standing, today, is_repeated=paper.is_objected)
    except ConflictError:
        return False
    return True


def _amend_sections(
    paper: ResultPaper, words: Words, chosen: Mapping[str, str]
) -> tuple[AmendSection, ...]:
    def asked(item: Item) -> AmendItem:
        options = tuple((one.code, words.text(one.label)) for one in item.scale.options)
        now = dict(options).get(paper.codes.get(item.code) or "", "")
        return AmendItem(item.code, words.text(item.text), now, options, chosen.get(item.code, ""))

    return tuple(
        AmendSection(section.code, section.title, tuple(asked(item) for item in section.items))
        for section in paper.rubric.sections
    )


def _kept_name(one: NameReason) -> KeptName:
    places = {
        NamePlace.NOTE: _("note on %(item)s", item=one.key),
        NamePlace.FINDING: _("findings and actions"),
        NamePlace.STEP: _("step of an action"),
        NamePlace.ANSWER: _("answer"),
        NamePlace.OBJECTION: _("objection"),
        NamePlace.DECISION: _("decision on the objection"),
        NamePlace.AMENDMENT: _("reason of the amendment"),
        NamePlace.AGREED: _("action agreed in supervision"),
    }
    return KeptName(str(places[one.place]), one.reason, one.by, short_instant(one.at))
