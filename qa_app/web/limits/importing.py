"""A list of what happened, looked at before it is taken in."""

from flask import Response, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from qa_app import clock
from qa_app.domain.defaults import IMPORT_BYTES_MOST, ROWS_PER_PAGE
from qa_app.domain.event_list import (
    EVENT_HEADS,
    CheckedEvents,
    EventColumn,
    EventRegister,
    check_events,
    references_in,
)
from qa_app.domain.list_faults import UnreadableListError
from qa_app.domain.permissions import Permission
from qa_app.domain.running_limits import limit_events
from qa_app.domain.text import LANGUAGES, BilingualText
from qa_app.extensions import database
from qa_app.queries.cases import case_centre
from qa_app.queries.event_lists import EventStanding, compare_events, counts_of
from qa_app.queries.limit_cases import recordable_files
from qa_app.queries.limit_standings import LimitGround
from qa_app.queries.rubric_words import rubric_in_words
from qa_app.reports.tables import csv_table
from qa_app.rubric_files.case_lists import ReadSheet, read_sheet
from qa_app.services.limits.import_events import EventList, import_events
from qa_app.web.guard import current_actor, requires
from qa_app.web.handed_out import named_file
from qa_app.web.limits.blueprint import bp
from qa_app.web.limits.forms import UploadForm
from qa_app.web.limits.pages import EventDryRunPage, EventUploadPage, ReadEvent
from qa_app.web.limits.payload import CheckedList, packed, unpacked
from qa_app.web.limits.view import moment_words
from qa_app.web.list_faults import ConfirmForm, fault_line
from qa_app.web.locale import page_language
from qa_app.web.settings import installation, local_today
from qa_app.wording import Words
from qa_app.wording.case_lists import fault_words

_CONFLICT, _UNPROCESSABLE = 409, 422


class _Centre:
    """The centre of an import, with the events of its areas."""

    def __init__(self, centre_id: int) -> None:
        found = case_centre(database(), current_actor(), centre_id, Permission.LIMIT_RECORD)
        if found is None:
            abort(404)
        self.id = centre_id
        self.name = found.name
        self.areas = found.areas
        self.ground = LimitGround(database(), clock.now(), installation().timezone)
        self.events: dict[str, dict[str, BilingualText]] = {}
        for area in found.areas:
            named: dict[str, BilingualText] = {}
            for version, _rubric in self.ground.rubrics(area, centre_id):
                rubric = rubric_in_words(database(), version)
                if rubric is not None:
                    for event in limit_events(rubric):
                        named.setdefault(event.code, event.label)
            if named:
                self.events[area] = named

    @property
    def place(self) -> str:
        return f"{self.id}/{current_actor().account_id}"

    def files(self, references: tuple[str, ...]) -> dict[str, tuple[int, str]]:
        found = recordable_files(database(), current_actor(), self.id, references, local_today())
        return dict(found)

    def event_name(self, area: str, code: str) -> str:
        label = self.events.get(area, {}).get(code)
        return code if label is None else Words(page_language()).text(label)


@bp.get("/import/<int:centre_id>/template.csv")
@requires(Permission.LIMIT_RECORD)
def template(centre_id: int) -> ResponseReturnValue:
    _Centre(centre_id)
    wanted = request.args.get("language")
    language = wanted if wanted in LANGUAGES else page_language()
    heads = [EVENT_HEADS[column].in_language(language) for column in EventColumn]
    return Response(
        csv_table(heads, []),
        content_type="text/csv; charset=utf-8",
        headers=named_file(f"limits-{language}.csv"),
    )


@bp.route("/import/<int:centre_id>", methods=["GET", "POST"])
@requires(Permission.LIMIT_RECORD)
def upload(centre_id: int) -> ResponseReturnValue:
    centre, form = _Centre(centre_id), UploadForm()
    if not form.validate_on_submit():
        status = _UNPROCESSABLE if form.is_submitted() else 200
        return _upload_page(centre, form, CheckedEvents(())).render(), status
    try:
        sheet = read_sheet(form.file.data.read(IMPORT_BYTES_MOST + 1))
    except UnreadableListError as refused:
        return _faulty(centre, CheckedEvents((), (refused.fault,)))
    return _looked_at(centre, sheet)


@bp.post("/import/<int:centre_id>/confirm")
@requires(Permission.LIMIT_RECORD)
def confirm(centre_id: int) -> ResponseReturnValue:
    centre, form = _Centre(centre_id), ConfirmForm()
    if not form.validate_on_submit():
        abort(_UNPROCESSABLE)
    checked = unpacked(form.checked.data, installation().secret_key, centre.place)
    if checked is None:
        abort(_UNPROCESSABLE)
    references = tuple(dict.fromkeys(one.reference for one in checked.entries))
    files = centre.files(references)
    if len(files) < len(references):
        abort(_CONFLICT)
    standings = compare_events(database(), checked.entries, files)
    now = counts_of(standings)
    # a list that was taken in already may be sent again; anything else must be as it was shown
    if now != checked.counts and now.added + now.updated:
        again = CheckedList(checked.entries, now)
        return _dry_run(centre, again, standings, files, is_stale=True)
    import_events(
        database(),
        current_actor(),
        EventList(centre_id, checked.entries),
        installation().timezone,
        at=clock.now(),
    )
    return redirect(url_for("limits.index", centre=centre_id, notice="limit_list_taken_in"))


def _looked_at(centre: _Centre, sheet: ReadSheet) -> ResponseReturnValue:
    files = centre.files(references_in(sheet.rows))
    areas = {reference: area for reference, (_number, area) in files.items()}
    done = check_events(sheet.rows, EventRegister(areas, centre.events, centre.ground.now))
    if done.faults:
        return _faulty(centre, done)
    standings = compare_events(database(), done.entries, files)
    return _dry_run(centre, CheckedList(done.entries, counts_of(standings)), standings, files)


def _dry_run(
    centre: _Centre,
    checked: CheckedList,
    standings: tuple[EventStanding, ...],
    files: dict[str, tuple[int, str]],
    *,
    is_stale: bool = False,
) -> ResponseReturnValue:
    words, shown = Words(page_language()), ROWS_PER_PAGE
    text = packed(checked, installation().secret_key, centre.place)
    page = EventDryRunPage(
        centre_id=centre.id,
        centre_name=centre.name,
        form=ConfirmForm(formdata=None, checked=text),
        counts=checked.counts,
        sample=tuple(
            ReadEvent(
                entry.reference,
                centre.event_name(files[entry.reference][1], entry.happened.event),
                moment_words(words, entry.happened.moment),
                "new" if one.is_new else "changed" if one.replaces else "same",
            )
            for entry, one in zip(checked.entries[:shown], standings[:shown], strict=True)
        ),
        is_stale=is_stale,
    )
    return page.render(), _CONFLICT if is_stale else 200


def _faulty(centre: _Centre, done: CheckedEvents) -> ResponseReturnValue:
    return _upload_page(centre, UploadForm(formdata=None), done).render(), _UNPROCESSABLE


def _upload_page(centre: _Centre, form: UploadForm, done: CheckedEvents) -> EventUploadPage:
    words = Words(page_language())
    return EventUploadPage(
        centre_id=centre.id,
        centre_name=centre.name,
        form=form,
        events=tuple(
            (centre.areas[area], tuple(words.text(one) for one in events.values()))
            for area, events in centre.events.items()
        ),
        faults=tuple(fault_line(fault, fault_words(words, fault)) for fault in done.faults),
        fault_count=len(done.faults) + done.more_faults,
    )
