"""What stands in a block of a supervision record: as sent, checked, missing, as plain data."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, time

from qa_app.domain.defaults import RECORD_ROWS_MOST, RECORD_TEXT_MOST
from qa_app.domain.errors import InvalidError
from qa_app.domain.findings import check_text
from qa_app.domain.session_blocks import (
    NEEDS_PEOPLE,
    WITH_FUNCTIONS,
    Block,
    Field,
    FieldKind,
    Function,
    blocks_of,
    fields_beside,
    fields_of_rows,
)
from qa_app.domain.supervision import SessionType
from qa_app.domain.text import has_words

_SHORT = 40


@dataclass(frozen=True, slots=True)
class BlockContent:
    """A block as it was filled in.

    Attributes:
        values: Fields that stand once, by their code; empty ones are left out.
        rows: Rows of a block of rows, likewise; an empty row is left out.
        name_reason: Why what looks like a name is kept in it; empty when nothing does.
    """

    values: Mapping[str, str] = field(default_factory=dict)
    rows: tuple[Mapping[str, str], ...] = ()
    name_reason: str = ""


@dataclass(frozen=True, slots=True)
class Missing:
    """A field that has to be filled in before anybody signs.

    Attributes:
        block: Its block.
        field: Its code.
        row: Number of its row, from 1; None for a field that stands once.
    """

    block: Block
    field: str
    row: int | None = None


def read_content(fine: SessionType, block: Block, sent: BlockContent, today: date) -> BlockContent:
    """Check what was sent for a block and bring it into its one form.

    Args:
        fine: What kind of session.
        block: The block.
        sent: As sent; what the kind does not ask for is not kept.
        today: The present.

    Returns:
        The same without empty fields and rows; choices, numbers, days and times in one spelling.

    Raises:
        InvalidError: The kind has no such block (`unknown_block`), a value does not fit its
            field (`unfit_value`; a number with `least` and `most`), the session lies ahead
            (`held_ahead`) or ends before it begins (`ends_before`), there are too many rows
            (`too_many_rows`), somebody stands there twice (`person_twice`) or was there longer
            than it lasted (`longer_than_session`, with `most` minutes), or a text is refused
            (`domain.findings.check_text`); `field` and `row` (from 1) say where.
    """
    if block not in blocks_of(fine):
        raise InvalidError("unknown_block")
    if len(sent.rows) > RECORD_ROWS_MOST:
        raise InvalidError("too_many_rows", most=RECORD_ROWS_MOST)
    values = _read(fields_beside(fine, block), sent.values, sent.name_reason, None)
    rows = []
    for number, row in enumerate(sent.rows, start=1):
        kept = _read(fields_of_rows(block), row, sent.name_reason, number)
        if kept:
            rows.append(kept)
    if block is Block.MEETING:
        _check_meeting(values, rows, today)
    reason = sent.name_reason.strip()
    return BlockContent(values, tuple(rows), reason if _has_text(fine, block) else "")


def missing_in(fine: SessionType, block: Block, content: BlockContent) -> Iterator[Missing]:
    """List what has to be filled in before anybody signs.

    Args:
        fine: What kind of session.
        block: One of its blocks.
        content: The block as it stands.

    Yields:
        Fields in the order of the form. A block of rows may be without rows; only kinds that
        nobody holds alone need somebody present, and only kinds that cover functions of
        supervision need one of them (`functions`).
    """
    if block is Block.MEETING and fine in NEEDS_PEOPLE and not content.rows:
        yield Missing(block, "person")
    if block is Block.MEETING and fine in WITH_FUNCTIONS and not _covers(content):
        yield Missing(block, "functions")
    for one in fields_beside(fine, block):
        if one.is_needed and not content.values.get(one.code):
            yield Missing(block, one.code)
    for number, row in enumerate(content.rows, start=1):
        for one in fields_of_rows(block):
            if one.is_needed and not row.get(one.code):
                yield Missing(block, one.code, number)


def missing_of(fine: SessionType, contents: Mapping[Block, BlockContent]) -> Iterator[Missing]:
    """List what has to be filled in in a whole record before anybody signs.

    Args:
        fine: What kind of session.
        contents: Its blocks, in the order of the form.

    Yields:
        Fields in the order of the form.
    """
    for block, content in contents.items():
        yield from missing_in(fine, block, content)


def plain_content(content: BlockContent) -> dict[str, object]:
    """Give a block as plain data.

    Args:
        content: The block.

    Returns:
        `values`, `rows` and, where there is one, `name_reason`.
    """
    plain: dict[str, object] = {
        "values": dict(content.values),
        "rows": [dict(row) for row in content.rows],
    }
    return plain | ({"name_reason": content.name_reason} if content.name_reason else {})


def content_from(plain: object) -> BlockContent:
    """Read a block from plain data.

    Args:
        plain: What `plain_content` gave, or what a browser sent.

    Returns:
        The block, not checked yet.

    Raises:
        InvalidError: It has another shape (`unfit_value`).
    """
    if not isinstance(plain, Mapping):
        raise InvalidError("unfit_value", field="", row=None)
    values, rows = plain.get("values", {}), plain.get("rows", [])
    reason = plain.get("name_reason", "")
    if not isinstance(rows, list) or not isinstance(reason, str):
        raise InvalidError("unfit_value", field="", row=None)
    return BlockContent(_texts(values), tuple(_texts(row) for row in rows), reason)


def texts_in(fine: SessionType, block: Block, content: BlockContent) -> Iterator[str]:
    """Walk the free texts of a block.

    Args:
        fine: What kind of session.
        block: The block.
        content: What stands in it.

    Yields:
        Each text.
    """
    for fields, filled in (
        (fields_beside(fine, block), (content.values,)),
        (fields_of_rows(block), content.rows),
    ):
        for values in filled:
            for one in fields:
                if one.kind is FieldKind.TEXT and one.code in values:
                    yield values[one.code]


def _covers(content: BlockContent) -> bool:
    return any(content.values.get(one) for one in Function)


def _texts(plain: object) -> dict[str, str]:
    if not isinstance(plain, Mapping):
        raise InvalidError("unfit_value", field="", row=None)
    if not all(isinstance(one, str) for pair in plain.items() for one in pair):
        raise InvalidError("unfit_value", field="", row=None)
    return dict(plain)


def _has_text(fine: SessionType, block: Block) -> bool:
    fields = (*fields_beside(fine, block), *fields_of_rows(block))
    return any(one.kind is FieldKind.TEXT for one in fields)


def _read(
    fields: tuple[Field, ...], sent: Mapping[str, str], name_reason: str, row: int | None
) -> dict[str, str]:
    kept = {}
    for one in fields:
        value = sent.get(one.code, "").strip()
        if value:
            kept[one.code] = _value(one, value, name_reason, row)
    return kept


def _value(one: Field, value: str, name_reason: str, row: int | None) -> str:
    if one.kind is FieldKind.TEXT:
        try:
            check_text(value, RECORD_TEXT_MOST, name_reason=name_reason)
        except InvalidError as fault:
            params = fault.params | {"field": one.code, "row": row}
            raise InvalidError(fault.code, **params) from None
        if has_words(value):
            return value
    read = _FORMS[one.kind](one, value) if one.kind in _FORMS else None
    if read is None:
        bounds = {"least": one.least, "most": one.most} if one.kind is FieldKind.NUMBER else {}
        raise InvalidError("unfit_value", field=one.code, row=row, **bounds)
    return read


def _choice(one: Field, value: str) -> str | None:
    return value if value in one.options else None


def _yes_no(_one: Field, value: str) -> str | None:
    return value if value in {"yes", "no"} else None


def _tick(_one: Field, value: str) -> str | None:
    return value if value == "yes" else None


def _number(one: Field, value: str) -> str | None:
    is_number = value.isascii() and value.isdigit() and len(value) <= len(str(one.most))
    return str(int(value)) if is_number and one.least <= int(value) <= one.most else None


def _day(_one: Field, value: str) -> str | None:
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        return None


def _time(_one: Field, value: str) -> str | None:
    try:
        return f"{time.fromisoformat(value):%H:%M}"
    except ValueError:
        return None


def _code(_one: Field, value: str) -> str | None:
    return value if len(value) <= _SHORT else None


_FORMS = {
    FieldKind.CHOICE: _choice,
    FieldKind.YES_NO: _yes_no,
    FieldKind.TICK: _tick,
    FieldKind.NUMBER: _number,
    FieldKind.DAY: _day,
    FieldKind.TIME: _time,
    FieldKind.CASE: _code,
    FieldKind.PERSON: _code,
}


def _check_meeting(values: Mapping[str, str], rows: list[dict[str, str]], today: date) -> None:
    held = values.get("held_on")
    if held is not None and date.fromisoformat(held) > today:
        raise InvalidError("held_ahead", field="held_on", row=None)
    began, ended = values.get("began_at"), values.get("ended_at")
    if began is not None and ended is not None and ended <= began:
        raise InvalidError("ends_before", field="ended_at", row=None)
    length = None if began is None or ended is None else _minutes(ended) - _minutes(began)
    named = [row["person"] for row in rows if "person" in row]
    for number, row in enumerate(rows, start=1):
        if named.count(row.get("person", "")) > 1:
            raise InvalidError("person_twice", field="person", row=number)
        if length is not None and int(row.get("minutes", 0)) > length:
            raise InvalidError("longer_than_session", field="minutes", row=number, most=length)


def _minutes(at: str) -> int:
    hours, minutes = at.split(":")
    return 60 * int(hours) + int(minutes)
