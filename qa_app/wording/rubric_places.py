"""Where in a draft something stands, in the words of its author and not in those of a file."""

from collections.abc import Mapping
from typing import Any

from qa_app.domain.problems import Path, Problem, shown
from qa_app.wording.catalogue import message as _
from qa_app.wording.fault_names import FIELDS, named_params
from qa_app.wording.problems import PROBLEMS
from qa_app.wording.words import Words

_NUMBERED = _("%(name)s %(number)s")
_WHOLE = _("the rubric")
_NAMES_FIELD = frozenset(
    {"missing_field", "law_needs", "only_for_law", "only_per_case", "does_not_fit_scale"}
)
ENTRIES: dict[str, str] = {
    "sections": _("section %(code)s"),
    "items": _("item %(code)s"),
    "bands": _("band %(code)s"),
    "facts": _("fact %(code)s"),
    "clocks": _("date %(code)s"),
    "logs": _("dated list %(code)s"),
    "outcomes": _("outcome %(code)s"),
}
"""List of a rubric file to what one of its entries is called."""


def place_words(words: Words, plain: Mapping[str, Any], path: Path) -> str:
    """Say where in a draft something stands.

    Args:
        words: The language.
        plain: The draft's data.
        path: Keys and positions from the top down.

    Returns:
        Such as `section A › item A3 › requirement`; names that only files know stay as they
        are.
    """
    parts: list[str] = []
    value: Any = plain
    name = ""
    for step in path:
        if isinstance(step, int):
            value = value[step] if isinstance(value, list) and step < len(value) else None
            parts[-1:] = [_entry(words, name, step, value)]
            continue
        name = step
        parts.append(words.say(FIELDS[step]) if step in FIELDS else shown(step))
        value = value.get(step) if isinstance(value, Mapping) else None
    return " › ".join(parts) or words.say(_WHOLE)


def _entry(words: Words, name: str, position: int, entry: Any) -> str:
    code = entry.get("id", entry.get("code")) if isinstance(entry, Mapping) else None
    if name in ENTRIES and isinstance(code, str) and code:
        return words.say(ENTRIES[name], code=shown(code))
    label = words.say(FIELDS[name]) if name in FIELDS else shown(name)
    number = shown(code) if isinstance(code, str) and code else position + 1
    return words.say(_NUMBERED, name=label, number=number)


def fault_words(words: Words, problem: Problem, *, in_file: bool = False) -> str:
    """Say what is wrong, without its place.

    Args:
        words: The language.
        problem: The fault.
        in_file: True for whoever mends a file: the codes that stand in it are named as well.

    Returns:
        The fault and the way out.
    """
    names = problem.code in _NAMES_FIELD
    params = named_params(words.say, problem, names_fields=names, in_file=in_file)
    return words.say(PROBLEMS[problem.code], **params)
