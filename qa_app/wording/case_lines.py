"""Why a line of cases cannot be scored, in words."""

from typing import Any

from qa_app.domain.problems import Problem
from qa_app.wording.catalogue import message as _
from qa_app.wording.fault_names import named_params
from qa_app.wording.problems import PROBLEMS
from qa_app.wording.words import Words

_OF_LINES = {
    "key_twice": _("%(field)s stands twice here: leave one of them out"),
    "not_a_flag": _("%(value)s: write true or false, without quotation marks"),
    "not_a_list": _("a list is wanted here: […]"),
    "not_a_mapping": _("names with values are wanted here: {…}"),
    "not_a_moment": _("%(value)s has no time of day: write it such as 2026-03-02T10:00"),
    "too_long": _("the line has more than %(most)s bytes"),
    "unknown_assessor": _("%(name)s is nobody who assesses: centre, supervisor, judicial"),
    "unknown_measure": _("%(name)s is no measure of this rubric"),
    "unknown_option": _("%(value)s is none of the answers that may be given here"),
    "value_does_not_fit": _("%(value)s is no value that %(name)s may have"),
}
_PLACED = _("%(place)s: %(fault)s")


def line_fault(words: Words, error: dict[str, Any]) -> str:
    """Say why a line of cases cannot be scored.

    Args:
        words: Language.
        error: What `score_line` gives as `error`.

    Returns:
        Where in the line, what is wrong and the way out; without a place, of the line as a whole.
    """
    code = error["code"]
    params = named_params(
        words.say, Problem(code, params=error["params"]), names_fields=False, in_file=True
    )
    said = words.say(_OF_LINES.get(code) or PROBLEMS[code], **params)
    return words.say(_PLACED, place=error["path"], fault=said) if error["path"] else said
