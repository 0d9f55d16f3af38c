"""Answer scales and grade bands: their shape and whether they hold together."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from qa_app.domain.problems import Findings, Path
from qa_app.domain.shapes import code, list_of, number, one_of, shape, text, whole, words

Plain = Mapping[str, Any]


def score(findings: Findings, value: Any, path: Path) -> None:
    """Check the position of an answer in its scale.

    Args:
        findings: Where faults go.
        value: What stands in the file: an exact number, or None for "not scored".
        path: Where.
    """
    if value is not None:
        number()(findings, value, path)


OPTION = shape(
    "code",
    code=code,
    score=score,
    rank=whole(1),
    key=words,
    en=words,
    zh=words,
    means=text,
)
SCALE = shape(
    "kind options",
    kind=one_of("points", "holistic"),
    auto=one_of("clock", "frequency"),
    options=list_of(OPTION, at_least=1),
)
BAND = shape("code from", code=code, from_=number(Fraction(0), Fraction(100)), en=words, zh=words)
BANDS = list_of(BAND, at_least=1)


def check_definitions(findings: Findings, plain: Plain) -> None:
    """Check every scale and every list of bands that a file defines.

    Args:
        findings: Where faults go.
        plain: A file whose `scales` and `bands`, when it has them, are of the right shape.
    """
    for name, scale in plain.get("scales", {}).items():
        path: Path = ("scales", name, "options")
        declared_once(findings, [option["code"] for option in scale["options"]], path, "code")
        needed = "score" if scale["kind"] == "points" else "rank"
        for position, option in enumerate(scale["options"]):
            if needed not in option:
                findings.error("missing_field", (*path, position), field=needed)
    for name, bands in plain.get("bands", {}).items():
        _check_bands(findings, bands, ("bands", name))


def _check_bands(findings: Findings, bands: list[Plain], path: Path) -> None:
    starts = [band["from"] for band in bands]
    if starts != sorted(starts, reverse=True) or len(set(starts)) < len(starts):
        findings.error("out_of_order", path)
    if starts[-1] != 0:
        findings.error("lowest_band_not_zero", (*path, len(bands) - 1))
    declared_once(findings, [band["code"] for band in bands], path, "code")


def declared_once(findings: Findings, codes: list[Any], path: Path, field: str) -> None:
    """Report codes that a list gives twice.

    Args:
        findings: Where faults go.
        codes: The codes in order.
        path: Where the list stands.
        field: Field of an entry that holds the code.
    """
    for position, entry in enumerate(codes):
        if entry in codes[:position]:
            findings.error("declared_twice", (*path, position, field), name=entry)
