"""What one cell of a case list says; codes, dates and listed values only."""

import re
import unicodedata
from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta
from functools import lru_cache

from qa_app.domain.defaults import CODE_MOST, IMPORT_CELL_MOST
from qa_app.domain.identity_guard import identity_in, names_in
from qa_app.domain.list_faults import Flaw
from qa_app.domain.text import BilingualText

Cell = str | int | float | bool | date | None
"""What a sheet or a line of text may hold; a `datetime` is a `date`."""

_EARLIEST = date(1990, 1, 1)
_SHOWN_MOST = 40
_DIGITS_KEPT = 15
_DOERS = frozenset("=+-@|＝＋－＠")
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._/#()\[\]-]*")
_HANZI = re.compile(r"[㐀-鿿豈-﫿]")
_DAY = re.compile(r"(\d{4})([-/.年])(\d{1,2})([-/.月])(\d{1,2})[日号]?(?: 0?0:00(?::00)?)?")
# no dot: a sheet that was given 3.10 keeps 3.1, and nobody can tell the days apart
_DAY_OF_YEAR = re.compile(r"(\d{1,2})([-/月])(\d{1,2})([日号]?)")
_DAY_RUN = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})")
_SERIAL = re.compile(r"\d{5}")
_SERIAL_ZERO = date(1899, 12, 30)
"""Day 0 of a spreadsheet: its day 60 is a 29 February 1900 that never was (ECMA-376, 18.17.4)."""
_BORN = r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
# like a citizen number even if its check character is mistyped; the short ones are of before 2000
_ID_LIKE = re.compile(rf"\d{{6}}(?:19|20)\d\d{_BORN}\d{{3}}[\dXx]|\d{{8}}{_BORN}\d{{3}}")
_TOTALS = re.compile(r"合计|总计|小计|共计|\bsub-?total|\btotal", re.IGNORECASE)
# tabs and line breaks are blanks; NUL, DEL and the like are what no keyboard types
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_YES = frozenset({"是", "yes", "y", "true", "1", "√", "已封存"})
_NO = frozenset({"", "否", "no", "n", "false", "0", "未封存"})
_WITHHELD = frozenset(
    {
        *(Flaw.ID_NUMBER, Flaw.PHONE, Flaw.MAIL, Flaw.HANZI, Flaw.CONTROL, Flaw.TOO_LONG),
        Flaw.DIGITS_LOST,
        *(Flaw.NAME, Flaw.NOT_A_DIGEST),
    }
)
_NO_HANZI = frozenset({Flaw.EXTRA_CELL, Flaw.NOT_A_CODE, Flaw.UNKNOWN_PRACTITIONER, Flaw.FORMULA})
_GUARDED = {"id_number": Flaw.ID_NUMBER, "phone": Flaw.PHONE, "mail": Flaw.MAIL}


class FaultyCell(Exception):  # noqa: N818 - a finding about the file, not an error of the program
    """A cell that cannot be taken in.

    Attributes:
        flaw: Why.
        params: Values that the words need.
        allowed: What may stand there, where that is a list.
    """

    def __init__(self, flaw: Flaw, allowed: tuple[BilingualText, ...] = (), **params: str) -> None:
        super().__init__(flaw.value)
        self.flaw = flaw
        self.allowed = allowed
        self.params = params


def is_blank(cell: Cell) -> bool:
    """Tell whether a cell says nothing.

    Args:
        cell: The cell.

    Returns:
        True for no value and for blanks; some control characters count as blanks elsewhere,
        but a cell with one says something that nobody can see.
    """
    return cell is None or (isinstance(cell, str) and not cell.strip() and not has_control(cell))


def has_control(cell: Cell) -> bool:
    """Tell whether a cell holds a control character.

    Args:
        cell: The cell.

    Returns:
        True for text with NUL, DEL and the like; tabs and line breaks are none of them.

    Source: Unicode, general category Cc.
    """
    return isinstance(cell, str) and _CONTROL.search(cell) is not None


def _check_typed(cell: str) -> None:
    # before anything else looks at it
    if len(cell) > IMPORT_CELL_MOST:
        raise FaultyCell(Flaw.TOO_LONG, most=str(IMPORT_CELL_MOST))
    if has_control(cell):
        raise FaultyCell(Flaw.CONTROL)


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        _check_typed(cell)
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    if isinstance(cell, int) and not isinstance(cell, bool) and abs(cell) >= 10**_DIGITS_KEPT:
        # a sheet keeps fifteen digits of a number and puts zeros for the others
        raise FaultyCell(Flaw.DIGITS_LOST)
    text = unicodedata.normalize("NFKC", str(cell)).strip()
    if text.startswith("="):
        raise FaultyCell(Flaw.FORMULA)
    if _is_id_like(text):
        raise FaultyCell(Flaw.ID_NUMBER)
    found = _GUARDED.get(identity_in(text) or "")
    if found is not None:
        raise FaultyCell(found)
    return text


