"""What of a place is left when the centres that are told are taken off: never too few files."""

from collections.abc import Iterable, Mapping

from qa_app.domain.defaults import FILES_PER_POINT, SHARE_DENOMINATOR
from qa_app.domain.report_facts import CentreFacts
from qa_app.domain.rubric import Rubric
from qa_app.domain.standing import WHOLE_CENTRE_KINDS
from qa_app.domain.statistics.disclosure import is_told


def versions_given_away(
    centres: Iterable[CentreFacts], months: range, rubrics: Mapping[int, Rubric]
) -> frozenset[int]:
    """Find the versions of which the sums of a place would tell a small number.

    A centre is told by itself from `FILES_PER_POINT` files for a mean and from
    `SHARE_DENOMINATOR` for a share. The others are what is left of the place.

    Args:
        centres: The centres of the place, with their files.
        months: The span for which they are told.
        rubrics: Versions by id; of one whose review covers a whole centre each is told.

    Returns:
        Those of which what is left is too few for a mean or a share, and not nothing.

    Source: docs/methods/disclosure.md, "sums".
    """
    left: dict[int, list[int]] = {}
    for centre in centres:
        counts: dict[int, list[int]] = {}
        for one in centre.sums:
            if one.month in months:
                count = counts.setdefault(one.version_id, [0, 0, 0])
                parts = (one.scored_count, sum(one.bands), one.file_count)
                counts[one.version_id] = [old + new for old, new in zip(count, parts, strict=True)]
        for version, count in counts.items():
            rest = left.setdefault(version, [0, 0, 0])
            for at, (number, least) in enumerate(zip(count, _LEAST, strict=True)):
                rest[at] += number if number < least else 0
    return frozenset(
        version
        for version, rest in left.items()
        if rubrics[version].kind not in WHOLE_CENTRE_KINDS
        and not all(is_told(number, least) for number, least in zip(rest, _LEAST, strict=True))
    )


_LEAST = (FILES_PER_POINT, SHARE_DENOMINATOR, SHARE_DENOMINATOR)
