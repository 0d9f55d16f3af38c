"""What the criteria page says in few words: columns, thresholds, cells, spans of time."""

from qa_app.domain.criteria import Criterion
from qa_app.domain.endorsement import Judgement, Reason
from qa_app.domain.endorsement_shown import Figures
from qa_app.domain.rounding import display
from qa_app.domain.rubric import Threshold
from qa_app.domain.verdicts import CriterionType
from qa_app.wording.catalogue import message as _
from qa_app.wording.trends import month
from qa_app.wording.words import Words

MEAN, BAND, RED_LINE, REPORT, TIME, AGREEMENT, TWICE, ACTIONS = (
    "mean_score_last_two_rounds",
    "open_band_d_files",
    "open_stop_findings",
    "mandatory_report_state",
    "share_tag_on_time_12m",
    "agreement_ac2",
    "share_double_rated_12m",
    "share_actions_on_time_12m",
)
COLUMNS: dict[str, str] = {
    MEAN: _("Mean score of files"),
    BAND: _("Files in band D"),
    RED_LINE: _("Red lines"),
    REPORT: _("Mandatory reports"),
    TIME: _("Time limits kept"),
    AGREEMENT: _("Agreement of second readings"),
    TWICE: _("Files read twice"),
    ACTIONS: _("Actions closed on time"),
}
"""Metric to the head of its column; every metric that reviews answer has one, by test."""

_UNITS: dict[str, str] = {
    MEAN: _("%(test)s points"),
    BAND: _("%(test)s without a finished plan"),
    RED_LINE: _("%(test)s open"),
    TIME: _("%(test)s on time"),
    AGREEMENT: _("%(test)s (AC2)"),
    TWICE: _("%(test)s of the files"),
    ACTIONS: _("%(test)s closed on time"),
}
STATES: dict[str, str] = {
    "none_failed": _("none missed or late"),
    "remedied": _("every failure remedied"),
}
"""State that a criterion may ask for to its words."""

TYPES: dict[CriterionType, str] = {
    CriterionType.STOP: _("disqualifying"),
    CriterionType.MUST: _("required"),
    CriterionType.SCORE: _("scored"),
    CriterionType.EVIDENCE: _("evidence"),
}
"""Type to its name."""

_SIGNS = {">=": "≥ ", "<=": "≤ ", ">": "> ", "<": "< ", "==": ""}
_SPAN = _("%(first)s to %(last)s")
_HALF = _("first half of %(year)s"), _("second half of %(year)s")
_NOT_SHOWN = _("number not shown")
_ONLY = _("only %(n)s files")
_ONLY_LIMITS = _("only %(n)s items about time")
_ONLY_ACTIONS = _("only %(n)s actions")
_OF = _("%(count)s of %(n)s")
_OPEN = _("%(count)s open, %(n)s files read")
_NOT_FINISHED = _("%(count)s not finished, %(n)s files rated")

CELLS: dict[Reason, str] = {
    Reason.NO_FILE: _("nothing read"),
    Reason.NOT_RATED: _("no file rated"),
    Reason.NO_ROUND: _ONLY,
    Reason.TOO_FEW: _ONLY,
    Reason.MEAN: _("%(value)s points, %(n)s files"),
    Reason.NONE_OPEN: _("none open, %(n)s files"),
    Reason.NO_PLAN: _NOT_FINISHED,
    Reason.PLAN_RUNS: _NOT_FINISHED,
    Reason.NO_CONTAINMENT: _OPEN,
    Reason.CONTAINED: _OPEN,
    Reason.NO_ITEM: _("not asked about"),
    Reason.NONE_DUE: _("none was due"),
    Reason.ALL_MADE: _("%(n)s due, all made"),
    Reason.FAILED: _("%(count)s of %(n)s failed"),
    Reason.REMEDY_UNSHOWN: _("%(count)s of %(n)s failed"),
    Reason.UNCLEAR: _("%(count)s of %(n)s unclear"),
    Reason.SHARE: _("%(value)s%%, %(n)s items about time"),
    Reason.RELAXED: _("safeguard relaxed"),
    Reason.NONE_TWICE: _("none read twice"),
    Reason.AGREED: _("%(value)s, %(n)s files"),
    Reason.TWICE: _("%(value)s%%, %(count)s of %(n)s"),
}
"""Reason to the few words of a cell; every reason has some, by test."""