def _shown(text: str) -> str:
    if identity_in(text):
        return ""
    return text if len(text) <= _SHOWN_MOST else text[:_SHOWN_MOST] + "…"


def shown_cell(flaw: Flaw, cell: Cell) -> str | None:
    """Tell what may be shown of a faulty cell to whoever sent it.

    Args:
        flaw: What is wrong with it.
        cell: The cell.

    Returns:
        Its text, shortened; empty for a cell that says nothing; None where it holds a number
        that may be a person's, Hanzi where a code belongs, or what cannot be seen.
    """
    if flaw in _WITHHELD:
        return None
    text = sample_of(cell)
    return None if text is None or (flaw in _NO_HANZI and _HANZI.search(text)) else _shown(text)


def sample_of(cell: Cell) -> str | None:
    """Tell what may be shown of a cell to whoever sent it.

    Args:
        cell: The cell.

    Returns:
        Its text on one line; empty for a cell that says nothing; None where it holds a number that
        may be a person's, or what cannot be seen.
    """
    if has_control(cell):
        return None
    cell = cell.date() if isinstance(cell, datetime) else cell
    text = " ".join(unicodedata.normalize("NFKC", "" if cell is None else str(cell)).split())
    return None if identity_in(text) or _is_id_like(text) else text


def _is_id_like(text: str) -> bool:
    return _ID_LIKE.fullmatch(re.sub(r"[\s.-]", "", text)) is not None


def code_in(cell: Cell) -> str:
    """Read a code: the centre's own number, a shelf.

    Args:
        cell: The cell.

    Returns:
        The code; empty when the cell says nothing.

    Raises:
        FaultyCell: It is no code, or tells who a person is.
    """
    text = _text(cell)
    if not text:
        return ""
    if _TOTALS.search(text):
        raise FaultyCell(Flaw.TOTALS)
    if _HANZI.search(text):
        raise FaultyCell(Flaw.HANZI)
    if len(text) > CODE_MOST:
        raise FaultyCell(Flaw.TOO_LONG, most=str(CODE_MOST))
    if not _CODE.fullmatch(text):
        raise FaultyCell(Flaw.NOT_A_CODE, value=_shown(text))
    return text


def text_in(cell: Cell, most: int, lets: frozenset[str] = frozenset()) -> str:
    """Read a few words that name no person.

    Args:
        cell: The cell.
        most: The most signs.
        lets: What may stand there all the same: `name`, `phone`, `mail`.

    Returns:
        The words; empty when the cell says nothing.

    Raises:
        FaultyCell: It is too long, a formula, or may tell who a person is.
    """
    if cell is None:
        return ""
    text = str(cell)
    if has_control(text):
        raise FaultyCell(Flaw.CONTROL)
    text = unicodedata.normalize("NFC", text).strip()
    # files that we write put an apostrophe before what a spreadsheet would take for a formula
    text = text[1:] if text[:1] == "'" and text[1:2] in _DOERS else text
    if len(text) > most:
        raise FaultyCell(Flaw.TOO_LONG, most=str(most))
    if text.startswith("="):
        raise FaultyCell(Flaw.FORMULA)
    found = identity_in(text)
    if found == "id_number" or _is_id_like(text):
        raise FaultyCell(Flaw.ID_NUMBER)
    if found in _GUARDED and found not in lets:
        raise FaultyCell(_GUARDED[found])
    if "name" not in lets and names_in(text):
        raise FaultyCell(Flaw.NAME)
    return text


def practitioner_in(cell: Cell, known: Collection[str]) -> str:
    """Read the code of a worker.

    Args:
        cell: The cell.
        known: Codes of the centre's workers.

    Returns:
        The code as the register has it; empty when the cell says nothing.

    Raises:
        FaultyCell: It is no code, or no worker of this centre has it.
    """
    text = code_in(cell)
    if not text or text in known:
        return text
    alike = [code for code in known if code.casefold() == text.casefold()]
    if len(alike) != 1:
        raise FaultyCell(Flaw.UNKNOWN_PRACTITIONER, value=_shown(text))
    return alike[0]


