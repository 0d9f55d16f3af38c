"""Faults of case lists in words: what is wrong, and the way out."""

from collections.abc import Iterable, Sequence

from qa_app.domain.case_entries import REQUIRED, RISKS, STAGES, TEMPLATE, Column
from qa_app.domain.list_faults import Flaw, ListFault
from qa_app.domain.text import BilingualText
from qa_app.wording.catalogue import message as _
from qa_app.wording.words import Words

FLAWS: dict[Flaw, tuple[str, str]] = {
    Flaw.EMPTY: (_("The file is empty"), _("Start from the template and fill in a row per case")),
    Flaw.TOO_LARGE: (
        _("The file is larger than %(most)s MB"),
        _("Split the list into several files, by year for instance"),
    ),
    Flaw.TOO_LARGE_UNPACKED: (
        _("Unpacked, the workbook is larger than %(most)s MB"),
        _("Copy the rows into a new workbook, or save the sheet as CSV"),
    ),
    Flaw.TOO_MANY_ROWS: (
        _("The list has more than %(most)s rows"),
        _("Split the list into several files, by year for instance"),
    ),
    Flaw.TOO_MANY_COLUMNS: (
        _("The list has more than %(most)s columns"),
        _("Keep only the columns of the template"),
    ),
    Flaw.NOT_TEXT: (
        _("This is neither a workbook nor a text file"),
        _("Save the list as .xlsx or as CSV and choose that file"),
    ),
    Flaw.NOT_A_TABLE: (
        _("Near line %(row)s the quotation marks do not pair"),
        _("Open the file in a spreadsheet and save it as CSV again"),
    ),
    Flaw.OLD_OR_LOCKED: (
        _("This is an old .xls or .et file, or it has a password"),
        _("Open it, choose Save as, type .xlsx, without a password"),
    ),
    Flaw.BROKEN_WORKBOOK: (
        _("The workbook cannot be read"),
        _("Open it in a spreadsheet and save it as .xlsx again, or save the sheet as CSV"),
    ),
    Flaw.UNSAFE_WORKBOOK: (
        _("The workbook holds macros or outside definitions"),
        _("Save the sheet as CSV, or copy the rows into a new .xlsx"),
    ),
    Flaw.OTHER_EPOCH: (
        _("The workbook counts its days from 1904"),
        _("Save the sheet as CSV, so that every date is written out"),
    ),
    Flaw.TOO_LARGE_TO_MATCH: (
        _("The list is too large for its columns to be matched on this page"),
        _("Leave out columns that are not needed, or split the list by year"),
    ),
    Flaw.NO_ROWS: (_("There is no row below the heads"), _("Fill in a row per case")),
    Flaw.UNKNOWN_COLUMN: (
        _("This column is not one of a case list"),
        _("Delete the column, or give it a head of the template"),
    ),
    Flaw.IDENTITY_COLUMN: (
        _("This column tells who a person is"),
        _("Delete the column: names, numbers and addresses of people never come in here"),
    ),
    Flaw.COLUMN_TWICE: (_("The column stands twice"), _("Keep one of the two")),
    Flaw.COLUMN_MISSING: (
        _("The column %(allowed)s is missing"),
        _("Add the column with this head"),
    ),
    Flaw.MISSING: (_("The cell is empty"), _("Fill it in: this column is required")),
    Flaw.EXTRA_CELL: (
        _("The cell stands below no head"),
        _("Clear it, or put a value that holds a comma in quotation marks"),
    ),
    Flaw.FORMULA: (
        _("The cell holds a formula"),
        _("Copy the column and paste it as values"),
    ),
    Flaw.CONTROL: (
        _("The cell holds a control character that cannot be seen"),
        _("Delete the content of the cell and type it again"),
    ),
    Flaw.ID_NUMBER: (
        _("The cell holds an ID number, or what looks like one"),
        _(
            "Delete it: use the number your centre gives the case; if it is that number, leave"
            " out its first six digits"
        ),
    ),
    Flaw.PHONE: (
        _("The cell holds a phone number"),
        _("Delete it: use the number your centre gives the case"),
    ),
    Flaw.MAIL: (
        _("The cell holds an e-mail address"),
        _("Delete it: use the number your centre gives the case"),
    ),
    Flaw.HANZI: (
        _("The code holds Hanzi"),
        _("Write letters, digits and dashes only, such as 2026-12: Hanzi may be a name"),
    ),
    Flaw.TOTALS: (_("This looks like a row of totals"), _("Delete the row")),
    Flaw.NOT_A_CODE: (
        _("This is not a code"),
        _("Write letters, digits, dash, dot, slash or brackets, beginning with a letter or digit"),
    ),
    Flaw.NOT_A_REGISTER_CODE: (
        _("This is not a code of the register"),
        _("Write letters, digits, dot, dash and underscore only, such as SW-82"),
    ),
    Flaw.TOO_LONG: (
        _("The cell is longer than %(most)s characters"),
        _("Shorten it: a case list takes codes and dates, not remarks"),
    ),
    Flaw.DIGITS_LOST: (
        _("The spreadsheet kept only 15 digits of this number"),
        _("Format the column as text and type the number again"),
    ),
    Flaw.NUMBER_TWICE: (
        _("The same number stands in row %(first)s"),
        _("Keep one row for each case"),
    ),
    Flaw.NOT_IN_LIST: (_("This is not in the list"), _("Write one of: %(allowed)s")),
    Flaw.FOREIGN_AREA: (
        _("The centre does not work in this area"),
        _("Write one of: %(allowed)s"),
    ),
    Flaw.UNKNOWN_PRACTITIONER: (
        _("No worker of this centre has this code"),
        _("Correct the code, or have the worker added first"),
    ),
    Flaw.NOT_A_DATE: (
        _("This is not a date"),
        _("Write 2026-03-02, 2026/3/2 or 2026.3.2, or format the cell as a date"),
    ),
    Flaw.DAY_AS_NUMBER: (
        _("%(value)s is a number and no date"),
        _(
            "Write the date; if it is how the spreadsheet keeps a date, %(day)s is meant: format"
            " the column as a date there and save the file again"
        ),
    ),
    Flaw.NO_YEAR: (
        _("The date has no year"),
        _("Choose the year on the page that matches the columns, or write it in the list"),
    ),
    Flaw.NO_SUCH_DAY: (_("There is no such day"), _("Correct the date")),
    Flaw.DAY_TOO_EARLY: (
        _("The date lies before %(least)s"),
        _("Correct the year"),
    ),
    Flaw.DAY_TO_COME: (_("The date is still to come"), _("Correct the date")),
    Flaw.CLOSED_BEFORE_OPENED: (
        _("The case closes before it opens"),
        _("Correct one of the two dates"),
    ),
    Flaw.CLOSED_WITHOUT_DAY: (
        _("The list says closed, but the day of closing is missing"),
        _("Fill in the day of closing, or correct the state"),
    ),
    Flaw.OPEN_WITH_DAY: (
        _("The list says open, but a day of closing stands there"),
        _("Clear the day of closing, or correct the state"),
    ),
    Flaw.NOT_YES_OR_NO: (_("This is neither yes nor no"), _("Write yes, no or nothing")),
    Flaw.UNKNOWN_CENTRE: (
        _("No centre has this code"),
        _("Correct the code, or have the centre added first"),
    ),
    Flaw.UNKNOWN_SUPERVISOR: (
        _("No account that leads sessions has this login name"),
        _("Correct the login name, or have the account added first"),
    ),
    Flaw.SESSION_TWICE: (
        _("The same session stands in row %(first)s"),
        _("Keep one row for each session"),
    ),
    Flaw.UNKNOWN_REFERENCE: (
        _("No open case that you may record for has this reference"),
        _("Correct the reference; it stands on the folder and in the list of case files"),
    ),
    Flaw.NOT_A_TIME: (
        _("This is not a time of day"),
        _("Write the hour and the minute, such as 17:00, or nothing"),
    ),
    Flaw.TIME_TO_COME: (
        _("This lies ahead of now"),
        _("Record only what has happened"),
    ),
    Flaw.EVENT_TWICE: (
        _("The same event of this case stands in row %(first)s"),
        _("Keep one row for each event of a case"),
    ),
    Flaw.UNKNOWN_CODE: (
        _("Nothing within your reach has this code"),
        _("Correct the code, or have it added first"),
    ),
    Flaw.CODE_TAKEN: (
        _("Something out of your reach has this code"),
        _("Choose another code"),
    ),
    Flaw.NOT_A_NUMBER: (
        _("This is not a number of this column"),
        _("Write a number in digits, with no more decimals than the column keeps"),
    ),
    Flaw.NUMBER_OUTSIDE: (
        _("The number lies outside %(least)s to %(most)s"),
        _("Correct the number"),
    ),
    Flaw.BELOW_ATTENDED: (
        _("Somebody who took part is recorded with more"),
        _("Give no less, or correct what is recorded of them first"),
    ),
    Flaw.BEFORE_OTHER: (
        _("This lies before %(allowed)s"),
        _("Correct one of the two"),
    ),
    Flaw.NOT_TOGETHER: (
        _("This does not go with what stands under %(allowed)s"),
        _("Correct one of the two"),
    ),
    Flaw.STANDS_OTHERWISE: (
        _("What is registered is %(allowed)s"),
        _("Write that, or leave the row out: this list does not change it"),
    ),
    Flaw.ONLY_TOLD: (
        _("This column is given out and never taken in"),
        _("Clear the cell"),
    ),
    Flaw.ROW_TWICE: (
        _("The same stands in row %(first)s"),
        _("Keep one of the two rows"),
    ),
    Flaw.NOT_A_DIGEST: (
        _("This is not a SHA-256 digest"),
        _("Write the 64 hexadecimal digits, or nothing"),
    ),
    Flaw.NOT_MARKS: (
        _("“%(value)s” is not written as this column asks"),
        _("Write each as explained below, with a semicolon between"),
    ),
    Flaw.MARK_TWICE: (_("%(value)s stands twice in the cell"), _("Keep one of the two")),
    Flaw.MARKS_OF_OTHERS: (
        _("The framework has no %(value)s"),
        _("Correct the code, or name the version of the framework that has it"),
    ),
    Flaw.MARKS_MISSING: (
        _("Nothing stands for %(value)s"),
        _("Give every competency of the framework its number"),
    ),
    Flaw.DAY_OUTSIDE: (
        _("The day lies outside %(least)s to %(most)s"),
        _("Correct the date"),
    ),
    Flaw.STEP_OF_OTHERS: (
        _("You may not record this step at this centre"),
        _("Leave it blank, or let whoever takes this step take the list in"),
    ),
    Flaw.SAID_THEMSELVES: (
        _("The worker said this themselves on screen that day"),
        _("Take the line out: nobody else changes it"),
    ),
    Flaw.NAME: (
        _("The cell holds what looks like a person's name"),
        _("Delete the name: no person is named in this column"),
    ),
}
"""Fault to what is wrong and the way out; every fault has both, by test."""


