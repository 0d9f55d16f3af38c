"""Why a file cannot be read at all, and where in it that shows."""

from qa_app.domain.problems import Problem

Place = tuple[int, int]
"""Line and column, from 1."""


class UnreadableError(Exception):
    """A file is nothing that may be read.

    Attributes:
        problem: Why.
        place: Line and column, of a sheet row and column; None when the whole file is meant.
        sheet: Workbooks: the sheet as it is called; empty for other files and a whole workbook.
    """

    def __init__(self, problem: Problem, place: Place | None = None, sheet: str = "") -> None:
        super().__init__(problem.code)
        self.problem = problem
        self.place = place
        self.sheet = sheet


def too_much(
    what: str, count: int, most: int, place: Place | None = None, sheet: str = ""
) -> UnreadableError:
    """Refuse a file for its size.

    Args:
        what: What is counted: bytes, text, depth, entries, aliases, nodes, signs of a key,
            or sheets, rows, columns, cells and signs of a workbook.
        count: How many there are, or how many were seen before counting stopped.
        most: How many are allowed.
        place: Where it was one too many; None when the whole file is meant.
        sheet: The sheet that is meant; empty for other files.

    Returns:
        The refusal, with the figure.
    """
    params = {"count": f"{count:,}", "most": f"{most:,}"}
    return UnreadableError(Problem(f"too_much_{what}", params=params), place, sheet)
