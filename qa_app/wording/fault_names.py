"""Names that stand in faults of rubric files: fields, values, languages, unreadable text."""

from collections.abc import Callable, Mapping

from qa_app.domain.problems import Problem
from qa_app.wording.catalogue import message as _
from qa_app.wording.names import ASSESSORS, BASES, CODES, CRITICALS, METHODS, RESPONSIBLES

Say = Callable[..., str]
_BOTH_NAMES = _("%(name)s (%(code)s)")
_PARTS = _(", ")
LANGUAGES: dict[str, str] = {"zh": _("Chinese"), "en": _("English")}
"""Language to its name."""

FIELDS: dict[str, str] = {
    "access": _("access"),
    "addressee": _("whom the law binds"),
    "aggregate": _("summary of regions"),
    "also": _("notes besides"),
    "also_report": _("also reported"),
    "anchors": _("what each answer means"),
    "answer": _("when a note is asked for"),
    "answer_words": _("words of answers"),
    "answers": _("answer lists"),
    "any_of": _("one of several limits"),
    "applicable_question": _("asks whether it applies"),
    "applies_if": _("when it applies"),
    "area": _("area"),
    "arithmetic": _("arithmetic"),
    "article": _("article"),
    "assessor": _("who reads it"),
    "at_most": _("band at best"),
    "auto": _("found by"),
    "bands": _("grade bands"),
    "basis": _("basis"),
    "by": _("who confirms it"),
    "by_fact": _("by the value of"),
    "by_tenure": _("by days passed"),
    "caps": _("caps"),
    "case_sample": _("sample of cases"),
    "clock": _("time limit"),
    "clocks": _("dates entered"),
    "code": _("answer code"),
    "conform_from": _("outcome reached from"),
    "confirmed_for": _("for whom it was confirmed"),
    "count_from": _("counted from"),
    "critical": _("red line or must pass"),
    "critical_fail": _("answers that fail"),
    "differ_by": _("bands apart that call for moderation"),
    "dimension": _("grade of a dimension"),
    "else": _("in all other cases"),
    "en": _("English text"),
    "end": _("up to the date"),
    "end_on": _("when the last day is a day off"),
    "every": _("how often"),
    "evidence": _("where to look"),
    "facts": _("facts asked"),
    "frequency": _("frequency"),
    "from": _("runs from"),
    "hidden": _("hidden"),
    "holistic": _("judgement of the whole"),
    "id": _("code"),
    "is": _("the answer"),
    "item": _("items"),
    "items": _("items"),
    "key": _("key"),
    "kind": _("kind"),
    "kinds": _("organisations that this is"),
    "late_until": _("late until"),
    "log": _("dated list that is counted"),
    "logs": _("dated lists"),
    "map": _("grades that stand for each band"),
    "means": _("what it means"),
    "measure": _("measure"),
    "met": _("met at"),
    "method": _("method of scoring"),
    "min_applicable": _("least share that must apply"),
    "minimum": _("at least so many"),
    "na": _("how “not applicable” counts"),
    "name": _("name"),
    "narrative": _("notes on questions"),
    "never_na": _("always applies"),
    "no_record": _("how “no record” counts"),
    "not_rated": _("kept as data only"),
    "note": _("remark"),
    "options": _("answers"),
    "outcome": _("outcomes"),
    "outcome_ratings": _("ratings of outcomes"),
    "outcomes": _("outcomes"),
    "overall": _("grade of the whole"),
    "partly": _("partly met at"),
    "per_case": _("answered for each case"),
    "purpose": _("purpose"),
    "questions": _("questions"),
    "quote": _("words of the law"),
    "rank": _("rank"),
    "rate": _("rating"),
    "rate_items": _("how items are rated"),
    "rating_words": _("words of ratings"),
    "ratings": _("ratings of items"),
    "read": _("what must be read"),
    "region": _("region"),
    "regional_bands": _("grade bands by region"),
    "required": _("must be given"),
    "required_when": _("note that is asked for"),
    "responsible": _("whose limit it is"),
    "reverse": _("asked the other way round"),
    "round": _("rounding"),
    "rules": _("rules"),
    "scale": _("scale"),
    "scales": _("scales"),
    "schema": _("format of the file"),
    "score": _("points of an answer"),
    "scoring": _("scoring"),
    "sections": _("sections"),
    "share": _("share of cases"),
    "single_item_outcomes_from": _("items that are an outcome alone: from"),
    "size": _("how many are sampled"),
    "sources": _("sources to choose from"),
    "start": _("counted from the date"),
    "status": _("state"),
    "std": _("sources"),
    "strength_from": _("a strength from"),
    "sub_items": _("parts of an item"),
    "tags": _("labels"),
    "tenure_from": _("days counted from"),
    "text": _("requirement"),
    "then": _("what follows when they lie apart"),
    "title": _("title"),
    "to": _("until"),
    "to_day": _("up to day"),
    "total": _("full points"),
    "trips_at": _("cases that fail it"),
    "type": _("kind of answer"),
    "unit": _("what one review covers"),
    "value": _("what each entry carries"),
    "verified": _("verified"),
    "version": _("version"),
    "weight": _("weight"),
    "when": _("when it holds"),
    "within": _("within"),
    "within_if": _("other limits when"),
    "zh": _("Chinese text"),
}
"""Field of a rubric file to its name on screen."""