def listed_in(
    cell: Cell,
    allowed: Mapping[str, BilingualText],
    flaw: Flaw = Flaw.NOT_IN_LIST,
    also: Mapping[str, str] | None = None,
) -> str:
    """Read a value of a list, by its code or its name in either language.

    Args:
        cell: The cell.
        allowed: Code to name.
        flaw: What is wrong when the list has no such value.
        also: Other words (see `alike`) to the code that they were matched to.

    Returns:
        The code; empty when the cell says nothing.

    Raises:
        FaultyCell: The list has no such value.
    """
    text = _text(cell)
    if not text:
        return ""
    wanted = alike(text)
    if also is not None and also.get(wanted) in {"", *allowed}:
        return also[wanted]
    for code, name in allowed.items():
        if wanted in {alike(code), alike(name.zh), alike(name.en)}:
            return code
    raise FaultyCell(flaw, tuple(allowed.values()), value=_shown(text))


@lru_cache(maxsize=1024)
def alike(text: str) -> str:
    """Bring a listed value into the form by which it is compared.

    Args:
        text: The value.

    Returns:
        Without blanks; full-width and capital letters make no difference.
    """
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).casefold()


def day_in(cell: Cell, today: date, year: int | None = None) -> date | None:
    """Read a day.

    Args:
        cell: A date cell, the number by which a spreadsheet keeps a day, or text such as
            2026-03-02, 2026/3/2, 2026.3.2, 20260302 or 2026年3月2日.
        today: The local day.
        year: Year of days without one, such as 3月2日, where somebody said which.

    Returns:
        The day; None when the cell says nothing.

    Raises:
        FaultyCell: It is no day, has no year, lies before 1990, or is still to come; or it is
            text of five digits, which may be the number of a day as well as anything else.
    """
    if is_blank(cell):
        return None
    if isinstance(cell, str) and _SERIAL.fullmatch(text := _text(cell)):
        meant = _SERIAL_ZERO + timedelta(days=int(text))
        raise FaultyCell(Flaw.DAY_AS_NUMBER, value=text, day=meant.isoformat())
    day = cell.date() if isinstance(cell, datetime) else cell
    if not isinstance(day, date):
        day = _day_of(_text(cell), year)
    if day < _EARLIEST:
        raise FaultyCell(Flaw.DAY_TOO_EARLY, value=day.isoformat(), least=str(_EARLIEST.year))
    if day > today:
        raise FaultyCell(Flaw.DAY_TO_COME, value=day.isoformat())
    return day


def lacks_year(cell: Cell) -> bool:
    """Tell whether a cell names a day of no year.

    Args:
        cell: The cell.

    Returns:
        True for text such as 3月2日, 3/2 or 3-2.
    """
    if not isinstance(cell, str) or len(cell) > _SHOWN_MOST:
        return False
    return _is_day_of_year(unicodedata.normalize("NFKC", cell).strip()) is not None


def _is_day_of_year(text: str) -> re.Match[str] | None:
    found = _DAY_OF_YEAR.fullmatch(text)
    return found if found and (found[2] == "月" or not found[4]) else None


def _day_of(text: str, year: int | None) -> date:
    if _SERIAL.fullmatch(text):
        return _SERIAL_ZERO + timedelta(days=int(text))
    yearless = _is_day_of_year(text)
    if yearless is not None:
        if year is None:
            raise FaultyCell(Flaw.NO_YEAR, value=_shown(text))
        return _made_day(text, str(year), yearless[1], yearless[3])
    run = _DAY_RUN.fullmatch(text)
    if run is not None:
        return _made_day(text, *run.groups())
    found = _DAY.fullmatch(text)
    is_day = found is not None and (found[2], found[4]) in {
        ("-", "-"),
        ("/", "/"),
        (".", "."),
        ("年", "月"),
    }
    if found is None or not is_day:
        raise FaultyCell(Flaw.NOT_A_DATE, value=_shown(text))
    return _made_day(text, found[1], found[3], found[5])


def _made_day(text: str, year: str, month: str, day: str) -> date:
    try:
        return date(int(year), int(month), int(day))
    except ValueError as fault:
        raise FaultyCell(Flaw.NO_SUCH_DAY, value=_shown(text)) from fault


def yes_or_no_in(cell: Cell) -> bool:
    """Read yes or no.

    Args:
        cell: The cell.

    Returns:
        True for yes; False for no and for an empty cell.

    Raises:
        FaultyCell: It is neither.
    """
    text = _text(cell).casefold()
    if text in _YES:
        return True
    if text in _NO:
        return False
    raise FaultyCell(Flaw.NOT_YES_OR_NO, value=_shown(text))
