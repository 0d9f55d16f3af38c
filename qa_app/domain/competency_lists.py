"""Lists of assessments and surveys of workers' competencies: their columns, and what fits."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from qa_app.domain.case_cells import FaultyCell
from qa_app.domain.competencies import Framework, Level
from qa_app.domain.competency_answers import LEAST_MARK, MOST_MARK, AssessmentKind
from qa_app.domain.defaults import COMPETENCY_NEXT_DAYS, COMPETENCY_NOTE_MOST
from qa_app.domain.list_columns import CENTRE, KEY, MUST, WORKER, column, day, known, one_of, text
from qa_app.domain.list_faults import Flaw
from qa_app.domain.list_marks import marked_codes
from qa_app.domain.register_lists import CellKind, Line, RegisterList
from qa_app.domain.text import BilingualText

_CODES_SHOWN: Final = 5
_KINDS = {
    AssessmentKind.SUPERVISOR.value: BilingualText("督导评定", "by a supervisor"),
    AssessmentKind.SELF.value: BilingualText("本人自评", "by the worker"),
}
_OF_A_WORKER = (
    CENTRE,
    WORKER,
    known(
        "framework",
        "胜任力框架",
        "Framework",
        KEY,
        note=(
            "领域代码和版本，以斜线隔开；须为该工作人员所在领域",
            "Code of the area and version with a slash between; the area is the worker's",
        ),
    ),
)
ASSESSMENTS: Final = RegisterList(
    "assessments",
    BilingualText("胜任力评定", "Assessments of competencies"),
    (
        *_OF_A_WORKER,
        one_of("kind", ("由谁评定", "By whom"), _KINDS, KEY),
        day("assessed_on", "评定日期", "Assessed on", KEY),
        day(
            "next_on",
            "下次评定期限",
            "Next one by",
            MUST,
            note=("评定日期之后，最迟两年", "After this one, and two years later at the latest"),
            may_lie_ahead=True,
        ),
        column(
            "levels",
            ("各项水平", "Levels"),
            CellKind.MARKS,
            MUST,
            note=(
                "框架的每一项都要填：0 尚未达到，1 基础，2 熟练，3 引领",
                "Of every competency: 0 not yet, 1 basic, 2 proficient, 3 leading",
            ),
            least=min(Level),
            most=max(Level),
        ),
        text(
            "remark",
            "说明",
            "Note",
            COMPETENCY_NOTE_MOST,
            note=(
                "导入时加密保存，不再导出；留空则保持原有内容，不得含姓名",
                "Encrypted when taken in and never given out; blank keeps what stands; no name",
            ),
        ),
    ),
    note=BilingualText(
        "每名工作人员每次评定一行；只收您所督导的工作人员，本人自评只收纸面的",
        "A line for each assessment of a worker; only of those whom you supervise, and of what they"
        " say of themselves only what they wrote on paper",
    ),
)
SURVEYS: Final = RegisterList(
    "surveys",
    BilingualText("需求调查", "Surveys of needs"),
    (
        *_OF_A_WORKER,
        day("answered_on", "填答日期", "Answered on", KEY),
        column(
            "answers",
            ("把握/重要", "Sure / matters"),
            CellKind.MARKS,
            MUST,
            note=(
                "框架的每一项都要填：先填有多大把握，再填对工作有多重要，由低到高",
                "Of every competency how sure they are, then how much it matters, from low to high",
            ),
            numbers=2,
            least=LEAST_MARK,
            most=MOST_MARK,
        ),
    ),
    note=BilingualText(
        "每名工作人员每次纸面调查一行；只收您所督导的工作人员，儿童和照顾者的反馈不在此导入",
        "A line for each survey that a worker whom you supervise answered on paper; feedback of"
        " children and caregivers is never taken in here",
    ),
)


@dataclass(frozen=True, slots=True)
class Assessable:
    """A worker of whom somebody may take assessments in.

    Attributes:
        area: Area in which they work.
        started_on: Their first day in post.
        ended_on: Their last day; None while they are in post.
        assessed_on: Days on which they assessed themselves on screen.
        surveyed_on: Days on which they answered a survey on screen.
    """

    area: str
    started_on: date
    ended_on: date | None
    assessed_on: frozenset[date] = frozenset()
    surveyed_on: frozenset[date] = frozenset()


def misfit_of(
    line: Line,
    people: Mapping[tuple[str, str], Assessable],
    frameworks: Mapping[str, Framework],
    today: date,
) -> tuple[str, FaultyCell] | None:
    """Hold a line of either list against the worker and the framework that it names.

    Args:
        line: A line whose cells are in order by themselves.
        people: Centre and worker, by their codes, to the worker: those whom the reader supervises.
        frameworks: Published frameworks, by area and version such as `legal_aid/1.0.0`.
        today: Local day.

    Returns:
        The first column that does not fit, and why: a worker of others (`unknown_code`), the
        framework of another area (`not_together`), a day before they came, after they left or
        still to come (`day_outside`), the next one before this one or more than two years later
        (`day_outside`), a code that the framework does not have (`marks_of_others`), or one that
        is missing (`marks_missing`), what the worker said themselves on screen that day
        (`said_themselves`). None when all fits.
    """
    person = people.get((str(line["centre"]), str(line["worker"])))
    if person is None:
        return "worker", FaultyCell(Flaw.UNKNOWN_CODE, value=str(line["worker"]))
    framework = frameworks[str(line["framework"])]
    if framework.area != person.area:
        return "framework", FaultyCell(Flaw.NOT_TOGETHER, (WORKER.head,))
    is_survey = "answers" in line
    found = _marks("answers" if is_survey else "levels", line, framework.competencies)
    if found is not None:
        return found
    latest = min(today, person.ended_on or today)
    day = "answered_on" if is_survey else "assessed_on"
    if line[day] in _said_on(person, line, is_survey=is_survey):
        return day, FaultyCell(Flaw.SAID_THEMSELVES)
    return _outside(day, line, person.started_on, latest) or (
        None if is_survey else _next_outside(line)
    )


def _said_on(person: Assessable, line: Line, *, is_survey: bool) -> frozenset[date]:
    if is_survey:
        return person.surveyed_on
    return person.assessed_on if line["kind"] == AssessmentKind.SELF else frozenset()


def _marks(name: str, line: Line, asked: Collection[str]) -> tuple[str, FaultyCell] | None:
    given = marked_codes(line[name])
    for flaw, codes in (
        (Flaw.MARKS_OF_OTHERS, given - set(asked)),
        (Flaw.MARKS_MISSING, set(asked) - given),
    ):
        if codes:
            said = sorted(codes)
            more = " …" if len(said) > _CODES_SHOWN else ""
            return name, FaultyCell(flaw, value=" ".join(said[:_CODES_SHOWN]) + more)
    return None


def _outside(name: str, line: Line, first: date, last: date) -> tuple[str, FaultyCell] | None:
    day = line[name]
    if isinstance(day, date) and first <= day <= last:
        return None
    return name, FaultyCell(Flaw.DAY_OUTSIDE, least=first.isoformat(), most=last.isoformat())


def _next_outside(line: Line) -> tuple[str, FaultyCell] | None:
    on = line["assessed_on"]
    if not isinstance(on, date):
        return None
    last = on + timedelta(days=2 * COMPETENCY_NEXT_DAYS)
    return _outside("next_on", line, on + timedelta(days=1), last)
