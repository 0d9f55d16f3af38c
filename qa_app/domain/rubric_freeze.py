"""A checked file to the content that a version keeps for ever, and its fingerprint."""

import hashlib
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from qa_app.domain.defaults import DEDUCTION_TOTAL
from qa_app.domain.journal import canonical_json
from qa_app.domain.region_names import nearest_region
from qa_app.domain.rubric import COUNTRY, Rubric
from qa_app.domain.rubric_library import Library, with_inline
from qa_app.domain.rubric_thaw import thaw

Plain = Mapping[str, Any]
NO_RECORD = "no_record"
DEFAULT_BANDS = "default"
"""Name under which a file gives the bands of every region that has none of its own."""
CLOCK_DEFAULTS = {"count_from": "next_day", "responsible": "centre"}
"""What a clock says where its file says nothing; `end_on` goes by the basis."""
_BRANCH_FIELDS = ("late_until", "count_from", "end_on", "responsible", "within_if")
CLOCK_FIELDS = ("from", "to", "within", *_BRANCH_FIELDS)


def freeze(plain: Plain, library: Library, region: str = COUNTRY) -> Rubric:
    """Turn a checked file into a rubric.

    Args:
        plain: The file's data, without errors.
        library: The scales and bands it leans on.
        region: Where it will be used; see `resolve`.

    Returns:
        The rubric with every reference resolved.
    """
    content = resolve(plain, library, region)
    return thaw(content, fingerprint_of(content))


def resolve(plain: Plain, library: Library, region: str = COUNTRY) -> dict[str, Any]:
    """Write every default and shared definition into a file's data.

    Args:
        plain: The file's data, without errors.
        library: The scales and bands it leans on; those written inside the file win.
        region: Where it will be used, such as `CN-53`: of bands by region these count (see
            `bands_for`), unless the file itself says for which region it is. A rubric without
            bands by region is the same everywhere.

    Returns:
        JSON values only; fractions as `n/d` text. Store it with its keys as they are: the
        order of options is the order on screen, though the fingerprint does not see it.
        Scales and bands that nothing uses leave no trace.
    """
    content: dict[str, Any] = {"access": "ordinary", "hidden": False, **plain}
    scoring, library = plain["scoring"], with_inline(plain, library)
    names = _scales_used(plain)
    content["scales"] = {name: library.scales[name] for name in sorted(names)}
    content.pop("bands", None)
    if "bands" in scoring:
        content |= _resolve_bands(plain, library, region)
    if scoring["method"] == "rules":
        content["items"] = [_resolve_rule_item(item) for item in plain["items"]]
        content["outcomes"] = [
            {**outcome, "rules": _star_resolved(outcome["rules"], outcome["items"])}
            for outcome in plain["outcomes"]
        ]
    else:
        content["sections"] = [_resolve_section(one, scoring, library) for one in plain["sections"]]
    if scoring["method"] == "deduction":
        content["scoring"] = {"total": DEDUCTION_TOTAL, **scoring}
    written: dict[str, Any] = in_json(content)
    return written


def fingerprint_of(content: Plain) -> str:
    """Give the digest by which a content is known.

    Args:
        content: Resolved content.

    Returns:
        SHA-256 (hex); the status and the texts in further languages leave no trace in it.
    """
    core = _without_translations({k: v for k, v in content.items() if k != "status"})
    return hashlib.sha256(canonical_json(core).encode()).hexdigest()


def _scales_used(plain: Plain) -> set[str]:
    names: set[str] = {
        item["scale"]
        for section in plain.get("sections", ())
        for item in section["items"]
        if "scale" in item
    }
    if "scale" in plain["scoring"]:
        names.add(plain["scoring"]["scale"])
    if "holistic" in plain:
        names.add(plain["holistic"]["scale"])
    return names


def _resolve_bands(plain: Plain, library: Library, region: str) -> dict[str, Any]:
    named = plain["scoring"]["bands"]
    if isinstance(named, str):
        return {"bands": library.bands[named]}
    mine = plain.get("region", region)
    return {
        "region": mine,
        "bands": library.bands[named[bands_for(mine, named)]],
        "regional_bands": {name: library.bands[name] for name in sorted(set(named.values()))},
    }


