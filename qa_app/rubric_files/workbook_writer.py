"""The plain data of a rubric as a workbook that people fill in and send back."""

import io
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from qa_app.rubric_files.workbook_cells import CellValue, written_cell
from qa_app.rubric_files.workbook_tables import (
    ANCHORS,
    BANDS,
    CAPS,
    CASE_FACT_LIST,
    CASE_SAMPLE,
    CHOICES,
    CLOCKS,
    FACT_LIST,
    FACTS,
    ITEM_FIELDS,
    LANGUAGE_HEADS,
    LOGS,
    OUTCOME_RULES,
    OUTCOMES,
    QUESTION_FIELDS,
    RATING_LISTS,
    READ,
    RULE_GROUP_FIELDS,
    RULES,
    SAMPLE_FIELDS,
    SECTION_FIELDS,
    SETTINGS,
    SURVEY,
    Field,
    Kind,
    Table,
    columns_of,
    heading,
    sheet_name,
)

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

Plain = Mapping[str, Any]
Row = dict[tuple[str, str], Any]
"""Heading and language to plain value; a row of a sheet."""
_DATA_TYPE = "s"
_WIDTHS = {Kind.TEXT: 44, Kind.CONDITION: 30, Kind.DATA: 30, Kind.WORDS: 20}
_WIDTH = 12


def rubric_workbook(plain: Plain, said_in: str = "en") -> bytes:
    """Write a rubric as a workbook.

    Args:
        plain: A file's data, its shape right.
        said_in: Language of the names of sheets and columns, `zh` or `en`; in English it has
            the shape of XLSForm.

    Returns:
        An XLSX file; in either language, reading it gives equal data, and so the same
        fingerprint.

    Raises:
        ValueError: A fraction that no decimal writes, such as one third.
    """
    # here, because most processes never meet a workbook and it weighs 20 MB
    from openpyxl import Workbook  # noqa: PLC0415

    book = Workbook()
    book.remove(book.worksheets[0])
    for table, rows in _sheets(plain):
        _fill(book.create_sheet(sheet_name(table, said_in)), table, rows, said_in)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _fill(sheet: "Worksheet", table: Table, rows: Sequence[Row], said_in: str) -> None:
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 - as above

    used = {key for row in rows for key in row}
    columns = [
        (field, language)
        for field, language in columns_of(table)
        if table is SURVEY or (field.head, language) in used or not rows
    ]
    for place, (field, language) in enumerate(columns, 1):
        _put(sheet, 1, place, heading(field, language, said_in))
        letter = get_column_letter(place)
        sheet.column_dimensions[letter].width = _WIDTHS.get(field.kind, _WIDTH)
    sheet.freeze_panes = "A2"
    for number, row in enumerate(rows, 2):
        for place, (field, language) in enumerate(columns, 1):
            value = row.get((field.head, language))
            if value is not None:
                _put(sheet, number, place, written_cell(field.kind, value))


def _put(sheet: "Worksheet", row: int, column: int, value: CellValue) -> None:
    cell = sheet.cell(row, column, value)
    if isinstance(value, str):
        # a text that begins like a formula is still a text, and stays one when it is typed over
        cell.data_type, cell.quotePrefix = _DATA_TYPE, True


def _row(fields: Sequence[Field], entry: Plain, **more: Any) -> Row:
    row: Row = {(head, ""): value for head, value in more.items()}
    for field in fields:
        value = _at(entry, field.path)
        if field.kind is not Kind.TEXT:
            if value is not None:
                row[field.head, ""] = value
        elif isinstance(value, Mapping):
            row |= {
                (field.head, language): value[language]
                for language in LANGUAGE_HEADS
                if value.get(language)
            }
    return row


def _at(entry: Any, path: Sequence[str]) -> Any:
    for name in path:
        if not isinstance(entry, Mapping) or name not in entry:
            return None
        entry = entry[name]
    return entry


def _sheets(plain: Plain) -> Iterator[tuple[Table, list[Row]]]:
    is_rules = plain["scoring"].get("method") == "rules"
    # ratings with words are choices
    settings = {
        name: one
        for name, one in plain.items()
        if name not in RATING_LISTS.values() or isinstance(one, list)
    }
    yield SETTINGS, [_row(SETTINGS.fields, settings, default_language=LANGUAGE_HEADS["zh"])]
    yield SURVEY, list(_rule_survey(plain) if is_rules else _survey(plain))
    choices = (*_scales(plain), *_options(plain), *_answers(plain), *_ratings(plain))
    yield from _present(CHOICES, list(choices))
    yield from _present(BANDS, list(_bands(plain)))
    yield from _present(CAPS, [_row(CAPS.fields, cap) for cap in plain["scoring"].get("caps", ())])
    for table, name in ((FACTS, "facts"), (CLOCKS, "clocks"), (LOGS, "logs")):
        if name in plain:
            yield table, [_row(table.fields, entry) for entry in plain[name]]
    if "case_sample" in plain:
        yield CASE_SAMPLE, _sample(plain["case_sample"])
    yield from _present(READ, list(_read(plain)))
    yield from _present(ANCHORS, list(_anchors(plain)))
    if is_rules:
        yield RULES, [row for item in _rule_items(plain) for row in _rules(item, "item")]
        yield OUTCOMES, [_row(OUTCOMES.fields, outcome) for outcome in plain["outcomes"]]
        yield OUTCOME_RULES, [row for one in plain["outcomes"] for row in _rules(one, "outcome")]


