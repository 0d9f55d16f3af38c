"""What can be wrong with a case list, and where; doors put it into words."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from qa_app.domain.text import BilingualText


class Flaw(StrEnum):
    """Every fault of a case list."""

    # the file as a whole
    EMPTY = "empty"
    TOO_LARGE = "too_large"
    TOO_LARGE_UNPACKED = "too_large_unpacked"
    TOO_MANY_ROWS = "too_many_rows"
    TOO_MANY_COLUMNS = "too_many_columns"
    NOT_TEXT = "not_text"
    NOT_A_TABLE = "not_a_table"
    OLD_OR_LOCKED = "old_or_locked"
    BROKEN_WORKBOOK = "broken_workbook"
    UNSAFE_WORKBOOK = "unsafe_workbook"
    OTHER_EPOCH = "other_epoch"
    TOO_LARGE_TO_MATCH = "too_large_to_match"
    NO_ROWS = "no_rows"
    # its columns
    UNKNOWN_COLUMN = "unknown_column"
    IDENTITY_COLUMN = "identity_column"
    COLUMN_TWICE = "column_twice"
    COLUMN_MISSING = "column_missing"
    # one cell
    MISSING = "missing"
    EXTRA_CELL = "extra_cell"
    FORMULA = "formula"
    CONTROL = "control"
    ID_NUMBER = "id_number"
    PHONE = "phone"
    MAIL = "mail"
    HANZI = "hanzi"
    TOTALS = "totals"
    NOT_A_CODE = "not_a_code"
    NOT_A_REGISTER_CODE = "not_a_register_code"
    TOO_LONG = "too_long"
    DIGITS_LOST = "digits_lost"
    NUMBER_TWICE = "number_twice"
    NOT_IN_LIST = "not_in_list"
    FOREIGN_AREA = "foreign_area"
    UNKNOWN_PRACTITIONER = "unknown_practitioner"
    NOT_A_DATE = "not_a_date"
    DAY_AS_NUMBER = "day_as_number"
    NO_YEAR = "no_year"
    NO_SUCH_DAY = "no_such_day"
    DAY_TOO_EARLY = "day_too_early"
    DAY_TO_COME = "day_to_come"
    CLOSED_BEFORE_OPENED = "closed_before_opened"
    CLOSED_WITHOUT_DAY = "closed_without_day"
    OPEN_WITH_DAY = "open_with_day"
    NOT_YES_OR_NO = "not_yes_or_no"
    # lists of sessions
    UNKNOWN_CENTRE = "unknown_centre"
    UNKNOWN_SUPERVISOR = "unknown_supervisor"
    SESSION_TWICE = "session_twice"
    UNKNOWN_REFERENCE = "unknown_reference"
    NOT_A_TIME = "not_a_time"
    TIME_TO_COME = "time_to_come"
    EVENT_TWICE = "event_twice"
    # lists of the register
    UNKNOWN_CODE = "unknown_code"
    CODE_TAKEN = "code_taken"
    NOT_A_NUMBER = "not_a_number"
    NUMBER_OUTSIDE = "number_outside"
    BELOW_ATTENDED = "below_attended"
    BEFORE_OTHER = "before_other"
    NOT_TOGETHER = "not_together"
    STANDS_OTHERWISE = "stands_otherwise"
    ONLY_TOLD = "only_told"
    ROW_TWICE = "row_twice"
    NOT_A_DIGEST = "not_a_digest"
    NOT_MARKS = "not_marks"
    MARK_TWICE = "mark_twice"
    MARKS_OF_OTHERS = "marks_of_others"
    MARKS_MISSING = "marks_missing"
    DAY_OUTSIDE = "day_outside"
    STEP_OF_OTHERS = "step_of_others"
    SAID_THEMSELVES = "said_themselves"
    NAME = "name"


MENDED_IN_COLUMN: Final = frozenset(
    {
        *(Flaw.FORMULA, Flaw.CONTROL, Flaw.ID_NUMBER, Flaw.PHONE, Flaw.MAIL, Flaw.HANZI, Flaw.NAME),
        *(Flaw.NOT_A_CODE, Flaw.TOO_LONG, Flaw.DIGITS_LOST, Flaw.NOT_IN_LIST, Flaw.FOREIGN_AREA),
        *(Flaw.UNKNOWN_PRACTITIONER, Flaw.UNKNOWN_CENTRE, Flaw.UNKNOWN_SUPERVISOR),
        *(Flaw.UNKNOWN_CODE, Flaw.NOT_A_DATE, Flaw.DAY_AS_NUMBER, Flaw.NO_YEAR, Flaw.NOT_A_TIME),
        *(Flaw.NOT_YES_OR_NO, Flaw.NOT_A_NUMBER, Flaw.NOT_A_DIGEST),
        *(Flaw.NOT_A_REGISTER_CODE, Flaw.ONLY_TOLD),
    }
)
"""How a column is written or which values it has: one change of all its cells may mend these."""


@dataclass(frozen=True, slots=True)
class ListFault:
    """One fault and its place.

    Attributes:
        flaw: What is wrong.
        row: Row of the sheet, from 1; None when the whole file is meant.
        column: Head of the column as the file has it, or its letter; empty when no one
            column is meant.
        params: Values that the words need, all text. A value that tells who a person is
            never stands here.
        allowed: What may stand in the cell, where that is a list.
        value: What stands in the cell, shortened; empty where nothing does, where no one cell
            is meant, or where it is withheld.
        is_withheld: True where it may tell who a person is, or cannot be shown.
    """

    flaw: Flaw
    row: int | None = None
    column: str = ""
    params: dict[str, str] = field(default_factory=dict)
    allowed: tuple[BilingualText, ...] = ()
    value: str = ""
    is_withheld: bool = False


@dataclass(frozen=True, slots=True)
class AlikeFaults:
    """One fault that stands in many rows of a column.

    Attributes:
        first: It as it stands first.
        count: In how many rows.
    """

    first: ListFault
    count: int


class UnreadableListError(Exception):
    """A file of which no row can be read.

    Attributes:
        fault: Why.
    """

    def __init__(self, flaw: Flaw, **params: object) -> None:
        super().__init__(flaw.value)
        self.fault = ListFault(flaw, params={name: str(value) for name, value in params.items()})
