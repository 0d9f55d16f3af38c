"""The survey sheet: sections with items, or the items, questions and rules of a rule rubric."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from qa_app.domain.problems import Path, Problem
from qa_app.rubric_files.workbook_build import Builder
from qa_app.rubric_files.workbook_cells import CellValue, read_cell
from qa_app.rubric_files.workbook_sheets import Line, Sheet, SheetPlace
from qa_app.rubric_files.workbook_tables import (
    ANCHORS,
    ITEM_FIELDS,
    OUTCOMES,
    QUESTION_FIELDS,
    READ,
    RULE_GROUP_FIELDS,
    SECTION_FIELDS,
    Field,
    Kind,
)

_TYPE = ("type", "")
_OTHERWISE = frozenset({"else", "否则", ""})
_Holder = tuple[dict[str, Any], Path]


def _type_of(value: CellValue) -> tuple[str, str]:
    first, _, rest = str(value or "").strip().partition(" ")
    if rest.strip() in {"group", "one"}:  # XLSForm allows a blank for the underscore
        return f"{first}_{rest.strip()}", ""
    if rest.startswith("one "):
        return f"{first}_one", rest[4:].strip()
    return first, rest.strip()


def _held(
    builder: Builder, name: str, head: str, holders: Mapping[str, _Holder]
) -> Iterator[tuple[Sheet, Line, _Holder]]:
    # rows of a sheet with what they belong to; a row that names nothing known is a fault
    for sheet, line in builder.rows(name):
        code = line.cells.get((head, ""))
        holder = None if code is None else holders.get(str(read_cell(Kind.CODE, code)))
        if holder is None:
            problem = Problem("unknown_item", params={"name": str(code or "")})
            builder.fault(problem, sheet, line, (head, ""))
        else:
            yield sheet, line, holder


class Survey:
    """Reads sections and items from the survey sheet."""

    def __init__(self, builder: Builder) -> None:
        """Begin.

        Args:
            builder: Where entries go.
        """
        self.builder = builder
        self.sections: list[dict[str, Any]] = []
        self.items: dict[str, _Holder] = {}
        self.is_open = False

    def read(self) -> None:
        """Put sections and items into the plain data."""
        builder = self.builder
        sheet, lines = builder.lines("survey")
        if sheet is None:
            return
        builder.text.places["sections",] = SheetPlace(sheet.name, 1, 1)
        builder.plain["sections"] = self.sections
        for line in lines:
            self._take(sheet, line)
        self._parts("read", self._read)
        self._parts("anchors", self._anchor)

    def _take(self, sheet: Sheet, line: Line) -> None:
        kind, scale = _type_of(line.cells.get(_TYPE))
        match kind:
            case "begin_group" if not self.is_open:
                self._begin(sheet, line)
            case "end_group" if self.is_open:
                self.is_open = False
            case "select_one" if self.is_open:
                self._item(sheet, line, scale)
            case "note":
                pass
            case _:
                _refuse_type(self.builder, sheet, line, self.is_open)

    def _begin(self, sheet: Sheet, line: Line) -> None:
        self.is_open = True
        path: Path = ("sections", len(self.sections))
        section = _entry_of(self.builder, SECTION_FIELDS, sheet, line, path)
        self.sections.append({**section, "items": []})

    def _item(self, sheet: Sheet, line: Line, scale: str) -> None:
        items = self.sections[-1]["items"]
        path: Path = ("sections", len(self.sections) - 1, "items", len(items))
        item = _entry_of(self.builder, ITEM_FIELDS, sheet, line, path)
        if scale and scale != self.builder.plain["scoring"].get("scale"):
            item["scale"] = scale
            self.builder.note((*path, "scale"), sheet, line, line.columns.get(_TYPE, 1))
        items.append(item)
        if isinstance(item.get("id"), str):
            self.items.setdefault(item["id"], (item, path))

    def _parts(self, name: str, put: Callable[[dict[str, Any], Path, Sheet, Line], None]) -> None:
        for sheet, line, holder in _held(self.builder, name, "item", self.items):
            put(*holder, sheet, line)

    def _read(self, item: dict[str, Any], path: Path, sheet: Sheet, line: Line) -> None:
        read = item.setdefault("read", [])
        fields = [one for one in READ.fields if one.head != "item"]
        read.append(self.builder.entry(fields, sheet, line, (*path, "read", len(read))))

    def _anchor(self, item: dict[str, Any], path: Path, sheet: Sheet, line: Line) -> None:
        anchors = item.setdefault("anchors", {})
        code = line.cells.get(("name", ""))
        if code is not None:
            named = str(read_cell(Kind.CODE, code))
            label = [one for one in ANCHORS.fields if one.head == "label"]
            anchors[named] = self.builder.entry(label, sheet, line, (*path, "anchors", named))


def _entry_of(
    builder: Builder, fields: Sequence[Field], sheet: Sheet, line: Line, path: Path
) -> dict[str, Any]:
    heads = {one.head for one in fields}
    for key in line.cells:
        if key != _TYPE and key[0] not in heads:
            problem = Problem("column_not_here", params={"name": key[0]})
            builder.fault(problem, sheet, line, key)
    return builder.entry(fields, sheet, line, path)


def _refuse_type(
    builder: Builder,
    sheet: Sheet,
    line: Line,
    is_open: bool,  # noqa: FBT001 - a state, passed on
) -> None:
    value = str(line.cells.get(_TYPE, ""))
    kind, _ = _type_of(value)
    code = "unknown_type"
    if kind in {"begin_group", "end_group"}:
        code = "group_not_closed" if is_open else "group_not_open"
    elif kind in {"select_one", "integer"}:
        code = "outside_group"
    builder.fault(Problem(code, params={"name": value[:40]}), sheet, line, _TYPE)


class RuleSurvey:
    """Reads items, questions, rules and outcomes of a rule rubric."""

    def __init__(self, builder: Builder) -> None:
        """Begin.

        Args:
            builder: Where entries go.
        """
        self.builder = builder
        self.open: list[_Holder] = []
        self.items: dict[str, _Holder] = {}

    def read(self) -> None:
        """Put items, questions, rules and outcomes into the plain data."""
        builder = self.builder
        builder.plain["items"] = []
        for sheet, line in builder.rows("survey"):
            self._take(sheet, line)
        self._rules("rules", "item", self.items)
        builder.plain["outcomes"] = found = [
            builder.entry(OUTCOMES.fields, sheet, line, ("outcomes", position))
            for position, (sheet, line) in enumerate(builder.rows("outcomes"))
        ]
        holders = {
            str(outcome.get("id")): (outcome, ("outcomes", position))
            for position, outcome in enumerate(found)
        }
        self._rules("outcome_rules", "outcome", holders)

    def _take(self, sheet: Sheet, line: Line) -> None:
        kind, answers = _type_of(line.cells.get(_TYPE))
        match kind:
            case "begin_group":
                self._begin(sheet, line)
            case "end_group" if self.open:
                self.open.pop()
            case "select_one" | "integer" if self.open:
                self._question(sheet, line, "count" if kind == "integer" else answers)
            case "note":
                pass
            case _:
                _refuse_type(self.builder, sheet, line, bool(self.open))

    def _begin(self, sheet: Sheet, line: Line) -> None:
        if self.open:
            holder, above = self.open[-1]
            group, path = holder.setdefault("sub_items", []), (*above, "sub_items")
        else:
            group, path = self.builder.plain["items"], ("items",)
        path = (*path, len(group))
        item = _entry_of(self.builder, RULE_GROUP_FIELDS, sheet, line, path)
        group.append(item)
        self.open.append((item, path))
        if isinstance(item.get("id"), str):
            self.items.setdefault(item["id"], (item, path))

    def _question(self, sheet: Sheet, line: Line, kind: str) -> None:
        holder, above = self.open[-1]
        questions = holder.setdefault("questions", [])
        path = (*above, "questions", len(questions))
        question = _entry_of(self.builder, QUESTION_FIELDS, sheet, line, path)
        questions.append({**question, "type": kind})
        self.builder.note((*path, "type"), sheet, line, line.columns.get(_TYPE, 1))

    def _rules(self, name: str, head: str, holders: Mapping[str, _Holder]) -> None:
        for sheet, line, holder in _held(self.builder, name, head, holders):
            self._rule(*holder, sheet, line)

    def _rule(self, holder: dict[str, Any], path: Path, sheet: Sheet, line: Line) -> None:
        rules = holder.setdefault("rules", [])
        at = (*path, "rules", len(rules))
        when = str(line.cells.get(("when", ""), "")).strip().casefold()
        fields = [
            one
            for one in sheet.table.fields
            if one.head == "rate" or (one.head == "when" and when not in _OTHERWISE)
        ]
        rule = self.builder.entry(fields, sheet, line, at)
        if when in _OTHERWISE:
            rule = {"else": rule.get("rate", "")}
        rules.append(rule)
