"""Where in a draft something stands, in the words of its author and not in those of a file."""

from collections.abc import Mapping
from typing import Any

from qa_app.domain.problems import Path, Problem, shown
from qa_app.wording.catalogue import message as _
from qa_app.wording.problems import PROBLEMS
from qa_app.wording.words import Words

_NUMBERED = _("%(name)s %(number)s")
_WHOLE = _("the rubric")
_BOTH_NAMES = _("%(name)s (%(code)s)")
_NAMES_FIELD = frozenset(
    {"missing_field", "law_needs", "only_for_law", "only_per_case", "does_not_fit_scale"}
)
LANGUAGES: dict[str, str] = {"zh": _("Chinese"), "en": _("English")}
"""Language to its name."""

FIELDS: dict[str, str] = {
    "access": _("access"),
    "addressee": _("whom the law binds"),
    "anchors": _("what each answer means"),
    "applies_if": _("when it applies"),
    "area": _("area"),
    "assessor": _("who reads it"),
    "bands": _("grade bands"),
    "basis": _("basis"),
    "caps": _("caps"),
    "case_sample": _("sample of cases"),
    "clock": _("time limit"),
    "clocks": _("dates entered"),
    "confirmed_for": _("for whom it was confirmed"),
    "critical": _("red line or must pass"),
    "critical_fail": _("answers that fail"),
    "en": _("English text"),
    "evidence": _("where to look"),
    "facts": _("facts asked"),
    "frequency": _("frequency"),
    "hidden": _("hidden"),
    "holistic": _("judgement of the whole"),
    "id": _("code"),
    "items": _("items"),
    "kind": _("kind"),
    "logs": _("dated lists"),
    "measure": _("measure"),
    "method": _("method of scoring"),
    "min_applicable": _("least share that must apply"),
    "note": _("remark"),
    "options": _("answers"),
    "outcomes": _("outcomes"),
    "per_case": _("answered for each case"),
    "purpose": _("purpose"),
    "quote": _("words of the law"),
    "read": _("what must be read"),
    "region": _("region"),
    "rules": _("rules"),
    "scale": _("scale"),
    "scales": _("scales"),
    "scoring": _("scoring"),
    "sections": _("sections"),
    "share": _("share of cases"),
    "status": _("state"),
    "std": _("sources"),
    "tags": _("labels"),
    "text": _("requirement"),
    "title": _("title"),
    "total": _("full points"),
    "trips_at": _("cases that fail it"),
    "unit": _("what one review covers"),
    "version": _("version"),
    "weight": _("weight"),
    "zh": _("Chinese text"),
}
"""Field of a rubric file to its name on screen."""

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


def fault_words(words: Words, problem: Problem) -> str:
    """Say what is wrong, without its place.

    Args:
        words: The language.
        problem: The fault.

    Returns:
        The fault and the way out.
    """
    params = dict(problem.params)
    field, language = params.get("field", ""), params.get("language", "")
    if field in FIELDS and problem.code in _NAMES_FIELD:
        # the name on screen for its author, and that of the file for who mends the file
        name = words.say(FIELDS[field])
        params["field"] = name if name == field else words.say(_BOTH_NAMES, name=name, code=field)
    if language in LANGUAGES:
        params["language"] = words.say(LANGUAGES[language])
    return words.say(PROBLEMS[problem.code], **params)
