"""Routes about the installation itself."""

from datetime import datetime, timedelta

from flask import Blueprint, Response, abort, jsonify, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from qa_app import clock
from qa_app.domain.errors import InvalidError
from qa_app.domain.health import Finding, State, is_ready
from qa_app.domain.permissions import Permission
from qa_app.domain.policy_reports import directive_told
from qa_app.domain.trust_defaults import POLICY_NOTED_MINUTES
from qa_app.extensions import DatabaseDownError, csrf, database
from qa_app.paths import resource
from qa_app.queries.data_folder import room_finding, room_in
from qa_app.queries.health import HealthFigures, figures_now, needed_findings
from qa_app.services.operations.note_policy_report import note_policy_report
from qa_app.web.bare import bare
from qa_app.web.guard import public, quiet, requires
from qa_app.web.health.figures import CONTENT_TYPE, figures_of, may_read_figures
from qa_app.web.health.pages import FigureLine, PartLine, SystemPage
from qa_app.web.locale import page_language
from qa_app.web.settings import installation
from qa_app.web.system_found import system_findings
from qa_app.wording import Words
from qa_app.wording.health import PARTS, found_and_mend

bp = Blueprint("health", __name__)
_READY, _NOT_READY = 200, 503
_HEARD, _NO_REPORT, _TOO_LONG = 204, 400, 413
_LONGEST_REPORT = 16 * 1024
_MARKS = {
    State.GOOD: "ok",
    State.NOT_USED: "na",
    State.WARNING: "part",
    State.FAULT: "no",
}
_tried: dict[tuple[str, str], datetime] = {}  # database and rule to when a report was noted last


@bp.get("/healthz")
@public
@bare
def alive() -> ResponseReturnValue:
    return jsonify(alive=True)


@bp.get("/readyz")
@public
@bare
def ready() -> ResponseReturnValue:
    found = (
        *needed_findings(database(), resource("migrations"), clock.now()),
        room_finding(installation().data_dir),
    )
    # which part and nothing else: whoever asks is nobody we know
    parts = {str(one.part): str(one.state) for one in found}
    return jsonify(ready=is_ready(found), parts=parts), _READY if is_ready(found) else _NOT_READY


@bp.get("/metrics")
@public
@bare
def metrics() -> ResponseReturnValue:
    token = installation().metrics_token
    figures = figures_of(token)
    if figures is None or not may_read_figures(request.headers.get("Authorization", ""), token):
        abort(404)
    try:
        counted: HealthFigures | None = figures_now(database())
    except DatabaseDownError:
        counted = None
    return Response(
        figures.written(counted, room_in(installation().data_dir)), content_type=CONTENT_TYPE
    )


@bp.post("/policy-reports")
@public
@bare
@quiet
def policy_report() -> ResponseReturnValue:
    body = request.get_data(cache=False)
    if len(body) > _LONGEST_REPORT:
        abort(_TOO_LONG)
    try:
        told = directive_told(body, request.mimetype)
    except InvalidError:
        abort(_NO_REPORT)
    if told is not None and _is_due(told, now := clock.now()):
        note_policy_report(database(), told, at=now)
    return "", _HEARD


def _is_due(rule: str, now: datetime) -> bool:
    # anybody may send reports: while the database is busy each that is noted waits for it
    place = installation().database_url, rule
    last = _tried.get(place)
    if last is not None and timedelta(0) <= now - last < timedelta(minutes=POLICY_NOTED_MINUTES):
        return False
    _tried[place] = now
    return True


csrf.exempt(policy_report)  # the browser itself sends it, and no form


@bp.get("/system")
@requires(Permission.SYSTEM_READ)
def system() -> ResponseReturnValue:
    words, found = Words(page_language()), system_findings()
    return SystemPage(
        faults=sum(one.state is State.FAULT for one in found),
        warnings=sum(one.state is State.WARNING for one in found),
        has_backup=not any(one.code == "backup_never" for one in found),
        lines=tuple(_line(words, one) for one in found),
        figures=_figures(words, figures_now(database())),
    ).render()


def _line(words: Words, one: Finding) -> PartLine:
    found, mend = found_and_mend(words, one)
    return PartLine(
        name=words.say(PARTS[one.part]),
        mark=_MARKS[one.state],
        is_fault=one.state is State.FAULT,
        found=found,
        mend=mend,
    )


def _figures(words: Words, counted: HealthFigures) -> tuple[FigureLine, ...]:
    zone = installation().timezone
    times = (
        (_("Last run of what is due"), counted.last_tick),
        (_("Last backup"), counted.last_backup),
    )
    return (
        FigureLine(str(_("Messages not arrived yet")), str(sum(counted.queued.values()))),
        FigureLine(str(_("Rows of the journal")), str(counted.journal_rows)),
        *(
            FigureLine(str(name), str(_("not so far")) if at is None else words.instant(at, zone))
            for name, at in times
        ),
    )
