"""The slip by which an archivist pulls the folders of a session."""

import re

from flask import Response, abort, request

from qa_app.domain.people import Actor
from qa_app.domain.text import LANGUAGES
from qa_app.extensions import database
from qa_app.queries.draws import SessionFile, files_of
from qa_app.queries.supervision import session_head
from qa_app.reports.labels import retrieval_slip
from qa_app.web.handed_out import named_file
from qa_app.web.locale import page_language
from qa_app.wording import Words
from qa_app.wording.score_sheets import slip_words

_NUMBERS = re.compile(r"(\d+)")


def retrieval_paper(actor: Actor, session_id: int) -> Response:
    """Print the slip of a session.

    Args:
        actor: Who prints.
        session_id: The session.

    Returns:
        A PDF file, sorted by the place that was given when the files were listed.
    """
    head = session_head(database(), actor, session_id) or abort(404)
    files = [one for one in files_of(database(), session_id, actor.account_id) if one.reference]
    if not files:
        abort(404)
    wanted = request.args.get("language")
    language = wanted if wanted in LANGUAGES else page_language()
    rows = [
        (one.shelf, one.reference or "", one.practitioner or "")
        for one in sorted(files, key=shelf_order)
    ]
    line = head.line
    words = Words(language)
    lines = (line.centre_name.in_language(language), words.day(line.planned_on))
    paper = retrieval_slip(rows, lines, slip_words(words), language)
    headers = named_file(f"slip-{session_id}.pdf")
    return Response(paper, content_type="application/pdf", headers=headers)


def shelf_order(file: SessionFile) -> tuple[bool, list[tuple[int, int | str]], str]:
    """Sort folders as they stand: 3-2 before 3-12, those without a place last.

    Args:
        file: The file.

    Returns:
        What to sort by.
    """
    parts = [
        (0, int(part)) if part.isdigit() else (1, part.casefold())
        for part in _NUMBERS.split(file.shelf)
        if part
    ]
    return (not file.shelf, parts, file.reference or "")
