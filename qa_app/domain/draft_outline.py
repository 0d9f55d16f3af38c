"""The outline of a rubric draft: its parts with what they say and how much is wrong with them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from qa_app.domain.draft_parts import GRADES, Part, code_of, part_at, part_of, parts_of
from qa_app.domain.problems import Problem, Severity
from qa_app.domain.text import BilingualText

Plain = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class OutlineLine:
    """A part in the outline.

    Attributes:
        part: Where it stands.
        code: Its code; empty while it has none.
        text: What it says, as far as it is written.
        errors: Faults in it, those of its own parts left out.
        warnings: Doubts about it, likewise.
    """

    part: Part
    code: str
    text: BilingualText
    errors: int
    warnings: int


def outline(plain: Plain, problems: Iterable[Problem] = ()) -> tuple[OutlineLine, ...]:
    """List the parts of a draft.

    Args:
        plain: The draft's data, whatever faults it has.
        problems: What is wrong with it.

    Returns:
        The settings, facts, facts of sampled cases, dates, lists, scales, bands, then every
        section followed by its items, items of a rule rubric with their parts, and outcomes.
    """
    errors: dict[Part, int] = {}
    warnings: dict[Part, int] = {}
    for problem in problems:
        counted = errors if problem.severity is Severity.ERROR else warnings
        part = part_of(problem.path)
        counted[part] = counted.get(part, 0) + 1
    return tuple(
        OutlineLine(
            part,
            code_of(value),
            _text(value),
            errors.get(part, 0),
            warnings.get(part, 0),
        )
        for part in parts_of(plain)
        for value in [part_at(plain, part)]
    )


def _text(value: Any) -> BilingualText:
    if not isinstance(value, Mapping):
        return BilingualText()
    answers = value.get("options", value.get(GRADES))
    if isinstance(answers, list):
        return _joined([_text(one) for one in answers])
    texts = next((value[name] for name in ("text", "title") if name in value), value)
    found = texts if isinstance(texts, Mapping) else {}
    zh, en = (found.get(language) for language in ("zh", "en"))
    return BilingualText(zh if isinstance(zh, str) else "", en if isinstance(en, str) else "")


def _joined(texts: list[BilingualText]) -> BilingualText:
    return BilingualText(
        " / ".join(one.zh for one in texts if one.zh), " / ".join(one.en for one in texts if one.en)
    )
