"""Routes of score sheets on paper."""

from dataclasses import dataclass

from flask import Blueprint, Response, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from qa_app import clock
from qa_app.domain.asked import AskedItem
from qa_app.domain.audit_entries import EntriesChangedError, Entry, EntryChange, EntryKind
from qa_app.domain.box_readings import RowReading
from qa_app.domain.defaults import SCANS_KEPT_MOST
from qa_app.domain.draft import entry_of
from qa_app.domain.errors import InvalidError
from qa_app.domain.permissions import Permission
from qa_app.domain.rubric import Rubric
from qa_app.domain.score_sheet import (
    PageMark,
    SheetLayout,
    SheetRow,
    paper_items,
    paper_options,
    sheet_layout,
)
from qa_app.domain.text import LANGUAGES
from qa_app.domain.trust_defaults import SCANS_WAITING_MOST
from qa_app.extensions import database
from qa_app.queries.asked_rubrics import asked_rubric_in_words
from qa_app.queries.audits import audit_centre
from qa_app.queries.drafts import DraftAudit
from qa_app.queries.sheet_scans import (
    FiledScan,
    place_of_sheet,
    scan_image,
    scans_of,
    sheet_mark,
)
from qa_app.reports.score_sheet import PrintedItem, PrintedSheet, score_sheet_pdf
from qa_app.scans.sheets import row_jpeg
from qa_app.services.audits.file_scans import file_scans
from qa_app.services.audits.open_audit import Look, open_audit
from qa_app.services.audits.save_entries import save_entries
from qa_app.web.asking.answers import answer_words
from qa_app.web.file_kinds import SCANS, wrong_kind
from qa_app.web.guard import current_actor, requires
from qa_app.web.handed_out import named_file
from qa_app.web.locale import page_language
from qa_app.web.numbers import whole_number
from qa_app.web.own_drafts import draft_in_hand, shown_draft
from qa_app.web.settings import installation, local_today
from qa_app.web.sheets.forms import ScansForm
from qa_app.web.sheets.pages import PageLine, ReadPage, ReadRow, SheetPage
from qa_app.web.sheets.reading import read_uploads
from qa_app.wording import Words
from qa_app.wording.score_sheets import (
    option_words,
    page_words,
    printed_items,
    sheet_kind,
    sheet_lines,
    sheet_place,
    signature_words,
)

bp = Blueprint("sheets", __name__, url_prefix="/audits/<int:audit_id>/paper")
_CONFLICT, _UNPROCESSABLE = 409, 422
_LANGUAGE_NAMES = (("zh", "中文"), ("en", "English"))


@dataclass(frozen=True, slots=True)
class _Desk:
    """A draft with its sheet."""

    head: DraftAudit
    rubric: Rubric
    items: dict[str, AskedItem]
    layout: SheetLayout
    mark: PageMark


def _desk(audit_id: int, view: str = "") -> _Desk:
    head = shown_draft(audit_id, view) if view else draft_in_hand(audit_id)
    rubric = asked_rubric_in_words(
        database(), head.rubric_version_id, head.supplement_asks, head.words_revision
    )
    if rubric is None:
        abort(404)
    items = paper_items(rubric)
    layout = sheet_layout(items)
    mark = sheet_mark(database(), audit_id, head.rubric_version_id, rubric, layout)
    return _Desk(head, rubric, {item.code: item for item in items}, layout, mark)


@bp.get("")
@requires(Permission.AUDIT_SCORE)
def show(audit_id: int) -> ResponseReturnValue:
    return _show(_desk(audit_id, "paper"), ()).render()


def _show(desk: _Desk, refused: tuple[tuple[str, str], ...]) -> SheetPage:
    filed = {scan.page: scan for scan in scans_of(database(), desk.head.id)}
    every = sum(len(section.items) for section in desk.rubric.sections)
    return SheetPage(
        audit_id=desk.head.id,
        reference=desk.head.reference,
        form=ScansForm(formdata=None),
        refused=refused,
        lines=tuple(
            _page_line(page, filed.get(page), len(desk.layout.on_page(page)))
            for page in range(1, desk.layout.pages + 1)
        ),
        rest=max(0, every - len(desk.items)),
        languages=_LANGUAGE_NAMES,
    )


def _page_line(page: int, scan: FiledScan | None, items: int) -> PageLine:
    if scan is None:
        return PageLine(page, None, None, items, 0)
    return PageLine(page, scan.id, scan.filed_at, items, sum(not row.is_sure for row in scan.rows))


@bp.get("/sheet.pdf")
@requires(Permission.AUDIT_SCORE)
def pdf(audit_id: int) -> ResponseReturnValue:
    wanted = request.args.get("language")
    language = wanted if wanted in LANGUAGES else page_language()
    desk, words = _desk(audit_id, "sheet"), Words(language)
    if not desk.layout.pages:
        abort(404)
    sheet = PrintedSheet(
        desk.layout,
        desk.mark,
        {code: PrintedItem(*said) for code, said in printed_items(words, desk.rubric).items()},
        sheet_kind(words),
        desk.rubric.title.in_language(language),
        (
            sheet_place(words, place_of_sheet(database(), audit_id)),
            *sheet_lines(words, desk.rubric, desk.layout, desk.mark, desk.head.reference or ""),
        ),
        signature_words(words),
        page_words(words),
        language,
    )
    headers = named_file(f"sheet-{desk.mark.sheet}-{language}.pdf")
    return Response(score_sheet_pdf(sheet), content_type="application/pdf", headers=headers)


