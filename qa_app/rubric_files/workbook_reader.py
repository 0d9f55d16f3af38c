"""A workbook as the plain data of a rubric, with the cell in which everything stands."""

from collections.abc import Callable
from typing import Any

from qa_app.domain.problems import Path, Problem
from qa_app.rubric_files.workbook_build import Builder, WorkbookText
from qa_app.rubric_files.workbook_cells import read_cell
from qa_app.rubric_files.workbook_sheets import Line, Sheet, SheetPlace, read_sheets
from qa_app.rubric_files.workbook_survey import RuleSurvey, Survey
from qa_app.rubric_files.workbook_tables import (
    BANDS,
    CAPS,
    CASE_FACT_LIST,
    CHOICES,
    FACT_LIST,
    FACTS,
    RATING_LISTS,
    SAMPLE_FIELDS,
    SETTINGS,
    Kind,
)

SCHEMA = "qa.rubric/1"
_LIST = ("list_name", "")
_SCALE_FIELDS = ("kind", "auto")


def read_workbook(data: bytes) -> WorkbookText:
    """Read a rubric from a workbook in the shape of XLSForm.

    Args:
        data: An XLSX file.

    Returns:
        Its data, the cells in which it stands, and the faults found on the way.

    Raises:
        UnreadableError: It is too large, broken, or does harm.
    """
    sheets, faults = read_sheets(data)
    return _Reader(sheets, faults).built()


