"""Whether the sections and items of a rubric hold together, also beside faults of shape."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from qa_app.domain.condition_check import check_case_facts, check_condition
from qa_app.domain.item_check import check_item
from qa_app.domain.problems import Findings, Path, Problem
from qa_app.domain.rubric_library import Library, with_inline
from qa_app.domain.rubric_names import Names, declare
from qa_app.domain.scoring_check import REFERENCE_CHECKS
from qa_app.domain.text_check import check_texts

Plain = Mapping[str, Any]
_UNSOUND = (KeyError, TypeError, AttributeError, ValueError, IndexError)
"""What a check meets where it relies on a shape that is not there."""
_NOTED_AT_HOLDER = frozenset({"missing_field", "too_few_entries"})


def check_sections(findings: Findings, names: Names, plain: Plain, library: Library) -> None:
    """Check sections and items of a rubric of the right shape.

    Args:
        findings: Where faults go.
        names: What the file declares; items are added to it.
        plain: The file's data; a rubric with sections.
        library: Scales and sources, the file's own scales included.
    """
    scale = plain["scoring"]["scale"]
    _declare_items(findings, names, plain, library)
    seen: set[str] = set()
    for position, section in enumerate(plain["sections"]):
        path: Path = ("sections", position)
        _check_section(findings, names, section, path, seen)
        for place, item in enumerate(section["items"]):
            at = (*path, "items", place)
            check_item(findings, names, {"scale": scale, **item}, library, at)
            if item.get("per_case") and "case_sample" not in plain:
                findings.error("case_sample_missing", (*at, "per_case"))


def _check_section(
    findings: Findings, names: Names, section: Plain, path: Path, seen: set[str]
) -> None:
    if section["id"] in seen:
        findings.error("declared_twice", (*path, "id"), name=section["id"])
    seen.add(section["id"])
    if "applies_if" in section:
        check_condition(findings, names, section["applies_if"], (*path, "applies_if"))
        check_case_facts(findings, names, section["applies_if"], (*path, "applies_if"))


def _declare_items(findings: Findings, names: Names, plain: Plain, library: Library) -> None:
    for position, section in enumerate(plain["sections"]):
        for place, item in enumerate(section["items"]):
            if item["id"] in names.answers:
                findings.error(
                    "declared_twice",
                    ("sections", position, "items", place, "id"),
                    name=item["id"],
                )
            scale = library.scales.get(item.get("scale", plain["scoring"]["scale"]), {})
            names.answers[item["id"]] = frozenset(
                str(option["code"]) for option in scale.get("options", ())
            )


def faults_beside(
    told: Sequence[Problem], plain: Any, library: Library, required_language: str
) -> list[Problem]:
    """Find what is wrong beside faults of shape, so that one fault does not hide another.

    Args:
        told: The faults of shape.
        plain: The file's data, of any shape.
        library: Scales and sources.
        required_language: Language in which every text must be written.

    Returns:
        Missing texts, codes given twice, and references of sections, items and the scoring
        that lead nowhere; nothing that only follows from a fault of shape.
    """
    if not isinstance(plain, Mapping):
        return []
    found = Findings()
    check_texts(found, plain, required_language)
    faulty = [one.path for one in told if one.code not in _NOTED_AT_HOLDER]
    _tried(_check_each, found, _with_stand_ins(plain, told), library)
    broken = {name for name in _ids(plain, told) if name}
    return [
        one
        for one in found.problems
        if one.params.get("name") not in broken and not _follows(one, faulty)
    ]


def _follows(one: Problem, faulty: Sequence[Path]) -> bool:
    is_text = one.code == "text_missing"
    return any(
        one.path[: len(path)] == path or (is_text and path[: len(one.path)] == one.path)
        for path in faulty
    )


def _ids(plain: Plain, told: Sequence[Problem]) -> Iterator[str]:
    # facts, dates and lists that are faulty themselves: what reads them may be right
    for group, position in {one.path[:2] for one in told if len(one.path) > 1}:
        if group in {"facts", "clocks", "logs"}:
            listed = plain.get(group)
            entry = (
                listed[position] if isinstance(listed, list) and isinstance(position, int) else None
            )
            if isinstance(entry, Mapping):
                yield str(entry.get("id", ""))


def _with_stand_ins(plain: Plain, told: Sequence[Problem]) -> Plain:
    # something sound in the place of faulty facts, dates and lists
    written = dict(plain)
    for group in ("facts", "clocks", "logs"):
        faulty = {one.path[1] for one in told if one.path[:1] == (group,) and len(one.path) > 1}
        entries = plain.get(group, [])
        written[group] = [
            _stand_in(entry, place) if place in faulty else entry
            for place, entry in enumerate(entries if isinstance(entries, list) else ())
        ]
    if any(one.path[:1] == ("case_sample",) for one in told):
        written["case_sample"] = {}
    return written


def _stand_in(entry: Any, place: int) -> Plain:
    code = entry.get("id") if isinstance(entry, Mapping) else None
    return {"id": code if isinstance(code, str) else f" {place}", "type": "bool"}


def _check_each(findings: Findings, plain: Plain, library: Library) -> None:
    names = declare(findings, plain)
    library = with_inline(plain, library)
    _tried(_declare_items, findings, names, plain, library)
    seen: set[str] = set()
    for position, section in enumerate(plain["sections"]):
        _tried(_check_section, findings, names, section, ("sections", position), seen)
        for place, item in enumerate(_listed(section)):
            at: Path = ("sections", position, "items", place)
            _tried(_check_filled, findings, names, plain, (item, at), library)
    for check in REFERENCE_CHECKS:
        _tried(check, findings, names, plain, library)


def _check_filled(
    findings: Findings, names: Names, plain: Plain, placed: tuple[Plain, Path], library: Library
) -> None:
    item, at = placed
    check_item(findings, names, {"scale": plain["scoring"]["scale"], **item}, library, at)


def _tried(check: Callable[..., None], *given: Any) -> None:
    # what was found before the shape gave out is true all the same
    try:
        check(*given)
    except _UNSOUND:
        return


def _listed(section: Any) -> list[Any]:
    items = section.get("items") if isinstance(section, Mapping) else None
    return items if isinstance(items, list) else []