@bp.post("/scans")
@requires(Permission.AUDIT_SCORE)
def upload(audit_id: int) -> ResponseReturnValue:
    desk = _desk(audit_id)
    form = ScansForm()
    sent = [one for one in form.files.data or () if one]
    if not sent:
        refused = ((_("No file"), _("Choose the scans or photographs here")),)
        return _show(desk, refused).render(), _UNPROCESSABLE
    kinds = [wrong_kind(one, SCANS) for one in sent]
    named = [(one.filename or "–", why) for one, why in zip(sent, kinds, strict=True) if why]
    files = [(one.filename, one.read()) for one, why in zip(sent, kinds, strict=True) if not why]
    found = read_uploads(files, desk.mark, desk.layout)
    try:
        if found.scans:
            file_scans(
                database(),
                current_actor(),
                audit_id,
                found.scans,
                zone=installation().timezone,
                at=clock.now(),
            )
    except InvalidError as fault:
        most = _("With these the review would have more than %(most)s pages", most=SCANS_KEPT_MOST)
        if fault.code == "too_many_waiting":
            most = _(
                "With these more than %(most)s pages would lie with reviews that you have not"
                " signed: sign some of them first",
                most=SCANS_WAITING_MOST,
            )
        return _show(desk, ((_("Not filed"), most),)).render(), _UNPROCESSABLE
    if named or found.refused:
        return _show(desk, (*named, *found.refused)).render(), _UNPROCESSABLE
    return redirect(url_for("sheets.read", audit_id=audit_id))


@bp.get("/scans")
@requires(Permission.AUDIT_SCORE)
def read(audit_id: int) -> ResponseReturnValue:
    return _read_page(_desk(audit_id, "scans"), ()).render()


@bp.post("/scans/entries")
@requires(Permission.AUDIT_SCORE)
def save(audit_id: int) -> ResponseReturnValue:
    desk = _desk(audit_id)
    changes = _changes(desk)
    try:
        if changes:
            zone = installation().timezone
            save_entries(database(), current_actor(), audit_id, changes, zone, at=clock.now())
    except EntriesChangedError:
        wrong = (_("Meanwhile answers were changed on screen: look at them once more"),)
        return _read_page(_desk(audit_id, "scans"), wrong).render(), _CONFLICT
    return redirect(url_for("audits.workspace", audit_id=audit_id))


@bp.get("/scans/<int:scan_id>.jpg")
@requires(Permission.AUDIT_READ)
def page(audit_id: int, scan_id: int) -> ResponseReturnValue:
    actor = current_actor()
    filed = scan_image(database(), actor, audit_id, scan_id, local_today()) or abort(404)
    centre_id = audit_centre(database(), actor, audit_id) or abort(404)
    now, zone = clock.now(), installation().timezone
    open_audit(database(), actor, audit_id, centre_id, at=now, look=Look("scan", zone))
    return _jpeg(filed)


@bp.get("/scans/<int:scan_id>/<int:number>.jpg")
@requires(Permission.AUDIT_SCORE)
def row(audit_id: int, scan_id: int, number: int) -> ResponseReturnValue:
    desk = _desk(audit_id)
    if not 0 <= number < len(desk.layout.rows):
        abort(404)
    filed = scan_image(database(), current_actor(), audit_id, scan_id, local_today()) or abort(404)
    return _jpeg(row_jpeg(filed, desk.layout.rows[number]))


def _jpeg(content: bytes) -> Response:
    answer = Response(content, content_type="image/jpeg")
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _changes(desk: _Desk) -> tuple[EntryChange, ...]:
    changes = []
    for code, item in desk.items.items():
        chosen = request.form.get(f"row.{code}", "")
        stands = entry_of(desk.head.entries, EntryKind.ANSWER, code)
        if chosen not in paper_options(item) or chosen == stands.value:
            continue
        try:
            base = whole_number(request.form.get(f"base.{code}", "0"))
        except ValueError:
            abort(_UNPROCESSABLE)
        changes.append(
            EntryChange(
                EntryKind.ANSWER,
                code,
                chosen,
                base,
                clock.random_token()[:32],
                note=stands.note,
                read=stands.read,
            )
        )
    return tuple(changes)


def _read_page(desk: _Desk, wrong: tuple[str, ...]) -> ReadPage:
    scans = {scan.page: scan for scan in scans_of(database(), desk.head.id)}
    read = {row.item: row for scan in scans.values() for row in scan.rows}
    rows = tuple(
        _row_view(desk, number, place, scans[place.page], read[place.item])
        for number, place in enumerate(desk.layout.rows)
        if place.page in scans and place.item in read
    )
    return ReadPage(
        audit_id=desk.head.id,
        reference=desk.head.reference,
        rows=rows,
        unsure=sum(not row.is_sure for row in rows),
        missing=tuple(number for number in range(1, desk.layout.pages + 1) if number not in scans),
        wrong=wrong,
    )


def _row_view(
    desk: _Desk, number: int, place: SheetRow, scan: FiledScan, reading: RowReading
) -> ReadRow:
    words, item = Words(page_language()), desk.items[place.item]
    stands: Entry = entry_of(desk.head.entries, EntryKind.ANSWER, place.item)
    return ReadRow(
        place.item,
        words.text(item.text),
        tuple(
            (option.code, option.digit, option_words(words, item, option.code))
            for option in item.options
            if option.digit
        ),
        reading.option or "",
        reading.is_sure,
        reading.option or "",
        answer_words(desk.rubric, stands, page_language(), ""),
        stands.revision if stands.value is not None or stands.note else 0,
        url_for("sheets.row", audit_id=desk.head.id, scan_id=scan.id, number=number),
    )