def _present(table: Table, rows: list[Row]) -> Iterator[tuple[Table, list[Row]]]:
    if rows:
        yield table, rows


def _survey(plain: Plain) -> Iterator[Row]:
    for section in plain["sections"]:
        yield _row(SECTION_FIELDS, section, type="begin_group")
        for item in section["items"]:
            scale = item.get("scale", plain["scoring"]["scale"])
            yield _row(ITEM_FIELDS, item, type=f"select_one {scale}")
        yield {("type", ""): "end_group"}


def _rule_survey(plain: Plain) -> Iterator[Row]:
    for item in plain["items"]:
        yield from _group(item)


def _group(item: Plain) -> Iterator[Row]:
    yield _row(RULE_GROUP_FIELDS, item, type="begin_group")
    for question in item.get("questions", ()):
        kind = question["type"]
        kind = "integer" if kind == "count" else f"select_one {kind}"
        yield _row(QUESTION_FIELDS, question, type=kind)
    for part in item.get("sub_items", ()):
        yield from _group(part)
    yield {("type", ""): "end_group"}


def _rule_items(plain: Plain) -> Iterator[Plain]:
    for item in plain["items"]:
        yield item
        yield from item.get("sub_items", ())


def _rules(holder: Plain, head: str) -> Iterator[Row]:
    for rule in holder["rules"]:
        row: Row = {(head, ""): holder["id"], ("rate", ""): rule.get("else", rule.get("rate"))}
        if "when" in rule:
            row["when", ""] = rule["when"]
        yield row


def _scales(plain: Plain) -> Iterator[Row]:
    for name, scale in plain.get("scales", {}).items():
        once = {field: scale[field] for field in ("kind", "auto") if field in scale}
        for option in scale["options"]:
            yield _row(CHOICES.fields, option, list_name=name, **once)
            once = {}


def _options(plain: Plain) -> Iterator[Row]:
    of_cases = plain.get("case_sample", {}).get("facts", ())
    for prefix, facts in ((FACT_LIST, plain.get("facts", ())), (CASE_FACT_LIST, of_cases)):
        for fact in facts:
            for code, words in fact.get("options", {}).items():
                list_name = f"{prefix}{fact['id']}"
                yield _row(CHOICES.fields, {**words, "code": code}, list_name=list_name)


def _answers(plain: Plain) -> Iterator[Row]:
    for kind, codes in plain.get("answers", {}).items():
        for code in codes:
            yield {("list_name", ""): kind, ("name", ""): code}


def _ratings(plain: Plain) -> Iterator[Row]:
    for list_name, name in RATING_LISTS.items():
        ratings = plain.get(name)
        for code, words in ratings.items() if isinstance(ratings, Mapping) else ():
            yield _row(CHOICES.fields, {**words, "code": code}, list_name=list_name)


def _bands(plain: Plain) -> Iterator[Row]:
    for name, bands in plain.get("bands", {}).items():
        for band in bands:
            yield _row(BANDS.fields, band, list_name=name)


def _sample(sample: Plain) -> list[Row]:
    rows = [_row(FACTS.fields, fact) for fact in sample.get("facts", ())]
    first = _row(SAMPLE_FIELDS, sample)
    if "facts" not in sample:
        return [first]
    if not rows:  # asked of each case: nothing; the column alone says so
        return [first | {("name", ""): ""}]
    return [first | rows[0], *rows[1:]]


def _read(plain: Plain) -> Iterator[Row]:
    for section in plain.get("sections", ()):
        for item in section["items"]:
            for entry in item.get("read", ()):
                yield _row(READ.fields, entry, item=item["id"])


def _anchors(plain: Plain) -> Iterator[Row]:
    for section in plain.get("sections", ()):
        for item in section["items"]:
            if item.get("anchors") == {}:
                yield {("item", ""): item["id"]}
            for code, words in item.get("anchors", {}).items():
                yield _row(ANCHORS.fields, {**words, "code": code}, item=item["id"])