class _Reader(Builder):
    """Puts the sheets of a rubric together."""

    def built(self) -> WorkbookText:
        for name in ("settings", "survey"):
            if name not in self.sheets:
                place = SheetPlace(name, 1, 1)
                self.text.faults.append((Problem("sheet_missing", params={"name": name}), place))
        self._settings()
        is_rules = self._scoring().get("method") == "rules"
        self._choices(is_rules=is_rules)
        self._listed("bands", self._band)
        for name in ("facts", "clocks", "logs"):
            self._entries(name)
        self._sample()
        self._options()
        if is_rules:
            RuleSurvey(self).read()
        else:
            Survey(self).read()
            self._caps()
        return self.text

    # -- the sheets that every rubric may have

    def _settings(self) -> None:
        sheet, lines = self.lines("settings")
        self.plain["schema"] = SCHEMA
        if sheet is None or not lines:
            return
        line = lines[0]
        default = str(line.cells.get(("default_language", ""), ""))
        self.language = "en" if "en" in default.casefold() else "zh"
        entry = self.entry(SETTINGS.fields, sheet, line, ())
        entry.pop("default_language", None)
        self.plain |= entry
        for extra in lines[1:]:
            self.fault(Problem("one_row_only"), sheet, extra)

    def _scoring(self) -> dict[str, Any]:
        scoring: dict[str, Any] = self.plain.setdefault("scoring", {})
        return scoring

    def _entries(self, name: str) -> None:
        sheet, lines = self.lines(name)
        if sheet is None:
            return
        self.text.places[name,] = SheetPlace(sheet.name, 1, 1)
        self.plain[name] = [
            self.entry(sheet.table.fields, sheet, line, (name, position))
            for position, line in enumerate(lines)
        ]

    def _listed(self, name: str, read: Callable[[str, Sheet, Line], None]) -> None:
        for sheet, line in self.rows(name):
            listed = line.cells.get(_LIST)
            if listed is None:
                self._missing("list_name", sheet, line)
            else:
                read(str(read_cell(Kind.CODE, listed)), sheet, line)

    def _missing(self, head: str, sheet: Sheet, line: Line) -> None:
        self.fault(Problem("missing_field", params={"field": head}), sheet, line)

    def _band(self, name: str, sheet: Sheet, line: Line) -> None:
        bands = self.plain.setdefault("bands", {}).setdefault(name, [])
        self.note(("bands",), sheet, line)
        self.note(("bands", name), sheet, line)
        fields = [one for one in BANDS.fields if one.head != "list_name"]
        bands.append(self.entry(fields, sheet, line, ("bands", name, len(bands))))

    def _choices(self, *, is_rules: bool) -> None:
        read = self._answer if is_rules else self._option
        self._listed("choices", read)

    def _answer(self, name: str, sheet: Sheet, line: Line) -> None:
        if name.startswith((FACT_LIST, CASE_FACT_LIST)):
            return
        if name in RATING_LISTS:
            self._worded((RATING_LISTS[name],), self.plain, sheet, line)
            return
        codes = self.plain.setdefault("answers", {}).setdefault(name, [])
        self.note(("answers", name, len(codes)), sheet, line, line.columns.get(("name", ""), 1))
        code = line.cells.get(("name", ""))
        codes.append("" if code is None else read_cell(Kind.CODE, code))

    def _option(self, name: str, sheet: Sheet, line: Line) -> None:
        if name.startswith((FACT_LIST, CASE_FACT_LIST)):
            return
        at = ("scales", name)
        scale = self.plain.setdefault("scales", {}).setdefault(name, {})
        self.note(at, sheet, line)
        head = [one for one in CHOICES.fields if one.head in _SCALE_FIELDS]
        scale |= self.entry(head, sheet, line, at)
        options = scale.setdefault("options", [])
        fields = [one for one in CHOICES.fields if one.head not in {*_SCALE_FIELDS, "list_name"}]
        option = self.entry(fields, sheet, line, (*at, "options", len(options)))
        if scale.get("kind") == "points":
            option.setdefault("score", None)  # an answer without a score
        options.append(option)

    def _options(self) -> None:
        sheet, lines = self.lines("choices")
        if sheet is None:
            return
        of_cases = self.plain.get("case_sample", {}).get("facts", [])
        holders = {
            f"{prefix}{fact.get('id')}": (fact, (*path, position))
            for prefix, facts, path in (
                (FACT_LIST, self.plain.get("facts", []), ("facts",)),
                (CASE_FACT_LIST, of_cases, ("case_sample", "facts")),
            )
            for position, fact in enumerate(facts)
        }
        for line in lines:
            name = str(line.cells.get(_LIST, ""))
            if name.startswith((FACT_LIST, CASE_FACT_LIST)):
                self._fact_option(name, holders.get(name), sheet, line)

    def _fact_option(
        self, name: str, holder: tuple[dict[str, Any], Path] | None, sheet: Sheet, line: Line
    ) -> None:
        if holder is None:
            problem = Problem("unknown_fact", params={"name": name.partition(":")[2]})
            self.fault(problem, sheet, line, _LIST)
        else:
            fact, path = holder
            self._worded((*path, "options"), fact, sheet, line)

    def _worded(self, path: Path, holder: dict[str, Any], sheet: Sheet, line: Line) -> None:
        """Put the words of a row under its code, in what the path ends with."""
        code = line.cells.get(("name", ""))
        if code is None:
            self._missing("name", sheet, line)
            return
        named = str(read_cell(Kind.CODE, code))
        label = [one for one in CHOICES.fields if one.head == "label"]
        words = self.entry(label, sheet, line, (*path, named))
        self.note(path, sheet, line)
        worded = holder.setdefault(str(path[-1]), {})
        if isinstance(worded, dict):
            worded[named] = words
        else:  # the settings list them as well
            self.fault(Problem("declared_twice", params={"name": named}), sheet, line, _LIST)

    def _sample(self) -> None:
        sheet, lines = self.lines("case_sample")
        if sheet is None or not lines:
            return
        sample = self.entry(SAMPLE_FIELDS, sheet, lines[0], ("case_sample",))
        if sheet.has("name"):
            with_fact = [line for line in lines if ("name", "") in line.cells]
            sample["facts"] = [
                self.entry(FACTS.fields, sheet, line, ("case_sample", "facts", position))
                for position, line in enumerate(with_fact)
            ]
        self.plain["case_sample"] = sample

    def _caps(self) -> None:
        sheet, lines = self.lines("caps")
        if sheet is None or not lines:
            return
        self.text.places["scoring", "caps"] = SheetPlace(sheet.name, 1, 1)
        self._scoring()["caps"] = [
            self.entry(CAPS.fields, sheet, line, ("scoring", "caps", position))
            for position, line in enumerate(lines)
        ]
