"""Routes of practice files."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from flask import Blueprint, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from qa_app import clock
from qa_app.domain.asked import HOLISTIC_KEY, AskedItem, asked_sections, asked_whole
from qa_app.domain.calibration import Calibration, ComparedAnswer, asked_items, compared
from qa_app.domain.draft import Draft
from qa_app.domain.errors import InvalidError
from qa_app.domain.permissions import Permission
from qa_app.domain.practice import PracticeFile, agreed_codes, read_as
from qa_app.domain.rubric import Rubric, Scale
from qa_app.extensions import database
from qa_app.paths import resource
from qa_app.queries.calibration import (
    PracticeReading,
    calibrated_version,
    calibrations,
    contents_of,
    handed_in_reading,
    open_reading,
    own_readings,
    version_id,
    version_in_force,
)
from qa_app.queries.document_titles import document_titles
from qa_app.queries.holidays import working_calendar
from qa_app.queries.rubric_words import rubric_in_words
from qa_app.rubric_files.practice import read_practice_files
from qa_app.services.readers.answer_practice import PracticeAnswers, answer_practice
from qa_app.web.asking.item_html import Grounds, TypedNote, item_html
from qa_app.web.asking.result import result_words
from qa_app.web.asking.states import item_views
from qa_app.web.guard import current_actor, requires
from qa_app.web.labels import plain
from qa_app.web.locale import page_language
from qa_app.web.practice.background import background_lines
from qa_app.web.practice.labels import (
    finding_words,
    shares_words,
    standing_words,
    verdict_words,
)
from qa_app.web.practice.pages import (
    PracticeGroup,
    PracticeLine,
    PracticeListPage,
    PracticePage,
    PracticeResultPage,
    PracticeSection,
    ResultLine,
)
from qa_app.web.settings import local_today

bp = Blueprint("practice", __name__, url_prefix="/practice")
_UNPROCESSABLE = 422


@dataclass(frozen=True, slots=True)
class _Desk:
    """A practice file with the rubric it is read against and what is asked of it."""

    practice: PracticeFile
    rubric: Rubric
    asked: frozenset[str]


@lru_cache
def _shipped() -> tuple[PracticeFile, ...]:
    return read_practice_files(resource("rubrics") / "practice")


@bp.get("")
@requires(Permission.CALIBRATION_TAKE)
def index() -> ResponseReturnValue:
    actor = current_actor()
    read = own_readings(database(), actor)
    groups = []
    for rubric_code, files in groupby(_shipped(), key=lambda one: one.rubric):
        listed = tuple(files)
        desk = _desk(listed[0])
        if desk is None:
            continue
        versions = {rubric_code: desk.rubric.version}
        account = actor.account_id or 0
        found = calibrations(database(), (account,), versions)[account, rubric_code]
        groups.append(_group(desk, listed, found, read))
    return PracticeListPage(groups=tuple(groups)).render()


@bp.route("/<code>", methods=["GET", "POST"])
@requires(Permission.CALIBRATION_TAKE)
def read(code: str) -> ResponseReturnValue:
    practice = next((one for one in _shipped() if one.code == code), None) or abort(404)
    desk = _desk(practice) or abort(404)
    if request.method == "GET":
        begun = open_reading(database(), current_actor(), code)
        return _page(desk, dict(begun.answers) if begun else {}, ()).render()
    codes = dict(_typed(desk))
    is_handed_in = request.form.get("act") != "keep"
    answers = PracticeAnswers(practice, desk.rubric, desk.asked, codes, is_handed_in)
    try:
        reading = answer_practice(database(), current_actor(), answers, at=clock.now())
    except InvalidError as fault:
        missing = fault.params.get("items")
        items = missing if isinstance(missing, tuple) else ()
        return _page(desk, codes, items).render(), _UNPROCESSABLE
    if not is_handed_in:
        return redirect(url_for("practice.read", code=code, notice="practice_kept"))
    return redirect(url_for("practice.result", code=code, reading_id=reading))


@bp.get("/<code>/result/<int:reading_id>")
@requires(Permission.CALIBRATION_TAKE)
def result(code: str, reading_id: int) -> ResponseReturnValue:
    found = handed_in_reading(database(), current_actor(), reading_id) or abort(404)
    practice = next((one for one in _shipped() if one.code == code), None)
    if practice is None or found.practice != code or found.likeness is None:
        abort(404)
    rubric = _rubric(practice.rubric, found.version) or abort(404)
    lines = compared(practice, rubric, found.asked, found.answers)
    calendar = working_calendar(database(), rubric.region)
    draft = read_as(practice, rubric, agreed_codes(practice), calendar)
    return PracticeResultPage(
        practice=practice,
        finding=finding_words(found.likeness),
        shares=shares_words(found.likeness),
        lines=tuple(_result_lines(practice, rubric, lines)),
        came_to=result_words(draft, page_language()),
    ).render()


def _desk(practice: PracticeFile) -> _Desk | None:
    session = database()
    now = version_in_force(session, practice.rubric, local_today())
    rubric = None if now is None else rubric_in_words(session, now.id)
    if now is None or rubric is None:
        return None
    calibrated = calibrated_version(session, current_actor(), practice.rubric)
    wanted = {practice.version, now.version, calibrated or now.version}
    contents = contents_of(session, practice.rubric, wanted)
    if practice.version not in contents:
        return None
    return _Desk(practice, rubric, asked_items(practice, contents, now.version, calibrated))


def _rubric(code: str, version: str) -> Rubric | None:
    found = version_id(database(), code, version)
    return None if found is None else rubric_in_words(database(), found)


def _group(
    desk: _Desk,
    files: tuple[PracticeFile, ...],
    found: Calibration,
    read: tuple[PracticeReading, ...],
) -> PracticeGroup:
    return PracticeGroup(
        desk.rubric.title,
        standing_words(found),
        shares_words(found.likeness),
        tuple(_line(one, read, can_read=bool(desk.asked)) for one in files),
    )


def _line(
    practice: PracticeFile, read: tuple[PracticeReading, ...], *, can_read: bool
) -> PracticeLine:
    own = [one for one in read if one.practice == practice.code]
    done = [one for one in own if one.handed_in_at is not None]
    if len(own) > len(done):
        state = _("begun")
    elif done:
        state = _("handed in, %(n)d times", n=len(done)) if len(done) > 1 else _("handed in")
    else:
        state = _("not read yet")
    return PracticeLine(practice, can_read, str(state), done[-1].id if done else None)


def _typed(desk: _Desk) -> Iterator[tuple[str, str]]:
    for code in desk.asked:
        kind = "holistic" if code == HOLISTIC_KEY else "answer"
        chosen = request.form.get(f"{kind}.{code}", "")
        scale = _scale(desk.rubric, code)
        if scale is not None and chosen in {one.code for one in scale.options}:
            yield code, chosen


def _scale(rubric: Rubric, code: str) -> Scale | None:
    if code == HOLISTIC_KEY:
        return None if rubric.holistic is None else rubric.holistic.scale
    return rubric.items[code].scale if code in rubric.items else None


def _page(desk: _Desk, codes: dict[str, str], open_items: tuple[str, ...]) -> PracticePage:
    calendar = working_calendar(database(), desk.rubric.region)
    draft = read_as(desk.practice, desk.rubric, codes, calendar)
    return PracticePage(
        practice=desk.practice,
        background=tuple(background_lines(desk.practice, desk.rubric)),
        sections=tuple(_sections(desk, draft)),
        open_items=open_items,
        count=len(desk.asked),
    )


def _sections(desk: _Desk, draft: Draft) -> Iterator[PracticeSection]:
    language = page_language()
    views = item_views(draft, language)
    grounds = Grounds(document_titles(database()))

    def shown(item: AskedItem) -> Markup:
        view = views[item.kind, item.code]
        return item_html(desk.rubric, item, language, view, TypedNote(""), grounds)

    for section in asked_sections(desk.rubric):
        items = [one for one in section.items if one.code in desk.asked]
        if items:
            parts = Markup("").join(shown(one) for one in items)
            yield PracticeSection(section.code, section.title, parts)
    whole = asked_whole(desk.rubric)
    if whole is not None and HOLISTIC_KEY in desk.asked:
        yield PracticeSection("whole", None, shown(whole))


def _result_lines(
    practice: PracticeFile, rubric: Rubric, lines: tuple[ComparedAnswer, ...]
) -> Iterator[ResultLine]:
    for one in lines:
        scale = _scale(rubric, one.item)
        labels = {} if scale is None else {o.code: plain(o.label) for o in scale.options}
        verdict, look = verdict_words(one)
        yield ResultLine(
            code=one.item,
            text=None if one.item == HOLISTIC_KEY else rubric.items[one.item].text,
            is_critical=one.is_critical,
            mine=labels.get(one.mine or "", str(_("not answered"))),
            agreed=labels.get(one.agreed, one.agreed),
            why=practice.answers[one.item].why,
            verdict=verdict,
            look=look,
        )
