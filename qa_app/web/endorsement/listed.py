"""Areas of centres as the list of criteria tells them: what changed first."""

from dataclasses import dataclass, replace

from qa_app.domain.criteria import Criterion
from qa_app.domain.criteria_list import is_missing, told_of, worst
from qa_app.domain.people import Actor
from qa_app.domain.permissions import reach_over_others
from qa_app.domain.rules.evaluation import Judged
from qa_app.domain.verdicts import Verdict
from qa_app.extensions import database
from qa_app.queries.changed_areas import SinceDecided, since_decided
from qa_app.queries.criteria_versions import SetInForce
from qa_app.queries.endorsement import criteria_within, works_within
from qa_app.queries.evaluations import EvaluatedArea
from qa_app.web.endorsement.reading import Chosen
from qa_app.web.evaluated import (
    Looking,
    Seen,
    apart_in,
    asking_on,
    closed_within,
    evaluated_within,
    seen_on,
    sets_of,
)
from qa_app.web.settings import local_today


@dataclass(frozen=True, slots=True)
class Listed:
    """One area of one centre and how it stands.

    Attributes:
        set: The set that it is held against.
        area: The area with its evaluation.
        seen: How much of it its reader is shown.
        since: How it stands by the criteria of its last decision; None where nobody decided on it
            by evidence up to the day that is shown.
    """

    set: SetInForce
    area: EvaluatedArea
    seen: Seen
    since: SinceDecided | None

    @property
    def is_changed(self) -> bool:
        """True when a criterion stands otherwise than in the evidence of the last decision."""
        return self.since is not None and bool(self.since.codes)

    @property
    def told(self) -> tuple[Judged, ...]:
        """Criteria that are collected and speak of the centre."""
        return told_of(self.area.evaluation.judged)

    @property
    def worst(self) -> Verdict | None:
        """How the area stands as a whole; None where nothing is told."""
        return worst(one.standing.verdict for one in self.told)

    @property
    def judged(self) -> tuple[tuple[Judged, Criterion], ...]:
        """Every criterion that is collected, with its words."""
        own = zip(self.area.evaluation.judged, self.area.criteria, strict=True)
        return tuple((one, criterion) for one, criterion in own if not is_missing(one))


def listed_areas(actor: Actor, chosen: Chosen) -> tuple[Listed, ...]:
    """Hold what is asked for against its set, by the evaluation that a centre's page shows.

    Args:
        actor: Who asks.
        chosen: What is asked for.

    Returns:
        Areas of which a criterion changed since they were decided on, then the others; in each by
        place, centre and area, and never by rank.
    """
    within = criteria_within(database(), actor, chosen.as_of, chosen.bounds)
    looking = Looking(
        chosen.known, chosen.set_code, chosen.as_of, local_today(), chosen.is_case_level
    )
    found = evaluated_within(within, chosen.places, looking, chosen.bounds.area)
    shown = [
        (asking_on(one, chosen.as_of, looking.today, is_case_level=chosen.is_case_level), area)
        for one, areas in found
        for area in areas
    ]
    since = since_decided(database(), within, shown)
    files, own = reach_over_others(actor), works_within(actor)
    closed = closed_within(within, chosen.as_of)
    listed = []
    apart: dict[tuple[str, str, str], frozenset[str]] = {}
    for one, areas in found:
        for area in areas:
            evaluation = area.evaluation
            is_case_level = files.covers(area.centre_id, area.place_path)
            is_closed = own.covers(area.centre_id, area.place_path)
            is_closed |= (area.centre_id, evaluation.subject.area) in closed
            seen = replace(seen_on(chosen.as_of, is_case_level=is_case_level), is_closed=is_closed)
            key = area.place_path, evaluation.subject.area, evaluation.subject.kind
            if not is_case_level:
                if key not in apart:
                    apart[key] = apart_in(sets_of(chosen.known, key[0]).values(), *key[1:])
                seen = replace(seen, apart=apart[key])
            place = area.centre_id, evaluation.subject.area
            listed.append(Listed(one, area, seen, since.get(place)))
    return tuple(sorted(listed, key=lambda one: not one.is_changed))
