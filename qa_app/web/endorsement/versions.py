"""Routes of criteria as versions: hand in, tick, publish, discard, propose, settle."""

from collections.abc import Callable, Mapping

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from qa_app import clock
from qa_app.domain.criteria_versions import Stage, file_of
from qa_app.domain.errors import ConflictError, InvalidError
from qa_app.domain.permissions import Permission
from qa_app.domain.text import BilingualText
from qa_app.extensions import database
from qa_app.queries.criteria_drafts import DRY_RUN, missing_checks
from qa_app.queries.criteria_versions import (
    OpenDraft,
    ProposedSet,
    SetInForce,
    criteria_versions,
    open_drafts,
    place_names,
    proposed_sets,
    sets_in_force,
)
from qa_app.rubric_files.criteria import sent_criteria
from qa_app.rubric_files.reader import RubricFileError
from qa_app.services.criteria.discard_criteria_draft import discard_criteria_draft
from qa_app.services.criteria.hand_in_criteria import hand_in_criteria
from qa_app.services.criteria.propose_criteria_set import SetChoice, propose_criteria_set
from qa_app.services.criteria.publish_criteria_draft import publish_criteria_draft
from qa_app.services.criteria.settle_criteria_set import settle_criteria_set
from qa_app.services.criteria.tick_criteria_check import tick_criteria_check
from qa_app.web.days import typed_day
from qa_app.web.endorsement.blueprint import bp
from qa_app.web.endorsement.version_pages import (
    CheckShown,
    CriteriaVersionsPage,
    DraftShown,
    ForceShown,
    VersionShown,
)
from qa_app.web.file_kinds import CRITERIA, wrong_kind
from qa_app.web.guard import current_actor, requires
from qa_app.web.locale import page_language
from qa_app.web.settings import installation, local_today
from qa_app.web.step_up import asks_again
from qa_app.web.text_guard import look_through
from qa_app.wording import Words

_CONFLICT, _UNPROCESSABLE = 409, 422
STAGE_NAMES = {
    Stage.CANDIDATE: BilingualText("培育期", "Candidate"),
    Stage.PROVISIONAL: BilingualText("试行期", "Provisional"),
    Stage.FULL: BilingualText("正式期", "Full"),
}


@bp.get("/criteria/versions")
@requires(Permission.CRITERIA_PUBLISH)
def versions() -> ResponseReturnValue:
    return _page(())


@bp.post("/criteria/versions")
@requires(Permission.CRITERIA_PUBLISH)
def hand_in() -> ResponseReturnValue:
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        return _page((str(_("Choose a file.")),)), _UNPROCESSABLE
    told_kind = wrong_kind(sent, CRITERIA)
    if told_kind is not None:
        return _page((told_kind,)), _UNPROCESSABLE
    language = installation().required_language
    try:
        plain = sent_criteria(sent.read(), sent.filename, language)
    except RubricFileError as fault:
        words = Words(page_language())
        told = tuple(f"{one.place}: {words.problem(one.problem)}" for one in fault.problems)
        return _page(told), _UNPROCESSABLE
    look_through(plain)
    return _done(lambda: hand_in_criteria(database(), current_actor(), plain, at=clock.now()))


@bp.post("/criteria/versions/<int:draft_id>/tick")
@requires(Permission.CRITERIA_PUBLISH)
def tick(draft_id: int) -> ResponseReturnValue:
    code = request.form.get("code", "")
    actor = current_actor()
    return _done(lambda: tick_criteria_check(database(), actor, draft_id, code, at=clock.now()))


@bp.post("/criteria/versions/<int:draft_id>/publish")
@requires(Permission.CRITERIA_PUBLISH)
@asks_again("endorsement.versions")
def publish(draft_id: int) -> ResponseReturnValue:
    actor = current_actor()
    return _done(lambda: publish_criteria_draft(database(), actor, draft_id, at=clock.now()))


@bp.post("/criteria/versions/<int:draft_id>/discard")
@requires(Permission.CRITERIA_PUBLISH)
def discard(draft_id: int) -> ResponseReturnValue:
    actor = current_actor()
    return _done(lambda: discard_criteria_draft(database(), actor, draft_id, at=clock.now()))