_RELAXED_OF = _("safeguard relaxed, %(count)s of %(n)s")
_OF_FILES = _("%(n)s files")
_SHARE_OF = _("%(count)s of %(n)s items about time")
_OF_ACTIONS: dict[Reason, str] = {
    Reason.SHARE: _("%(value)s%%, %(n)s actions"),
    Reason.TOO_FEW: _ONLY_ACTIONS,
    Reason.NONE_DUE: _("none was due"),
}
_SHARE_OF_ACTIONS = _("%(count)s of %(n)s actions")
_OF_ONE: dict[str, str] = {
    _ONLY: _("only 1 file"),
    _ONLY_LIMITS: _("only 1 item about time"),
    _ONLY_ACTIONS: _("only 1 action"),
    _OPEN: _("%(count)s open, 1 file read"),
    _NOT_FINISHED: _("%(count)s not finished, 1 file rated"),
    CELLS[Reason.NONE_OPEN]: _("none open, 1 file"),
    CELLS[Reason.AGREED]: _("%(value)s, 1 file"),
    CELLS[Reason.SHARE]: _("%(value)s%%, 1 item about time"),
    _OF_FILES: _("1 file"),
    _SHARE_OF: _("%(count)s of 1 item about time"),
    _OF_ACTIONS[Reason.SHARE]: _("%(value)s%%, 1 action"),
    _SHARE_OF_ACTIONS: _("%(count)s of 1 action"),
}
"""What is said of several to the same of one."""


def column(words: Words, criterion: Criterion) -> str:
    """Name the column of a criterion.

    Args:
        words: The language.
        criterion: A criterion that reviews answer.

    Returns:
        A few words.
    """
    return words.say(COLUMNS[criterion.metric])


def asked(words: Words, criterion: Criterion, test: Threshold | str | None) -> str:
    """Write what a criterion asks for.

    Args:
        words: The language.
        criterion: A criterion that reviews answer.
        test: Its test for met, or for met on conditions; None when it has none.

    Returns:
        Such as `≥ 80 points`; empty without a test.
    """
    if test is None:
        return ""
    if isinstance(test, str):
        return words.say(STATES[test]) if test in STATES else test
    unit = _UNITS[criterion.metric]
    is_percent = criterion.metric in {TIME, TWICE, ACTIONS}
    number = test.number * (100 if is_percent else 1)
    places = 0 if number.denominator == 1 else 2
    sign = "" if words.language == "zh" and test.operator == "==" else _SIGNS[test.operator]
    written = f"{sign}{display(number, places)}{'%' if is_percent else ''}"
    return words.say(unit, test=written.replace(" ", "") if words.language == "zh" else written)


def cell(words: Words, judgement: Judgement, figures: Figures) -> str:
    """Write the value of a cell.

    Args:
        words: The language.
        judgement: What was judged.
        figures: What of its numbers may be shown.

    Returns:
        A few words.
    """
    if figures.is_held_back:
        return words.say(_NOT_SHOWN)
    is_of_actions = judgement.criterion.metric == ACTIONS
    message = (_OF_ACTIONS if is_of_actions else CELLS)[judgement.reason]
    if judgement.reason is Reason.SHARE and figures.value is None:
        message = _SHARE_OF_ACTIONS if is_of_actions else _SHARE_OF
    elif judgement.reason in {Reason.TWICE, Reason.AGREED} and figures.value is None:
        message = _OF if figures.count is not None else _OF_FILES
    elif judgement.reason is Reason.TOO_FEW and judgement.criterion.metric == TIME:
        message = _ONLY_LIMITS
    elif judgement.reason is Reason.RELAXED and figures.n is not None:
        message = _RELAXED_OF
    if figures.n == 1:
        message = _OF_ONE.get(message, message)
    return words.say(message, **numbers(figures))


def span(words: Words, first: int, last: int) -> str:
    """Name a span of months.

    Args:
        words: The language.
        first: First month, as `totals.month_of` gives it.
        last: Last month.

    Returns:
        Such as `2025年4月至2026年3月` or `Apr 2025 to Mar 2026`.
    """
    return words.say(_SPAN, first=month(words, first), last=month(words, last))


def half_year(words: Words, half: int) -> str:
    """Name a half-year.

    Args:
        words: The language.
        half: As `half_of` numbers it.

    Returns:
        Such as `2025年下半年` or `second half of 2025`.
    """
    return words.say(_HALF[half % 2], year=half // 2)


def numbers(figures: Figures) -> dict[str, object]:
    """Give the numbers that messages may name.

    Args:
        figures: What may be shown.

    Returns:
        `value`, `count`, `n`, `low` and `loose`, each only when it is shown.
    """
    shown = {
        "value": figures.value,
        "count": figures.count,
        "n": figures.n,
        "low": figures.low,
        "loose": figures.loose,
    }
    return {name: number for name, number in shown.items() if number is not None}
