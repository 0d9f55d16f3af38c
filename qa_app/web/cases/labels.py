"""Words of the case list."""

from qa_app.domain.case_entries import HEADS
from qa_app.queries.cases import CaseCentre
from qa_app.reports.workbooks import Sheet, workbook
from qa_app.web.cases.pages import ColumnLine
from qa_app.web.locale import page_language
from qa_app.wording import Words
from qa_app.wording.case_lists import explained_columns, template_words


def column_lines(centre: CaseCentre) -> tuple[ColumnLine, ...]:
    """Explain every column of a list.

    Args:
        centre: The centre whose list it is.

    Returns:
        In the order of the template.
    """
    explained = explained_columns(
        Words(page_language()), tuple(centre.areas.values()), tuple(centre.practitioners)
    )
    return tuple(ColumnLine(HEADS[column], needed, says) for column, needed, says in explained)


def template_book(centre: CaseCentre, language: str) -> bytes:
    """Write a template as a workbook, with a sheet that explains the columns.

    Args:
        centre: The centre whose list it will be.
        language: `zh` or `en`.

    Returns:
        An XLSX file.
    """
    words = Words(language)
    said = template_words(words)
    explained = explained_columns(words, tuple(centre.areas.values()), tuple(centre.practitioners))
    heads = [HEADS[column].in_language(language) for column, _, _ in explained]
    rows = [
        (HEADS[column].in_language(language), said["yes"] if needed else said["no"], says)
        for column, needed, says in explained
    ]
    notes = [(note, "", "") for note in said["notes"].split("\n")]
    return workbook(
        (
            Sheet(said["list"], heads, ()),
            Sheet(
                said["explanations"],
                (said["column"], said["required"], said["says"]),
                (*rows, *notes),
            ),
        )
    )
