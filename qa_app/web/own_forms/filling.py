"""Answers the placeholders of a form and puts them into its cells."""

from collections.abc import Mapping
from dataclasses import dataclass

from qa_app.domain.own_forms import (
    Ask,
    FormValue,
    Gap,
    ask_of,
    is_placeholder_alone,
    placeholders_in,
    with_values,
)
from qa_app.domain.people import Actor
from qa_app.extensions import database
from qa_app.queries.own_forms import form_values, scope_by_code
from qa_app.queries.trends import network_scope
from qa_app.rubric_files.own_form_cells import Fill, FormCell, OwnForm
from qa_app.web.own_forms.pages import CellLine
from qa_app.web.settings import local_today
from qa_app.wording import Words
from qa_app.wording.own_forms import said_gap, said_value


@dataclass(frozen=True, slots=True)
class AnsweredCell:
    """A cell with the placeholders in it and their values, in order."""

    cell: FormCell
    asked: tuple[str, ...]
    values: tuple[FormValue, ...]


def answered(form: OwnForm, actor: Actor, code: str) -> tuple[AnsweredCell, ...]:
    """Answer every placeholder of a form.

    Args:
        form: The form.
        actor: Who fills it.
        code: Centre or place for cells that name none; empty for the whole network, where the
            reach allows it.

    Returns:
        Its cells with their values.
    """
    found = scope_by_code(database(), actor, code, local_today()) if code else None
    chosen = found if code else network_scope(actor)
    asked = [(cell, placeholders_in(cell.text)) for cell in form.cells]
    asks = {inner: ask_of(inner) for _cell, inners in asked for inner in inners}
    values = form_values(database(), actor, asks.values(), chosen, local_today())
    return tuple(
        AnsweredCell(cell, inners, tuple(_value(cell, asks[one], values) for one in inners))
        for cell, inners in asked
    )


def _value(cell: FormCell, ask: Ask, values: Mapping[Ask, FormValue]) -> FormValue:
    return FormValue(gap=Gap.FORMULA) if cell.is_formula else values[ask]


def lines_of(words: Words, cells: tuple[AnsweredCell, ...]) -> tuple[CellLine, ...]:
    """Put the placeholders of a form into words, one by one.

    Args:
        words: The page's language.
        cells: The answered cells.

    Returns:
        One line for each placeholder, in the order of the form.
    """
    return tuple(
        CellLine(
            one.cell.sheet,
            one.cell.at,
            asked,
            "" if value.gap is not None else said_value(words, value),
            said_gap(words, value),
        )
        for one in cells
        for asked, value in zip(one.asked, one.values, strict=True)
    )


def fills_of(words: Words, cells: tuple[AnsweredCell, ...]) -> dict[tuple[str, str], Fill]:
    """Say what is written into each cell.

    Args:
        words: The language of the words in it.
        cells: The answered cells.

    Returns:
        Part and place to what is written: a number where the cell asks for one and holds nothing
        else, words otherwise. Formulas are left out.
    """
    fills = {}
    for one in cells:
        if one.cell.is_formula:
            continue
        said = [said_value(words, value) for value in one.values]
        is_number = is_placeholder_alone(one.cell.text) and one.values[0].number is not None
        text = said[0] if is_number else with_values(one.cell.text, said)
        fills[one.cell.part, one.cell.at] = Fill(text, is_number=is_number)
    return fills
