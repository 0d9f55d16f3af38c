"""The content of a version back to the plain data of a file that would give the same content."""

import re
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from qa_app.domain.defaults import DEDUCTION_TOTAL
from qa_app.domain.rubric_freeze import (
    CLOCK_DEFAULTS,
    CLOCK_FIELDS,
    default_fails,
    end_on_default,
    in_json,
    scored_codes,
    section_total,
)
from qa_app.domain.rubric_library import Library

Plain = Mapping[str, Any]
_STARRED = ("items", "answers")
_DEFAULTS = {"access": "ordinary", "hidden": False}
_FREE = ("narrative", "aggregate")
_RATIO = re.compile(r"-?\d{1,12}/\d{1,13}", re.ASCII)


def unfreeze(content: Plain, library: Library | None = None) -> dict[str, Any]:
    """Write a version's content as the data of a file.

    Args:
        content: What `rubric_freeze.resolve` gave, straight or read back from JSON.
        library: Shared scales and bands; those that the content agrees with are only named.
            None = every scale and band is written into the file.

    Returns:
        Plain data, numbers exact, without what `resolve` fills in by itself: resolving it
        with the same library gives the same content, and with it the same fingerprint.
    """
    shared = library or Library()
    plain = {
        name: _decimals(entry) if name in _FREE else entry
        for name, entry in content.items()
        if name not in _DEFAULTS or _DEFAULTS[name] != entry
    }
    plain["scoring"] = _scoring(content["scoring"])
    scales = {name: _scale(scale) for name, scale in content["scales"].items()}
    _put(plain, "scales", _unshared(scales, shared.scales))
    _put(plain, "bands", _unshared(_named_bands(content), shared.bands))
    plain.pop("regional_bands", None)
    if content["scoring"]["method"] == "rules":
        plain["items"] = [_rule_item(item) for item in content["items"]]
        plain["outcomes"] = [
            {**outcome, "rules": _starred(outcome["rules"], outcome["items"])}
            for outcome in content["outcomes"]
        ]
    else:
        plain["sections"] = [
            _section(section, content["scoring"], scales) for section in content["sections"]
        ]
    return plain


def _put(plain: dict[str, Any], name: str, definitions: dict[str, Any]) -> None:
    plain.pop(name, None)
    if definitions:
        plain[name] = definitions


def _unshared(mine: dict[str, Any], shared: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: definition
        for name, definition in mine.items()
        if name not in shared or in_json(shared[name]) != in_json(definition)
    }


def _named_bands(content: Plain) -> dict[str, Any]:
    named = content["scoring"].get("bands")
    if named is None:
        return {}
    bands = {named: content["bands"]} if isinstance(named, str) else content["regional_bands"]
    return {name: [_numbers(band, "from") for band in steps] for name, steps in bands.items()}


def _numbers(plain: Plain, *names: str) -> dict[str, Any]:
    # numbers that were written down as text become numbers again
    return {name: _number(entry) if name in names else entry for name, entry in plain.items()}


def _number(value: Any) -> Any:
    # only a number that was no whole number in the file stands as text in the content
    return Fraction(value) if isinstance(value, str) else value


def _decimals(value: Any) -> Any:
    # parts without fields of their own: what reads back to the same text may be a number
    if isinstance(value, Mapping):
        return {name: _decimals(entry) for name, entry in value.items()}
    if isinstance(value, list):
        return [_decimals(entry) for entry in value]
    if isinstance(value, str) and _RATIO.fullmatch(value) and not value.endswith("/0"):
        ratio = Fraction(value)
        return ratio if str(ratio) == value else value
    return value


def _scale(scale: Plain) -> dict[str, Any]:
    return {**scale, "options": [_numbers(option, "score") for option in scale["options"]]}


def _scoring(scoring: Plain) -> dict[str, Any]:
    plain = _numbers(scoring, "min_applicable", "total")
    if scoring.get("total") == DEDUCTION_TOTAL:
        del plain["total"]
    return plain


def _section(section: Plain, scoring: Plain, scales: Mapping[str, Plain]) -> dict[str, Any]:
    plain = _numbers(section, "weight")
    if plain["assessor"] == "centre":
        del plain["assessor"]
    plain["items"] = [_item(item, scoring["scale"], scales) for item in section["items"]]
    is_sum = scoring["method"] == "deduction" and (
        in_json(section_total(plain)) == section["weight"]
    )
    if is_sum:
        del plain["weight"]
    return plain


def _item(item: Plain, scale: str, scales: Mapping[str, Plain]) -> dict[str, Any]:
    plain = _numbers(item, "weight")
    if item["weight"] == 1:
        del plain["weight"]
    if item["scale"] == scale:
        del plain["scale"]
    if "share" in item:
        plain["share"] = _numbers(item["share"], "met", "partly")
    if "frequency" in item:
        plain["frequency"] = _numbers(item["frequency"], "minimum")
    if "critical" in item:
        _set_fails(plain, list(scales[item["scale"]]["options"]))
    if "clocks" in item:
        plain["clock"] = _clock(plain.pop("clocks"), item["basis"])
    return plain


def _set_fails(plain: dict[str, Any], options: list[Plain]) -> None:
    fails, scored = plain.pop("critical_fail"), scored_codes(options)
    if fails != sorted(default_fails(options, plain["critical"]) & scored):
        # nothing but codes without a score was named: it takes one to say so again
        unscored = (option["code"] for option in options if option["code"] not in scored)
        plain["critical_fail"] = fails or [next(unscored)]


def _clock(branches: list[Plain], basis: str) -> dict[str, Any]:
    defaults = {**CLOCK_DEFAULTS, "end_on": end_on_default(basis)}
    lean = [
        {name: branch[name] for name in CLOCK_FIELDS if branch.get(name) != defaults.get(name)}
        for branch in branches
    ]
    return lean[0] if len(lean) == 1 else {"any_of": lean}


def _rule_item(item: Plain) -> dict[str, Any]:
    questions = [question["id"] for question in item.get("questions", ())]
    plain = {**item, "rules": _starred(item["rules"], questions)}
    if "sub_items" in item:
        plain["sub_items"] = [_rule_item(part) for part in item["sub_items"]]
    return plain


def _starred(value: Any, everything: Iterable[str]) -> Any:
    names = list(everything)
    if isinstance(value, Mapping):
        return {
            name: "*"
            if name in _STARRED and len(names) > 1 and entry == names
            else _starred(entry, names)
            for name, entry in value.items()
        }
    if isinstance(value, list):
        return [_starred(entry, names) for entry in value]
    return value
