"""How many files of each stratum make up a sample."""

from collections.abc import Mapping
from fractions import Fraction
from math import floor

from qa_app.domain.errors import InvalidError


def allocate(sizes: Mapping[str, int], wanted: int, least: int = 1) -> dict[str, int]:
    """Share a sample out over strata in proportion to their sizes.

    Args:
        sizes: Stratum to its number of files, each 1 or more.
        wanted: Files altogether; more than there are means all.
        least: Files of every stratum at least, as far as it has so many.

    Returns:
        Stratum to files, adding up to what is wanted.

    Raises:
        InvalidError: The least of every stratum comes to more than is wanted (`n_too_small`).

    Source: docs/methods/sampling.md; largest remainder.
    """
    population = sum(sizes.values())
    wanted = min(wanted, population)
    floors = {name: min(least, size) for name, size in sizes.items()}
    if sum(floors.values()) > wanted:
        raise InvalidError("n_too_small")
    quotas = {name: Fraction(wanted * size, population) for name, size in sizes.items()}
    shares = {name: floor(quota) for name, quota in quotas.items()}
    by_rest = sorted(sizes, key=lambda name: (shares[name] - quotas[name], -sizes[name], name))
    for name in by_rest[: wanted - sum(shares.values())]:
        shares[name] += 1
    for name in sorted(sizes):
        while shares[name] < floors[name]:
            shares[_richest(shares, floors, quotas)] -= 1
            shares[name] += 1
    return shares


def _richest(
    shares: Mapping[str, int], floors: Mapping[str, int], quotas: Mapping[str, Fraction]
) -> str:
    # the one that got most beyond its due; of equals the larger, then the earlier name
    may_give = [name for name in shares if shares[name] > floors[name]]
    return min(may_give, key=lambda name: (quotas[name] - shares[name], -shares[name], name))
