"""Areas that stand otherwise than when they were decided on, by the criteria of that decision."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from qa_app.domain.criteria_list import changed_since
from qa_app.domain.criteria_versions import file_of
from qa_app.domain.text import BilingualText
from qa_app.models.criteria_versions import CriteriaVersionRow
from qa_app.models.places import CentreRow
from qa_app.queries.evaluations import Asking, EvaluatedArea, evaluate_areas
from qa_app.queries.evidence_snapshots import Snapshot, last_decided

Place = tuple[int, str]
"""A centre and the code of one of its areas."""


@dataclass(frozen=True, slots=True)
class SinceDecided:
    """An area that was decided on, held anew against the criteria of that decision.

    Attributes:
        set: Name of the set of criteria.
        version: Version of the criteria.
        is_shown: True when the area is shown by the same set and version.
        codes: Criteria that stand otherwise now, in the order of the set.
    """

    set: BilingualText
    version: str
    is_shown: bool
    codes: tuple[str, ...]


def since_decided(
    session: Session,
    within: ColumnElement[bool],
    shown: Iterable[tuple[Asking, EvaluatedArea]],
) -> Mapping[Place, SinceDecided]:
    """Hold areas against the set and version by which they were decided on last.

    Another set, or another version of the same one, asks something else: what it says differs from
    the evidence of the decision although nothing happened since.

    Args:
        session: A database session.
        within: Condition on `CentreRow`; what is shown stands within.
        shown: Areas as they are shown, all as of one day and as known by one instant.

    Returns:
        Those of them that were decided on by evidence of no later day. An area is evaluated once
        more only where it is shown by other criteria than those of its decision; the number of
        queries grows with the number of such sets, not with that of areas.
    """
    by_place = {(one.centre_id, one.evaluation.subject.area): (by, one) for by, one in shown}
    if not by_place:
        return {}
    asking = next(iter(by_place.values()))[0]
    decided = last_decided(session, within, asking.as_of)
    anew: dict[tuple[int, str], list[Place]] = defaultdict(list)
    since: dict[Place, SinceDecided] = {}
    for place in by_place.keys() & decided.keys():
        (by, area), before = by_place[place], decided[place]
        if (*by.version[:2], by.set.code) == (*before.version, before.set_code):
            since[place] = _since(by, area, before, is_shown=True)
        else:
            anew[before.version_id, before.set_code].append(place)
    for (version_id, set_code), places in anew.items():
        by_then = _asking(session, asking, version_id, set_code)
        centres = CentreRow.id.in_({centre_id for centre_id, _area in places})
        for area in evaluate_areas(session, centres, by_then):
            place = area.centre_id, area.evaluation.subject.area
            if place in places:
                since[place] = _since(by_then, area, decided[place], is_shown=False)
    return since


def _asking(session: Session, asking: Asking, version_id: int, set_code: str) -> Asking:
    row = session.get_one(CriteriaVersionRow, version_id)
    file = file_of(row.content)
    own = next(one for one in file.sets if one.code == set_code)
    return replace(asking, file=file, set=own, version=(row.code, row.version, row.fingerprint))


def _since(by: Asking, area: EvaluatedArea, before: Snapshot, *, is_shown: bool) -> SinceDecided:
    codes = changed_since(area.evaluation.judged, before.plain)
    return SinceDecided(by.set.name, by.version[1], is_shown, codes)
