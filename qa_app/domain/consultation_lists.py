"""The list of questions to experts with their answers: its columns, and what fits together."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from qa_app.domain.case_cells import FaultyCell
from qa_app.domain.consultations import TOPICS
from qa_app.domain.defaults import CODE_MOST, CONSULTATION_TEXT_MOST
from qa_app.domain.list_columns import CENTRE, KEY, MUST, column, day, known, one_of, text
from qa_app.domain.list_faults import Flaw
from qa_app.domain.register_lists import CellKind, Line, RegisterList, Value
from qa_app.domain.text import BilingualText

_OPENED = BilingualText("个案开办日期", "the day on which the case was opened")
_NUMBERED = re.compile(r"Q-[0-9]+")
_SEALED = (
    "导入时加密保存，不再导出；不得含姓名",
    "Encrypted when taken in and never given out; no name",
)


def is_silent(value: Value) -> bool:
    """Tell whether a cell says nothing, and so leaves what stands as it is.

    Args:
        value: What it says.

    Returns:
        True for a blank.
    """
    return value is None or value == ""


def own_number(consultation_id: int) -> str:
    """Name a question that was asked here.

    Args:
        consultation_id: The question.

    Returns:
        Such as `Q-12`.
    """
    return f"Q-{consultation_id}"


def _steps_fit(line: Line) -> tuple[str, str] | None:
    if bool(line["expert"]) != bool(line["given_on"]):
        return "expert", "given_on"
    for later, earlier in (("answered_on", "given_on"), ("closed_on", "answered_on")):
        if line[later] and not line[earlier]:
            return later, earlier
    return ("answer", "answered_on") if line["answer"] and not line["answered_on"] else None


CONSULTATION_LIST: Final = RegisterList(
    "consultations",
    BilingualText("专家咨询", "Questions to experts"),
    (
        CENTRE,
        column(
            "number",
            ("编号", "Number"),
            CellKind.CODE,
            KEY,
            note=(
                "自编编号；系统内提出的为Q-加数字，再次导入时照填",
                "Your own; a question that was asked here has Q- and a number, which is kept",
            ),
            most=CODE_MOST,
        ),
        known(
            "case",
            "个案编号",
            "Case",
            MUST,
            note=("个案清单中的编号", "Its reference in the case list"),
            within="centre",
        ),
        one_of("topic", ("咨询事项", "What about"), TOPICS, MUST),
        day("asked_on", "提出日期", "Asked on", MUST),
        known(
            "expert",
            "专家代码",
            "Expert",
            note=(
                "专家组清单中的代码，转交当日在聘且属该领域",
                "Code in the list of experts, in office for the area on the day it was given",
            ),
            within="centre",
        ),
        day("given_on", "转交日期", "Given on"),
        day("answered_on", "答复日期", "Answered on"),
        day("closed_on", "办结日期", "Closed on"),
        text("question", "问题", "Question", CONSULTATION_TEXT_MOST, note=_SEALED),
        text("answer", "答复", "Answer", CONSULTATION_TEXT_MOST, note=_SEALED),
    ),
    orders=(
        ("asked_on", "given_on"),
        ("given_on", "answered_on"),
        ("answered_on", "closed_on"),
    ),
    rules=(_steps_fit,),
    note=BilingualText(
        "每件咨询一行；导入只补记其后的步骤，已记载的不变。提出和办结由中心导入，转交和答复由督导者导入。"
        "答复自导入之时起计入标准",
        "A line for each question; what stands is never changed, later steps are added. The centre"
        " takes in that it asked and closed, its supervisor what was given and answered. Criteria"
        " count an answer from when it was taken in",
    ),
)


@dataclass(frozen=True, slots=True)
class OfCase:
    """A case that somebody may name: its area, and on which day it was opened."""

    area: str
    opened_on: date


@dataclass(frozen=True, slots=True)
class InOffice:
    """An expert as a list may name them: codes of areas, first and last day (None: none yet)."""

    areas: frozenset[str]
    from_on: date
    until_on: date | None

    def advises(self, area: str, on: object) -> bool:
        """Tell whether they may be asked.

        Args:
            area: Code of the area.
            on: The day; what is none gives False.

        Returns:
            True where they were in office for the area.
        """
        if not isinstance(on, date) or area not in self.areas or on < self.from_on:
            return False
        return self.until_on is None or on <= self.until_on


@dataclass(frozen=True, slots=True)
class StepGround:
    """What lines of questions are held against.

    Attributes:
        cases: Centre and case, by their codes, to the case.
        experts: Centre and expert, by their codes, to their times in office there.
        standing: Centre and number to the line that stands.
        asking: Codes of the centres whose questions somebody asks and closes.
        giving: Codes of the centres whose questions they give to experts.
    """

    cases: Mapping[tuple[str, str], OfCase]
    experts: Mapping[tuple[str, str], tuple[InOffice, ...]]
    standing: Mapping[tuple[str, str], Line]
    asking: frozenset[str]
    giving: frozenset[str]


def consultation_misfit(line: Line, ground: StepGround) -> tuple[str, FaultyCell] | None:
    """Hold a line against the case and the expert that it names, and what stands.

    Args:
        line: A line whose cells are in order by themselves.
        ground: What it is held against.

    Returns:
        The first column that does not fit, and why: a number of the platform's that nothing has
        (`unknown_code`), what stands already, and any step of a question that was asked here,
        which is taken on its page alone (`not_together`), a day before the case was opened
        (`before_other`), an expert who was not in office for its area on the day on which it was
        given (`not_together`), a step that somebody else takes (`step_of_others`), a question or
        an answer without its words (`missing`). None when all fits. Texts of steps that stand are
        sealed and held against nothing.
    """
    key = str(line["centre"]), str(line["number"])
    stands = ground.standing.get(key)
    is_ours = _NUMBERED.fullmatch(key[1]) is not None
    if is_ours and stands is None:
        return "number", FaultyCell(Flaw.UNKNOWN_CODE, value=key[1])
    for one in () if stands is None else CONSULTATION_LIST.columns:
        old, new = (stands or line)[one.name], line[one.name]
        is_kept = is_ours or not is_silent(old)
        if not (one.kind is CellKind.TEXT or is_silent(new)) and is_kept and old != new:
            return one.name, _unfit("number")
    case = ground.cases[key[0], str(line["case"])]
    asked, given = line["asked_on"], line["given_on"]
    if isinstance(asked, date) and asked < case.opened_on and stands is None:
        return "asked_on", FaultyCell(Flaw.BEFORE_OTHER, (_OPENED,))
    is_given_now = isinstance(given, date) and (stands is None or not stands["given_on"])
    times = ground.experts.get((key[0], str(line["expert"])), ())
    if is_given_now and not any(one.advises(case.area, given) for one in times):
        return "expert", _unfit("given_on")
    return _step_misfit(line, stands, key[0], ground)


def _step_misfit(
    line: Line, stands: Line | None, centre: str, ground: StepGround
) -> tuple[str, FaultyCell] | None:
    # what the pages let somebody do, step by step, and no step without its words
    for step, words, centres in (
        ("asked_on", "question", ground.asking),
        ("given_on", "", ground.giving),
        ("answered_on", "answer", ground.giving),
        ("closed_on", "", ground.asking),
    ):
        if not line[step] or (stands is not None and stands[step]):
            continue
        if centre not in centres:
            return step, FaultyCell(Flaw.STEP_OF_OTHERS)
        if words and is_silent(line[words]):
            return words, FaultyCell(Flaw.MISSING)
    return None


def _unfit(name: str) -> FaultyCell:
    return FaultyCell(Flaw.NOT_TOGETHER, (CONSULTATION_LIST.column(name).head,))