@bp.post("/criteria/in-force")
@requires(Permission.CRITERIA_PUBLISH)
@asks_again("endorsement.versions")
def propose() -> ResponseReturnValue:
    choice = _choice()
    if choice is None:
        return _page((_refusal("unknown_set"),)), _UNPROCESSABLE
    actor, today = current_actor(), local_today()
    return _done(lambda: propose_criteria_set(database(), actor, choice, today, at=clock.now()))


@bp.post("/criteria/in-force/<int:proposal_id>")
@requires(Permission.CRITERIA_PUBLISH)
@asks_again("endorsement.versions", step="agree")
def settle(proposal_id: int) -> ResponseReturnValue:
    actor, today = current_actor(), local_today()
    is_agreed = request.form.get("step") == "agree"
    return _done(
        lambda: settle_criteria_set(
            database(), actor, proposal_id, today, is_agreed=is_agreed, at=clock.now()
        )
    )


def _choice() -> SetChoice | None:
    version, _sep, set_code = request.form.get("set", "").partition("/")
    place = request.form.get("place", "")
    try:
        return SetChoice(
            int(place) if place else None,
            Stage(request.form.get("stage", "")),
            int(version),
            set_code,
            typed_day(request.form.get("from_day", "")),
        )
    except ValueError:
        return None


def _done(act: Callable[[], object]) -> ResponseReturnValue:
    try:
        act()
    except ConflictError as fault:
        return _page((_refusal(fault.code),)), _CONFLICT
    except InvalidError as fault:
        return _page((_refusal(fault.code),)), _UNPROCESSABLE
    return redirect(url_for("endorsement.versions"))


def _refusal(code: str) -> str:
    said = {
        "same_person": _("Another person must do this: you did the step before."),
        "settled": _("It was published, discarded or settled already."),
        "version_taken": _("This version is published already. Give the file a new number."),
        "checks_missing": _("Not everything is done that must be done before."),
        "unknown_check": _("The file asks for no such check."),
        "unknown_set": _("Choose a stage, a set and a day."),
        "unknown_place": _("There is no such place."),
        "day_past": _("The day lies in the past. What was said of a day stays as it was."),
    }
    return str(said.get(code, _("This cannot be done now.")))


def _page(faults: tuple[str, ...]) -> str:
    actor, today, words = current_actor(), local_today(), Words(page_language())
    zone = installation().timezone
    known = {row.id: row for row in criteria_versions(database())}
    force = sets_in_force(database(), today)
    names = place_names(database())
    files = {ident: file_of(row.content) for ident, row in known.items()}
    stages = STAGE_NAMES

    def proposed(row: ProposedSet) -> ForceShown:
        file = files[row.version_id]
        found = file.set_of(row.set_code)
        return ForceShown(
            row.id,
            stages[row.stage],
            names.get(row.place_id) if row.place_id is not None else None,
            found.name if found else BilingualText(row.set_code, row.set_code),
            f"{words.text(file.title)} {file.version}",
            row.from_day,
            row.proposed_by == actor.account_id,
        )

    def draft(row: OpenDraft) -> DraftShown:
        file = file_of(row.content)
        missing = missing_checks(database(), row, actor)
        return DraftShown(
            row.id,
            file.title,
            file.version,
            row.fingerprint,
            words.instant(row.handed_in_at, zone),
            row.handed_in_by == actor.account_id,
            tuple(
                CheckShown(one.code, one.text, one.code not in missing, one.code == DRY_RUN)
                for one in file.terms.publish_checks
            ),
        )

    return CriteriaVersionsPage(
        faults=faults,
        force=tuple(_force(words, one, names) for one in force.sets),
        proposals=tuple(proposed(row) for row in proposed_sets(database())),
        drafts=tuple(draft(row) for row in open_drafts(database())),
        versions=tuple(
            VersionShown(
                ident,
                files[ident].title,
                row.version,
                row.fingerprint,
                words.instant(row.published_at, zone),
                tuple((one.code, one.name) for one in files[ident].sets),
            )
            for ident, row in known.items()
        ),
        stages=tuple((stage.value, name) for stage, name in stages.items()),
        places=tuple(names.items()),
        today=today,
    ).render()


def _force(words: Words, one: SetInForce, names: Mapping[int, BilingualText]) -> ForceShown:
    last = [int(part) for part in one.place_path.split("/") if part][-1:]
    return ForceShown(
        0,
        STAGE_NAMES[one.stage],
        names.get(last[0]) if last else None,
        one.set.name,
        f"{words.text(one.file.title)} {one.file.version}",
        one.from_day,
    )
