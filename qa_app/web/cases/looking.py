"""What becomes of a list that was sent: matched, refused with its faults, or shown first."""

from collections.abc import Sequence

from flask.typing import ResponseReturnValue

from qa_app.domain.case_entries import RISKS, STAGES
from qa_app.domain.case_list import CheckedList, Register, check_list, has_yearless
from qa_app.domain.defaults import ROWS_PER_PAGE
from qa_app.domain.list_faults import Flaw, ListFault
from qa_app.domain.list_matching import (
    ListMatch,
    RememberedMatch,
    column_letter,
    remembered_after,
    shape_of,
)
from qa_app.domain.row_numbers import row_spans
from qa_app.extensions import database
from qa_app.queries.cases import CaseCentre, CaseStanding, compare
from qa_app.queries.centre_keys import centre_key
from qa_app.queries.list_matches import remembered_match
from qa_app.rubric_files.case_lists import ReadSheet
from qa_app.web.cases.forms import MatchForm, UploadForm
from qa_app.web.cases.labels import column_lines
from qa_app.web.cases.matching import (
    column_options,
    match_columns,
    match_values,
    years_of,
)
from qa_app.web.cases.pages import (
    DryRunPage,
    FaultsPage,
    MatchPage,
    ReadLine,
    SheetNote,
    UploadPage,
)
from qa_app.web.cases.payload import Checked, counts_of, packed, packed_said, unpacked_said
from qa_app.web.cases.raw_rows import packed_rows
from qa_app.web.guard import current_actor
from qa_app.web.list_faults import ConfirmForm, FaultLine, fault_line
from qa_app.web.locale import page_language
from qa_app.web.settings import installation, local_today
from qa_app.wording import Words
from qa_app.wording.case_lists import fault_words

_CONFLICT, _UNPROCESSABLE = 409, 422


def known_match(centre: CaseCentre, sent: str | None) -> RememberedMatch:
    """What was said of a faulty list just now, else what the centre said before."""
    said = unpacked_said(sent or "", installation().secret_key, good_for(centre))
    return said or remembered_match(database(), centre.id)


def register_of(centre: CaseCentre) -> Register:
    return Register(centre.areas, centre.practitioners.keys(), local_today())


def upload_page(centre: CaseCentre, form: UploadForm) -> ResponseReturnValue:
    kept = centre_key(database(), centre.id)
    page = UploadPage(centre=centre, form=form, key=kept, columns=column_lines(centre))
    return page.render(), _UNPROCESSABLE if form.is_submitted() else 200


def ask_match(
    centre: CaseCentre,
    sheet: ReadSheet,
    match: ListMatch,
    keys: tuple[str, ...],
    wrong: tuple[str, ...] = (),
    *,
    said: str = "",
) -> ResponseReturnValue:
    register = register_of(centre)
    table = packed_rows(sheet, installation().secret_key, good_for(centre), keys)
    if table is None:
        fault = ListFault(Flaw.TOO_LARGE_TO_MATCH)
        return faulty(centre, CheckedList((), (fault,)), ReadSheet([]), keys)
    page = MatchPage(
        centre=centre,
        form=MatchForm(formdata=None, table=table, said=said),
        wrong=wrong,
        note=_note(sheet, None, CheckedList((), ())),
        columns=match_columns(sheet, match),
        options=column_options(),
        values=match_values(sheet, register, match),
        years=years_of(register),
        year=match.year,
        has_yearless=has_yearless(sheet.rows, match),
    )
    return page.render(), _UNPROCESSABLE if wrong else 200


def looked_at(
    centre: CaseCentre,
    sheet: ReadSheet,
    register: Register,
    match: ListMatch | None,
    keys: tuple[str, ...],
) -> ResponseReturnValue:
    done = check_list(sheet.rows, register, match)
    note = _note(sheet, match, done)
    matched = None
    if match is not None:
        before = remembered_match(database(), centre.id)
        matched = remembered_after(shape_of(sheet.rows), match, before)
    if done.faults:
        return faulty(centre, done, sheet, keys, note, matched)
    standings = compare(database(), centre, done.entries, keys)
    checked = Checked(done.entries, counts_of(standings), matched, keys)
    return dry_run(centre, checked, standings, note)


def _note(sheet: ReadSheet, match: ListMatch | None, done: CheckedList) -> SheetNote:
    heads = shape_of(sheet.rows).heads if match is not None else ()
    columns = match.columns if match is not None else {}
    not_read = tuple(head for index, head in enumerate(heads) if head and index not in columns)
    named = shape_of(sheet.rows).heads
    hidden = tuple(
        f"{column_letter(at)} {named[at] if at < len(named) else ''}".strip()
        for at in sheet.hidden_columns
        if at < len(named)
    )
    held = {number for number, _cells in sheet.rows}
    rows = row_spans([number for number in sheet.hidden_rows if number in held])
    return SheetNote(sheet.name, sheet.others, not_read, done.totals, hidden, rows)


def faulty(
    centre: CaseCentre,
    done: CheckedList,
    sheet: ReadSheet,
    keys: tuple[str, ...],
    note: SheetNote | None = None,
    matched: RememberedMatch | None = None,
) -> ResponseReturnValue:
    secret = installation().secret_key
    table = packed_rows(sheet, secret, good_for(centre), keys) if sheet.rows else None
    # nothing is stored of a faulty list: what was said of it comes back with the corrected one
    said = packed_said(matched, secret, good_for(centre)) if matched is not None else ""
    words = Words(page_language())

    def said_of(fault: ListFault) -> FaultLine:
        return fault_line(fault, fault_words(words, fault))

    page = FaultsPage(
        centre=centre,
        form=UploadForm(formdata=None, said=said),
        key=centre_key(database(), centre.id),
        faults=tuple(map(said_of, done.faults)),
        alike=tuple((said_of(one.first), one.count) for one in done.alike),
        fault_count=len(done.faults) + done.more_faults,
        is_cut=done.is_cut,
        note=note or SheetNote(),
        again=MatchForm(formdata=None, table=table, said=said) if table else None,
    )
    return page.render(), _UNPROCESSABLE


def dry_run(
    centre: CaseCentre,
    checked: Checked,
    standings: Sequence[CaseStanding],
    note: SheetNote,
    *,
    is_stale: bool = False,
) -> ResponseReturnValue:
    sample = zip(checked.entries[:ROWS_PER_PAGE], standings[:ROWS_PER_PAGE], strict=True)
    text = packed(checked, installation().secret_key, good_for(centre))
    page = DryRunPage(
        centre=centre,
        form=ConfirmForm(formdata=None, checked=text),
        counts=checked.counts,
        sample=tuple(ReadLine(entry, _becomes(standing)) for entry, standing in sample),
        is_stale=is_stale,
        note=note,
        stages=STAGES,
        risks=RISKS,
    )
    return page.render(), _CONFLICT if is_stale else 200


def _becomes(standing: CaseStanding) -> str:
    if standing.file_id is None:
        return "new"
    return "changed" if standing.values else "same"


def good_for(centre: CaseCentre) -> str:
    return f"{centre.id}/{current_actor().account_id}"
