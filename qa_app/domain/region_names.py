"""Regions of grade bands by the names of places."""

import re
from collections.abc import Iterable, Mapping

_COUNTRY = "CN"
_OFFICIAL = re.compile(r"\d{6}", re.ASCII)
_REST = re.compile(r"(00)+$", re.ASCII)
_WITHIN_COUNTRY = re.compile(r"-.+")
_WITHIN_REGION = re.compile(r"(\d\d)+", re.ASCII)
_ENDS = ("自治区", "自治州", "自治县", "省", "市", "区", "县", "州")
_SHORT_LEAST = 2
_REGION = re.compile(r"(\d\d){1,3}", re.ASCII)
_OFFICIAL_LENGTH = 6
Regions = Mapping[str, tuple[str, ...]]
"""Code of a region to its names."""


def regions_of(places: Iterable[tuple[str, tuple[str, ...]]]) -> dict[str, tuple[str, ...]]:
    """Give the regions that places are.

    Args:
        places: Official code of six digits and names; those with other codes are no regions.

    Returns:
        Code such as `CN-53` for a province, `CN-5301` for a city, `CN-530102` for a district,
        to the names.
    """
    return {
        f"{_COUNTRY}-{_REST.sub('', code)}": names
        for code, names in places
        if _OFFICIAL.fullmatch(code)
    }


def official_code(region: str) -> str | None:
    """Give the official code of the place that a region is.

    Args:
        region: Code of a region, such as `CN-5301`.

    Returns:
        Six digits, such as `530100`; None for the whole country and for what is no region.
    """
    digits = region.removeprefix(f"{_COUNTRY}-")
    if digits == region or not _REGION.fullmatch(digits):
        return None
    return digits.ljust(_OFFICIAL_LENGTH, "0")


def nearest_region(region: str, given: Iterable[str]) -> str | None:
    """Find what counts in a region among what is given for regions.

    Args:
        region: Code of the region, such as `CN-5301`.
        given: Codes for which something is given.

    Returns:
        The region itself, else the smallest one around it, such as `CN-53` and then `CN`; None
        when nothing is given for any of them.
    """
    around = [one for one in given if _holds(one, region)]
    return max(around, key=len, default=None)


def _holds(outer: str, inner: str) -> bool:
    rest = inner.removeprefix(outer) if inner.startswith(outer) else None
    is_within = _WITHIN_COUNTRY if "-" not in outer else _WITHIN_REGION
    return rest is not None and (not rest or bool(is_within.fullmatch(rest)))


def region_from(typed: str, regions: Regions) -> str:
    """Read a region that a person typed.

    Args:
        typed: A code, an official code of a place, or a name with or without its kind, such as
            `云南`.
        regions: Regions with their names.

    Returns:
        The region's code; what was typed when it is no name, or the name of several.
    """
    text = typed.strip()
    if text in regions:
        return text
    if _OFFICIAL.fullmatch(text):
        return f"{_COUNTRY}-{_REST.sub('', text)}"
    whole = [code for code, names in regions.items() if text.casefold() in map(str.casefold, names)]
    short = [code for code, names in regions.items() if text in map(_short, names)]
    found = whole or short
    return found[0] if len(found) == 1 else typed


def _short(name: str) -> str:
    for end in _ENDS:
        if name.endswith(end) and len(name) - len(end) >= _SHORT_LEAST:
            return name.removesuffix(end)
    return name


def region_name(code: str, regions: Regions) -> str:
    """Name a region.

    Args:
        code: Its code.
        regions: Regions with their names, that of the page's language first.

    Returns:
        A name that leads back to it; the code itself without one.
    """
    names = (one for one in regions.get(code, ()) if region_from(one, regions) == code)
    return next(names, code)