_STATES = {
    "draft": _("draft"),
    "published": _("published"),
    "retired": _("retired"),
    "reference": _("for reference only"),
}
VALUES: dict[str, Mapping[str, str]] = {
    "access": {
        "ordinary": _("everyone who may read rubrics"),
        "sealed": _("only people named for the case"),
    },
    "answer": {"any": _("for every question")},
    "assessor": {str(code): words for code, words in ASSESSORS.items()},
    "auto": {
        "clock": _("time limit"),
        "frequency": _("frequency"),
        "measure": _("measure"),
    },
    "basis": {str(code): words for code, words in BASES.items()},
    "count_from": {
        "next_day": _("the next day, whole days"),
        "same_moment": _("the same time of day"),
    },
    "critical": {str(code): words for code, words in CRITICALS.items()},
    "end_on": {
        "next_working_day": _("it moves to the next working day"),
        "same_day": _("it stays that day"),
    },
    "every": {"calendar_month": _("calendar month")},
    "kind": {"points": _("scale of points"), "holistic": _("judgement of the whole")},
    "measure": {"share_of_applicable_cases": _("share of the cases to which it applies")},
    "method": {str(code): words for code, words in METHODS.items()},
    "responsible": {str(code): words for code, words in RESPONSIBLES.items()},
    "size": {"lqas": _("lot quality screen"), "all": _("all of them")},
    "status": _STATES,
    "then": {"moderate": _("moderation")},
    "type": {
        "bool": _("yes or no"),
        "int": _("whole number"),
        "date": _("day"),
        "choice": _("one of several"),
        "multi": _("several of several"),
        "history": _("values with dates"),
    },
    "unit": {
        "share": _("a share: 0 to 1, or per cent"),
        "number": _("another number, such as how many"),
    },
    "value": {"hours": _("a number of hours")},
}
"""Field of a rubric file to its values and their names on screen."""

_SUBJECTS = {"kind": "kind", "unit": "unit", "tags": "tag", "kinds": "bound"}
TESTS: dict[str, str] = {
    "is": _("is"),
    "in": _("is one of"),
    "has": _("includes"),
    "ever_in": _("was ever one of"),
    "eq": _("= (number)"),
    "gte": _("at least"),
    "gt": _("more than"),
    "lte": _("at most"),
    "lt": _("less than"),
}
"""Test of a condition to its name on screen."""

WHYS: dict[str, str] = {
    "alias": _("* repeats something that was never named with &; put it in quotation marks"),
    "bracket": _("a bracket is not closed, or a comma between two entries is missing"),
    "colon": _("a second colon stands in one line; put the text in quotation marks"),
    "comma": _("a comma between two entries is missing, or a quotation mark inside a text"),
    "documents": _("--- begins a second document; one file holds one"),
    "escape": _("a backslash in a text in quotation marks; write it twice"),
    "indent": _("the line does not stand under the one above: use as many blanks as there"),
    "item": _("a list entry (- …) stands where none can be; begin it on a line of its own"),
    "json_value": _("a value is missing, or text without quotation marks stands here"),
    "key_quote": _("the name before a colon must stand in quotation marks"),
    "more": _("something stands behind the end of the file's data"),
    "no_colon": _("a name without a colon and a value; write name: value"),
    "other": _(
        "something here is not written as such a file is: look at this line and the one above"
    ),
    "quote": _("a quotation mark is opened and never closed"),
    "sign": _(
        "a text begins with a sign that means something else here; put it in quotation marks"
    ),
    "tab": _("a tab stands here; use blanks"),
}
"""Kind of unreadable text to what is wrong, and what mends it."""


def value_name(say: Say, field: str, code: str) -> str:
    """Name a value of a field.

    Args:
        say: Looks a message up.
        field: The field, such as `basis`.
        code: The value, such as `law`.

    Returns:
        Its name on screen, or the code itself.
    """
    named = VALUES.get(field, {}).get(code) or CODES.get(f"{_SUBJECTS.get(field, '')}:{code}")
    return code if named is None else say(named)


def named_params(
    say: Say, problem: Problem, *, names_fields: bool, in_file: bool
) -> dict[str, str]:
    """Name what a fault names by codes.

    Args:
        say: Looks a message up.
        problem: The fault.
        names_fields: Its `field` is one that the product knows, and not what somebody typed.
        in_file: True for whoever mends a file: codes stand behind the names.

    Returns:
        The parameters of its words.
    """
    params = dict(problem.params)
    field, language = params.get("field", ""), params.get("language", "")
    if names_fields and field in FIELDS:
        params["field"] = _with_code(say, say(FIELDS[field]), field, in_file=in_file)
    if language in LANGUAGES:
        params["language"] = say(LANGUAGES[language])
    if "allowed" in params:
        params["allowed"] = _allowed(say, problem, in_file=in_file)
    if params.get("test", "") in TESTS:
        params["test"] = say(TESTS[params["test"]])
    if "type" in params:
        params["type"] = value_name(say, "type", params["type"])
    if "why" in params:
        params["why"] = say(WHYS[params["why"]]) if params["why"] in WHYS else params["why"]
    return params


def _with_code(say: Say, name: str, code: str, *, in_file: bool) -> str:
    if name == code or not in_file:
        return name
    return say(_BOTH_NAMES, name=name, code=code)


def _allowed(say: Say, problem: Problem, *, in_file: bool) -> str:
    fields = [step for step in problem.path if isinstance(step, str)]
    field = fields[-1] if fields else ""
    codes = problem.params["allowed"].split(", ")
    named = [(value_name(say, field, code), code) for code in codes]
    return say(_PARTS).join(_with_code(say, name, code, in_file=in_file) for name, code in named)