def bands_for(region: str, named: Iterable[str]) -> str:
    """Tell under which name of a file the bands of a region stand.

    Args:
        region: Where the rubric is used.
        named: Regions for which the file names bands, and `default`.

    Returns:
        The region itself or the smallest one around it that the file names, so that the bands of
        a province count in its cities; else `default`.
    """
    return nearest_region(region, named) or DEFAULT_BANDS


def _resolve_section(section: Plain, scoring: Plain, library: Library) -> dict[str, Any]:
    defaults: dict[str, Any] = {"assessor": "centre"}
    if scoring["method"] == "deduction":
        defaults["weight"] = section_total(section)
    return {
        **defaults,
        **section,
        "items": [_resolve_item(item, scoring["scale"], library) for item in section["items"]],
    }


def section_total(section: Plain) -> int | Fraction:
    """Add up the weights of a section's items.

    Args:
        section: A plain section of the right shape.

    Returns:
        The sum; a whole number when every weight is written as one.
    """
    total: int | Fraction = sum(item.get("weight", 1) for item in section["items"])
    return total


def _resolve_item(item: Plain, scale: str, library: Library) -> dict[str, Any]:
    resolved: dict[str, Any] = {"scale": scale, "weight": 1, **item}
    if "critical" in item:
        options = library.scales[resolved["scale"]]["options"]
        fails = item.get("critical_fail") or default_fails(options, item["critical"])
        resolved["critical_fail"] = sorted(set(fails) & scored_codes(options))
    if "clock" in item:
        del resolved["clock"]
        resolved["clocks"] = _resolve_clocks(item["clock"], item["basis"])
    return resolved


def default_fails(options: list[Plain], critical: str) -> set[str]:
    """Name the codes that trip a critical item when its file names none.

    Args:
        options: Plain options of its scale.
        critical: `stop` or `gate`.

    Returns:
        The lowest-scored codes; for a red line without "no record".
    """
    scored = [option for option in options if option.get("score") is not None]
    low = min((option["score"] for option in scored), default=None)
    codes = {option["code"] for option in scored if option["score"] == low}
    return codes - {NO_RECORD} if critical == "stop" else codes


def scored_codes(options: list[Plain]) -> set[str]:
    """Name the codes that count; the others never trip a critical item.

    Args:
        options: Plain options of a scale.

    Returns:
        Codes of the options that have a score.
    """
    return {option["code"] for option in options if option.get("score") is not None}


def _resolve_clocks(clock: Plain, basis: str) -> list[dict[str, Any]]:
    defaults = {**CLOCK_DEFAULTS, "end_on": end_on_default(basis)}
    shared = {name: clock[name] for name in _BRANCH_FIELDS if name in clock}
    branches = clock.get("any_of", [clock])
    return [{**defaults, **shared, **branch} for branch in branches]


def end_on_default(basis: str) -> str:
    """Tell where a limit ends when its clock does not say so.

    Args:
        basis: What its item leans on.

    Returns:
        `next_working_day` for a limit of the law, `same_day` for any other.
    """
    return "next_working_day" if basis == "law" else "same_day"


def _resolve_rule_item(item: Plain) -> dict[str, Any]:
    questions = [question["id"] for question in item.get("questions", ())]
    resolved = {**item, "rules": _star_resolved(item["rules"], questions)}
    if "sub_items" in item:
        resolved["sub_items"] = [_resolve_rule_item(part) for part in item["sub_items"]]
    return resolved


def _star_resolved(value: Any, everything: list[str]) -> Any:
    if isinstance(value, Mapping):
        return {
            name: list(everything)
            if name in {"items", "answers"} and entry == "*"
            else _star_resolved(entry, everything)
            for name, entry in value.items()
        }
    if isinstance(value, list):
        return [_star_resolved(entry, everything) for entry in value]
    return value


def in_json(value: Any) -> Any:
    """Write plain data in values that JSON has.

    Args:
        value: Mappings, lists, text, whole numbers, fractions, truth values, None.

    Returns:
        The same with keys as text and fractions as `n/d` text.
    """
    if isinstance(value, Mapping):
        return {str(name): in_json(entry) for name, entry in value.items()}
    if isinstance(value, list):
        return [in_json(entry) for entry in value]
    if isinstance(value, Fraction):
        return str(value)
    return value


def _without_translations(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {
            name: _without_translations(entry)
            for name, entry in value.items()
            if not (name == "en" and isinstance(entry, str))
        }
    if isinstance(value, list):
        return [_without_translations(entry) for entry in value]
    return value
