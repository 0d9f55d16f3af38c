"""What final reviews say of every area of some centres, whoever asks."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from operator import add

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from qa_app.domain.criteria_period import Period
from qa_app.domain.defaults import FILES_PER_POINT
from qa_app.domain.endorsement import NO_EVIDENCE, Evidence, HalfYear
from qa_app.domain.item_pairs import pairs_of
from qa_app.domain.reliability import NO_RELIABILITY
from qa_app.domain.rubric import Item, Rubric
from qa_app.domain.rubric_limits import Responsible
from qa_app.domain.text import BilingualText
from qa_app.queries.centre_areas import centre_areas
from qa_app.queries.endorsement_actions import actions_of, said_by
from qa_app.queries.endorsement_totals import (
    Answers,
    Sum,
    answers_of,
    codes_of,
    half_sums,
    rubrics_of,
    sums_of,
    tagged_items,
)
from qa_app.queries.known_actions import known_actions
from qa_app.queries.known_readings import known_totals
from qa_app.queries.reliability import reliability_by_area


@dataclass(frozen=True, slots=True)
class AreaEvidence:
    """One area of one centre with what reviews say of it, whoever asks.

    Attributes:
        centre_id: The centre.
        code: Its code.
        name: Its name.
        kind: Kind of organisation.
        place_path: Path of the place it stands in.
        place_name: Name of that place.
        area_code: The area.
        area_name: Its name.
        has_sealed: True when sealed readings are among the evidence.
        evidence: What final results of random and census samples say.
    """

    centre_id: int
    code: str
    name: BilingualText
    kind: str
    place_path: str
    place_name: BilingualText
    area_code: str
    area_name: BilingualText
    has_sealed: bool
    evidence: Evidence


def evidence_within(
    session: Session,
    period: Period,
    within: ColumnElement[bool],
    tags: Collection[str],
    *,
    known_at: datetime | None = None,
    named_at: datetime | None = None,
) -> tuple[AreaEvidence, ...]:
    """Gather the evidence of every area of some centres; the number of queries does not grow.

    Args:
        session: A database session.
        period: Which months are counted.
        within: Condition on `CentreRow`.
        tags: Tags of items whose answers are counted.
        known_at: Only what was known then, from records; None for the present, from totals.
        named_at: Name the actions and pairs of readings that are counted, as they stood then; None
            to leave them out.

    Returns:
        By code of the place, code of the centre and position of the area.
    """
    rows = session.execute(centre_areas(within, "")).all()
    if known_at is None:
        halves = half_sums(session, period, within)
        rubrics = rubrics_of(session, {version for _, version, _ in halves})
        items = tagged_items(rubrics.values(), tags)
        codes = codes_of(session, period, within, rubrics, items)
    else:
        halves, codes, rubrics = known_totals(session, period, within, known_at, tags)
    actions_at, is_named = known_at or named_at, named_at is not None
    actions = (
        actions_of(session, period, within, rubrics)
        if actions_at is None
        else known_actions(session, period, within, rubrics, actions_at, has_records=is_named)
    )
    sums, answers = sums_of(halves, rubrics), answers_of(codes, rubrics)
    named = {row.area_code for row in rows} if is_named else ()
    reliable = reliability_by_area(session, period, known_at, named=named)
    found = []
    for row in rows:
        own = {
            version: one
            for version, one in sums.get(row.id, {}).items()
            if rubrics[version].area == row.area_code and (one.file_count or one.halves)
        }
        kept, has_sealed = _without_few_sealed(own, rubrics)
        evidence = replace(
            _evidence(kept, rubrics, answers.get(row.id, {}), tags),
            reliability=reliable.get(row.area_code, NO_RELIABILITY),
            actions=said_by(
                actions.get(row.id, {}), row.area_code, kept, _tagged(kept, rubrics, tags), period
            ),
        )
        found.append(
            AreaEvidence(
                centre_id=row.id,
                code=row.code,
                name=BilingualText(row.name_zh, row.name_en),
                kind=row.kind,
                place_path=row.place_path,
                place_name=BilingualText(row.place_zh, row.place_en),
                area_code=row.area_code,
                area_name=BilingualText(row.area_zh, row.area_en),
                has_sealed=has_sealed,
                evidence=evidence,
            )
        )
    return tuple(found)


def _without_few_sealed(
    sums: Mapping[int, Sum], rubrics: Mapping[int, Rubric]
) -> tuple[dict[int, Sum], bool]:
    sealed = {version for version in sums if rubrics[version].access == "sealed"}
    if sum(sums[version].file_count for version in sealed) >= FILES_PER_POINT:
        return dict(sums), True
    return {version: one for version, one in sums.items() if version not in sealed}, False


def _evidence(
    sums: Mapping[int, Sum],
    rubrics: Mapping[int, Rubric],
    answers: Answers,
    tags: Collection[str],
) -> Evidence:
    if not sums:
        return NO_EVIDENCE
    read = [version for version, one in sums.items() if one.file_count]
    return Evidence(
        file_count=sum(one.file_count for one in sums.values()),
        banded_count=sum(one.banded_count for one in sums.values()),
        lowest_band_count=sum(one.lowest_band_count for one in sums.values()),
        stop_count=sum(one.stop_count for one in sums.values()),
        # rows are numbered as versions are published, each with a higher number than all before
        halves=_halves(
            (rubrics[version].version, half)
            for version, one in sorted(sums.items())
            for half in one.halves
        ),
        tags={
            tag: pairs_of(
                [a for version in read for a in answers.get(version, ()) if _is_asked(a[0], tag)],
                has_item=any(
                    _is_asked(item, tag)
                    for version in read
                    for item in rubrics[version].items.values()
                ),
            )
            for tag in tags
        },
    )


def _is_asked(item: Item, tag: str) -> bool:
    # an item whose limits are all somebody else's tells nothing of the centre
    is_foreign = item.clocks and all(
        one.responsible is not Responsible.CENTRE for one in item.clocks
    )
    return tag in item.tags and not is_foreign


def _tagged(
    versions: Iterable[int], rubrics: Mapping[int, Rubric], tags: Iterable[str]
) -> dict[str, set[str]]:
    items = [item for version in versions for item in rubrics[version].items.values()]
    return {tag: {item.code for item in items if _is_asked(item, tag)} for tag in tags}


def _halves(halves: Iterable[tuple[str, HalfYear]]) -> tuple[HalfYear, ...]:
    # versions of one rubric read in the same half-year are one round
    joined: dict[tuple[str, int], tuple[int, ...]] = {}
    versions: dict[tuple[str, int], list[tuple[str, int]]] = defaultdict(list)
    for version, half in halves:
        versions[half.rubric, half.half].append((version, half.file_count))
        numbers = (
            half.file_count,
            half.score_sum,
            half.square_sum,
            half.banded_count,
            half.upper_count,
        )
        before = joined.get((half.rubric, half.half), (0,) * len(numbers))
        joined[half.rubric, half.half] = tuple(map(add, before, numbers))
    return tuple(
        HalfYear(rubric, half, *numbers, versions=tuple(versions[rubric, half]))
        for (rubric, half), numbers in sorted(joined.items())
    )