def fault_words(words: Words, fault: ListFault) -> tuple[str, str]:
    """Put a fault of a case list into words.

    Args:
        words: The language.
        fault: The fault.

    Returns:
        What is wrong, and the way out.
    """
    named = [text.in_language(words.language) for text in fault.allowed]
    params = {"allowed": words.listed(named), **fault.params}
    wrong, way_out = FLAWS[fault.flaw]
    return words.say(wrong, **params), words.say(way_out, **params)


_CODES = _("Letters, digits, dash, dot, slash; no Hanzi")
_KEPT = _("; kept only as a keyed digest, never as it stands")
_DATES = _("Such as 2026-03-02 or 2026/3/2")
_OPEN = _("; empty while the case is open")
_NOBODY = _("No worker is registered yet")
_SEAL = _("Yes or no; sealed files are never drawn")
_TEMPLATE_WORDS = {
    "list": _("Case list"),
    "explanations": _("Explanations"),
    "column": _("Column"),
    "required": _("Required"),
    "says": _("What may stand there"),
    "yes": _("yes"),
    "no": _("no"),
}
_NOTES = (
    _("One row for each case; no name, ID number, phone or address anywhere"),
    _("A row of totals is passed over"),
)


def explained_columns(
    words: Words, areas: Sequence[BilingualText], practitioners: Sequence[str]
) -> tuple[tuple[Column, bool, str], ...]:
    """Explain every column of a case list.

    Args:
        words: The language.
        areas: Areas of the centre.
        practitioners: Codes of its workers.

    Returns:
        In the order of the template: column, whether it is required, what may stand there.
    """

    def listed(names: Iterable[BilingualText]) -> str:
        return words.listed(name.in_language(words.language) for name in names)

    says = {
        Column.NUMBER: words.say(_CODES) + words.say(_KEPT),
        Column.AREA: listed(areas),
        Column.OPENED: words.say(_DATES),
        Column.CLOSED: words.say(_DATES) + words.say(_OPEN),
        Column.PRACTITIONER: words.listed(practitioners) or words.say(_NOBODY),
        Column.STAGE: listed(STAGES.values()),
        Column.RISK: listed(RISKS.values()),
        Column.SHELF: words.say(_CODES),
        Column.SEALED: words.say(_SEAL),
    }
    return tuple((column, column in REQUIRED, says[column]) for column in TEMPLATE)


def template_words(words: Words) -> dict[str, str]:
    """Give the words of a template beside its columns.

    Args:
        words: The language.

    Returns:
        Names of sheets and heads; `notes` has a line for each note.
    """
    said = {name: words.say(text) for name, text in _TEMPLATE_WORDS.items()}
    return {**said, "notes": "\n".join(words.say(note) for note in _NOTES)}
