"""Whether bands, caps and deductions of a rubric hold together."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from qa_app.domain.condition_check import check_case_facts, check_condition
from qa_app.domain.defaults import DEDUCTION_TOTAL
from qa_app.domain.problems import Findings, Path
from qa_app.domain.rounding import display
from qa_app.domain.rubric_freeze import DEFAULT_BANDS, section_total
from qa_app.domain.rubric_library import Library
from qa_app.domain.rubric_names import Names

Plain = Mapping[str, Any]
_BANDED = ("weighted_sections", "deduction")
_DIGITS = 3


def check_scoring(findings: Findings, names: Names, plain: Plain, library: Library) -> None:
    """Check how a rubric of the right shape makes a result of its items.

    Args:
        findings: Where faults go.
        names: What the file declares, its items included.
        plain: The file's data; a rubric with sections.
        library: Scales and bands, those of the file itself included.
    """
    for check in REFERENCE_CHECKS:
        check(findings, names, plain, library)
    if plain["scoring"]["method"] == "deduction":
        _check_total(findings, plain)


def band_codes(plain: Plain, library: Library) -> list[str]:
    """Name the bands that a rubric has, in every region the same.

    Args:
        plain: The file's data.
        library: Bands, those of the file itself included.

    Returns:
        Codes, best first; empty without bands or when they are not known.
    """
    named = plain["scoring"].get("bands", "")
    name = named if isinstance(named, str) else named.get(DEFAULT_BANDS, "")
    return [band["code"] for band in library.bands.get(name, ())]


def _check_named(findings: Findings, _names: Names, plain: Plain, library: Library) -> None:
    scoring = plain["scoring"]
    if scoring["scale"] not in library.scales:
        findings.error("unknown_scale", ("scoring", "scale"), name=scoring["scale"])
    if scoring["method"] == "weighted_sections" and "bands" not in scoring:
        findings.error("missing_field", ("scoring",), field="bands")


def _check_judgement(findings: Findings, _names: Names, plain: Plain, library: Library) -> None:
    if plain.get("holistic") is not None:
        _check_holistic(findings, plain["holistic"], library, band_codes(plain, library))


def _check_holistic(
    findings: Findings, holistic: Plain, library: Library, bands: Sequence[str]
) -> None:
    scale = library.scales.get(holistic["scale"])
    if scale is None or scale.get("kind") != "holistic":
        findings.error("unknown_scale", ("holistic", "scale"), name=holistic["scale"])
        return
    codes = {str(option["code"]) for option in scale["options"]}
    if "differ_by" in holistic and bands and "map" not in holistic and not codes <= set(bands):
        findings.error("missing_field", ("holistic",), field="map")
    for band in holistic.get("map", {}):
        if band not in bands:
            findings.error("unknown_band", ("holistic", "map", band), name=band)
    for band, mapped in holistic.get("map", {}).items():
        for position, code in enumerate(mapped):
            if str(code) not in codes:
                findings.error(
                    "unknown_option",
                    ("holistic", "map", band, position),
                    name=code,
                    scale=holistic["scale"],
                )


def _check_bands(findings: Findings, _names: Names, plain: Plain, library: Library) -> None:
    named = plain["scoring"].get("bands")
    path: Path = ("scoring", "bands")
    if not isinstance(named, Mapping):
        if named is not None and named not in library.bands:
            findings.error("unknown_bands", path, name=named)
        return
    if DEFAULT_BANDS not in named:
        findings.error("missing_field", path, field=DEFAULT_BANDS)
    codes = band_codes(plain, library)
    for region, name in named.items():
        if name not in library.bands:
            findings.error("unknown_bands", (*path, region), name=name)
        elif codes and [band["code"] for band in library.bands[name]] != codes:
            findings.error("bands_differ", (*path, region), name=name, codes=", ".join(codes))


def _check_caps(findings: Findings, names: Names, plain: Plain, library: Library) -> None:
    scoring = plain["scoring"]
    if "caps" not in scoring:
        return
    if scoring["method"] not in _BANDED:
        findings.error("only_with_bands", ("scoring", "caps"), field="caps")
        return
    codes = band_codes(plain, library)
    per_case = {item["id"] for item in _items(plain) if item.get("per_case")}
    for position, cap in enumerate(scoring["caps"]):
        path: Path = ("scoring", "caps", position)
        check_condition(findings, names, cap["when"], (*path, "when"))
        check_case_facts(findings, names, cap["when"], (*path, "when"))
        _check_cause(findings, cap["when"], per_case, (*path, "when"))
        if codes and cap["at_most"] not in codes:
            findings.error("unknown_band", (*path, "at_most"), name=cap["at_most"])


def _check_cause(findings: Findings, when: Any, per_case: set[str], path: Path) -> None:
    # a band is only kept down by an item that can be named to the reader
    named = list(_answers(when, path))
    if not named:
        findings.error("cap_without_item", path)
    for at, code in named:
        if code in per_case:
            findings.error("cap_per_case", at, name=code)


def _answers(value: Any, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(value, Mapping):
        for name, entry in value.items():
            if name == "answer" and isinstance(entry, str):
                yield (*path, name), entry
            else:
                yield from _answers(entry, (*path, name))
    elif isinstance(value, list):
        for position, entry in enumerate(value):
            yield from _answers(entry, (*path, position))


def _items(plain: Plain) -> Iterator[Plain]:
    for section in plain["sections"]:
        yield from section["items"]


def _check_total(findings: Findings, plain: Plain) -> None:
    for position, section in enumerate(plain["sections"]):
        own = section_total(section)
        if section.get("weight", own) != own:
            at = ("sections", position, "weight")
            findings.error(
                "section_weight_differs", at, value=_said(section["weight"]), sum=_said(own)
            )
    total = plain["scoring"].get("total", DEDUCTION_TOTAL)
    found = sum(section_total(section) for section in plain["sections"])
    if found != total:
        place: Path = ("scoring", "total") if "total" in plain["scoring"] else ("scoring",)
        findings.error("weights_do_not_add_up", place, sum=_said(found), total=_said(total))


def _said(number: int | Fraction) -> str:
    return f"{number.numerator}" if number.denominator == 1 else display(Fraction(number), _DIGITS)


REFERENCE_CHECKS = (_check_named, _check_judgement, _check_bands, _check_caps)
"""Each tells of names in the scoring that lead nowhere, whatever the others find."""
