"""Words of the case list."""

from flask_babel import gettext as _

from qa_app.domain.case_entries import HEADS, REQUIRED, RISKS, STAGES, Column
from qa_app.domain.list_faults import ListFault
from qa_app.queries.cases import CaseCentre
from qa_app.web.cases.pages import ColumnLine, FaultLine
from qa_app.web.labels import plain
from qa_app.web.locale import page_language
from qa_app.wording import Words
from qa_app.wording.case_lists import fault_words


def fault_line(fault: ListFault) -> FaultLine:
    """Put a fault into words.

    Args:
        fault: The fault.

    Returns:
        Its line.
    """
    wrong, way_out = fault_words(Words(page_language()), fault)
    return FaultLine(fault.row, fault.column, fault.params.get("value", ""), wrong, way_out)


def column_lines(centre: CaseCentre) -> tuple[ColumnLine, ...]:
    """Explain every column of a list.

    Args:
        centre: The centre whose list it is.

    Returns:
        In the order of the template.
    """
    mark = _(", ")
    codes = _("Letters, digits, dash, dot, slash; no Hanzi")
    dates = _("Such as 2026-03-02 or 2026/3/2")
    practitioners = list(centre.practitioners)
    says = {
        Column.NUMBER: codes + _("; kept only as a keyed digest, never as it stands"),
        Column.AREA: mark.join(plain(name) for name in centre.areas.values()),
        Column.OPENED: dates,
        Column.CLOSED: dates + _("; empty while the case is open"),
        Column.PRACTITIONER: mark.join(practitioners) or _("No worker is registered yet"),
        Column.STAGE: mark.join(plain(name) for name in STAGES.values()),
        Column.RISK: mark.join(plain(name) for name in RISKS.values()),
        Column.SHELF: codes,
        Column.SEALED: _("Yes or no; sealed files are never drawn"),
    }
    return tuple(
        ColumnLine(HEADS[column], column in REQUIRED, str(says[column])) for column in Column
    )
