"""Rows below the cases of a list: totals, and who made it."""

import re
import unicodedata
from collections.abc import Sequence

from qa_app.domain.case_cells import Cell, has_control, is_blank

_FOOT_MOST = 40
_TOTALS_ROW = re.compile(
    r"(?:本页|本年|全年|累计)?(?:[合总小共]\s{0,4}计)\s?:?[\s\d,.件份宗个案]{0,20}"
    r"|(?:sub-?|grand )?totals?\s?:?[\s\d,.]{0,20}",
    re.IGNORECASE,
)
_MADE_BY_ROW = re.compile(r"(?:[制填]表|填报|统计|审核|负责)(?:人员?|单位|日期)?\s?:.{0,80}")


def is_foot(cells: Sequence[Cell]) -> bool:
    """Tell whether a row is one of totals below the cases, or says who made the list.

    Args:
        cells: Its cells.

    Returns:
        True when the first cell that says something is a word for a sum with a count at most,
        or every such cell is like 制表人： with a name: beside anything else it may be a case.
    """
    held = [cell for cell in cells if not is_blank(cell)]
    return bool(held) and (
        _is_like(held[0], _TOTALS_ROW) or all(_is_like(cell, _MADE_BY_ROW) for cell in held)
    )


def _is_like(cell: Cell, row: re.Pattern[str]) -> bool:
    if not isinstance(cell, str) or has_control(cell) or len(cell) > _FOOT_MOST:
        return False
    return row.fullmatch(unicodedata.normalize("NFKC", cell).strip()) is not None
