"""Routes on which somebody is told who saw a case file."""

from flask import Response, abort, request
from flask.typing import ResponseReturnValue

from qa_app import clock
from qa_app.domain.permissions import Permission
from qa_app.domain.references import read_reference
from qa_app.domain.text import LANGUAGES
from qa_app.extensions import database
from qa_app.queries.who_saw import FileSeen, who_saw
from qa_app.reports.printed import printed_pdf
from qa_app.reports.tables import csv_table
from qa_app.services.operations.note_list import note_list
from qa_app.web.access.blueprint import bp
from qa_app.web.access.pages import SeenPage
from qa_app.web.guard import current_actor, requires
from qa_app.web.handed_out import named_file
from qa_app.web.locale import page_language
from qa_app.web.settings import installation
from qa_app.wording import Words
from qa_app.wording.access import SEEN_HEADS, said_who_saw, seen_row


@bp.get("/seen")
@requires(Permission.OPENING_READ)
def seen() -> ResponseReturnValue:
    return _page("").render()


@bp.post("/seen")
@requires(Permission.OPENING_READ)
def find_seen() -> ResponseReturnValue:
    # the reference is sent in the body: no log, proxy or history keeps it
    return _page(request.form.get("file", "").strip()).render()


@bp.post("/seen.<any(csv, pdf):form>")
@requires(Permission.OPENING_READ)
def seen_file(form: str) -> ResponseReturnValue:
    found = _found(request.form.get("file", "").strip()) or abort(404)
    language = request.form.get("lang", page_language())
    words = Words(language) if language in LANGUAGES else abort(404)
    zone = installation().timezone
    _note(found)
    is_pdf = form == "pdf"
    if is_pdf:
        content = printed_pdf(said_who_saw(words, found, clock.now(), zone))
    else:
        heads = [words.say(one) for one in SEEN_HEADS]
        content = csv_table(heads, [seen_row(words, one, zone) for one in found.lines])
    headers = named_file(f"who_saw_{found.reference}_{language}.{form}", is_shown=is_pdf)
    return Response(content, mimetype="application/pdf" if is_pdf else "text/csv", headers=headers)


def _page(asked: str) -> SeenPage:
    found = _found(asked) if asked else None
    words, zone = Words(page_language()), installation().timezone
    lines = () if found is None else found.lines
    if found is not None:
        _note(found)
    return SeenPage(
        asked=asked,
        is_unknown=bool(asked) and found is None,
        reference="" if found is None else found.reference,
        centre_name=None if found is None else found.centre_name,
        readings=0 if found is None else found.readings,
        people=0 if found is None else found.people,
        people_unnamed=0 if found is None else found.people_unnamed,
        heads=tuple(words.say(one) for one in SEEN_HEADS),
        rows=tuple(seen_row(words, one, zone) for one in lines),
    )


def _found(asked: str) -> FileSeen | None:
    reference = read_reference(asked)
    return None if reference is None else who_saw(database(), current_actor(), reference)


def _note(found: FileSeen) -> None:
    note_list(
        database(),
        current_actor(),
        "who_saw",
        len(found.lines),
        at=clock.now(),
        centre_id=found.centre_id,
    )
