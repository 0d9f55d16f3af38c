"""What may be chosen when a round is planned."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.bars import Judged
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission
from qa_app.domain.supervision import UNIT_CASE_FILE
from qa_app.domain.text import BilingualText
from qa_app.models.places import AreaRow, CentreAreaRow, CentreRow, PlaceRow
from qa_app.models.rubrics import RubricVersionRow
from qa_app.queries.bars import tied
from qa_app.queries.reach import centres_within, open_on
from qa_app.queries.readers import capacities
from qa_app.queries.rubric_places import CountingPlace, counting_places, counts_at
from qa_app.queries.staff import StaffLine, staff_at_any


@dataclass(frozen=True, slots=True)
class RoundCentreChoice:
    """A centre that may be chosen.

    Attributes:
        id: The centre.
        name: Its name.
        areas: Codes of its areas.
        place_id: The place in which it lies, of the lowest level.
        place: Name of that place.
    """

    id: int
    name: BilingualText
    areas: tuple[str, ...]
    place_id: int
    place: BilingualText


@dataclass(frozen=True, slots=True)
class RoundRubricChoice:
    """A rubric that may be chosen.

    Attributes:
        id: Its newest version in force.
        title: Its title.
        area: Code of its area.
        area_name: Name of its area.
        place: The place at whose centres alone it counts; None where it counts everywhere.
        centres: Those centres of it that may be chosen; empty where it counts everywhere.
    """

    id: int
    title: BilingualText
    area: str
    area_name: BilingualText
    place: BilingualText | None = None
    centres: tuple[int, ...] = ()

    def counts(self, centre: int) -> bool:
        """Tell whether it counts at a centre, whose areas are not asked.

        Args:
            centre: A centre that may be chosen.

        Returns:
            True when it counts everywhere or there.
        """
        return self.place is None or centre in self.centres


@dataclass(frozen=True, slots=True)
class ReadTwice:
    """Centres that a round reads by more than one rubric of one area.

    Attributes:
        area: Code of the area.
        rubrics: The rubrics, by id, with their titles, as they are offered.
        centres: The centres, by id, with their names.
    """

    area: str
    rubrics: dict[int, BilingualText]
    centres: dict[int, BilingualText]


@dataclass(frozen=True, slots=True)
class RoundOptions:
    """What there is to choose from.

    Attributes:
        centres: Open centres where the actor may plan rounds.
        rubrics: Rubrics of case files that fit, and count at, one of them.
        readers: Who may read at one of them.
        reader_areas: Reader to the codes of the areas they read in; empty = every one.
        barred: Reader to the centres at which something keeps them from every file, by code;
            who is free everywhere is not listed.
        owners: Who may plan rounds at one of them.
        moderators: Who may decide where readers differ at one of them.
    """

    centres: tuple[RoundCentreChoice, ...]
    rubrics: tuple[RoundRubricChoice, ...]
    readers: tuple[StaffLine, ...]
    reader_areas: dict[int, tuple[str, ...]]
    barred: dict[int, tuple[int, ...]]
    owners: tuple[StaffLine, ...]
    moderators: tuple[StaffLine, ...]

    def fitting(self, rubrics: Collection[int]) -> tuple[RoundCentreChoice, ...]:
        """Give the centres that rubrics are for.

        Args:
            rubrics: The rubrics chosen.

        Returns:
            The centres that one of them reads, or all while none is chosen.
        """
        chosen = [one for one in self.rubrics if one.id in rubrics]
        if not chosen:
            return self.centres
        return tuple(
            centre
            for centre in self.centres
            if any(one.area in centre.areas and one.counts(centre.id) for one in chosen)
        )

    def read_twice(
        self, centres: Collection[int], rubrics: Collection[int]
    ) -> tuple[ReadTwice, ...]:
        """Tell which centres a choice reads by more than one rubric of one area.

        Args:
            centres: The centres chosen.
            rubrics: The rubrics chosen.

        Returns:
            One for each area and group of rubrics that meet at the same centres, in the order
            in which rubrics are offered; empty where each centre has one rubric an area at most.
        """
        found: dict[tuple[RoundRubricChoice, ...], dict[int, BilingualText]] = {}
        chosen = [one for one in self.rubrics if one.id in rubrics]
        for area in dict.fromkeys(one.area for one in chosen):
            for centre in self.centres:
                if centre.id not in centres or area not in centre.areas:
                    continue
                meet = tuple(one for one in chosen if one.area == area and one.counts(centre.id))
                if len(meet) > 1:
                    found.setdefault(meet, {})[centre.id] = centre.name
        return tuple(
            ReadTwice(meet[0].area, {one.id: one.title for one in meet}, names)
            for meet, names in found.items()
        )


def round_options(
    session: Session, actor: Actor, on: date, also: tuple[int, ...] = ()
) -> RoundOptions:
    """Gather what may be chosen for a round.

    Args:
        session: A database session.
        actor: Who plans.
        on: The present; retired rubrics and closed centres are left out.
        also: Versions of rubrics that are chosen already and stay on offer.

    Returns:
        The choices.
    """
    centres = session.execute(
        select(
            CentreRow.id,
            CentreRow.name_zh,
            CentreRow.name_en,
            CentreRow.place_path,
            CentreRow.place_id,
            PlaceRow.name_zh.label("place_zh"),
            PlaceRow.name_en.label("place_en"),
        )
        .join(PlaceRow, PlaceRow.id == CentreRow.place_id)
        .where(
            centres_within(actor, Permission.ROUND_PLAN),
            CentreRow.source == "",
            open_on(on),
        )
        .order_by(CentreRow.code)
    ).all()
    places = [(row.id, row.place_path) for row in centres]
    areas = _areas(session, [row.id for row in centres])
    readers = staff_at_any(session, Permission.AUDIT_SCORE, places)
    said = capacities(session, [one.id for one in readers])
    return RoundOptions(
        centres=tuple(
            RoundCentreChoice(
                row.id,
                BilingualText(row.name_zh, row.name_en),
                tuple(areas.get(row.id, ())),
                row.place_id,
                BilingualText(row.place_zh, row.place_en),
            )
            for row in centres
        ),
        rubrics=_rubrics(session, places, areas, on, also),
        readers=readers,
        reader_areas={one.id: said[one.id][1] for one in readers},
        barred=_barred(session, readers, [row.id for row in centres], on),
        owners=staff_at_any(session, Permission.ROUND_PLAN, places),
        moderators=staff_at_any(session, Permission.MODERATE_DECIDE, places),
    )


def _barred(
    session: Session, readers: Collection[StaffLine], centres: Collection[int], on: date
) -> dict[int, tuple[int, ...]]:
    people = tied(session, {one.id for one in readers})
    found: dict[int, tuple[int, ...]] = {}
    for account, who in people.items():
        kept_out = tuple(
            one for one in centres if who.bars(Judged(one, None, on, is_for_endorsement=False))
        )
        if kept_out:
            found[account] = kept_out
    return found


def _areas(session: Session, centres: list[int]) -> dict[int, list[str]]:
    rows = session.execute(
        select(CentreAreaRow.centre_id, CentreAreaRow.area_code)
        .where(CentreAreaRow.centre_id.in_(centres))
        .order_by(CentreAreaRow.area_code)
    )
    found: dict[int, list[str]] = {}
    for row in rows:
        found.setdefault(row.centre_id, []).append(row.area_code)
    return found


def _rubrics(
    session: Session,
    centres: Sequence[tuple[int, str]],
    areas: Mapping[int, Collection[str]],
    on: date,
    also: tuple[int, ...],
) -> tuple[RoundRubricChoice, ...]:
    rows = session.execute(
        select(RubricVersionRow, AreaRow.name_zh, AreaRow.name_en)
        .join(AreaRow, AreaRow.code == RubricVersionRow.area_code)
        .where(
            RubricVersionRow.kind == UNIT_CASE_FILE,
            RubricVersionRow.is_hidden.is_(False),
            RubricVersionRow.area_code.in_({code for all_ in areas.values() for code in all_}),
            RubricVersionRow.status.in_(("published", "retired")),
        )
        .order_by(AreaRow.position, RubricVersionRow.rubric_code, RubricVersionRow.in_force_from)
    ).all()
    # of each rubric the newest version that is in force, else the first one to come
    newest: dict[str, int] = {}
    for row in rows:
        version = row[0]
        if version.status == "published" and (
            version.in_force_from <= on or version.rubric_code not in newest
        ):
            newest[version.rubric_code] = version.id
    offered = {*newest.values(), *also}
    places = counting_places(session, offered)
    choices = []
    for row in rows:
        version, place = row[0], places.get(row[0].id)
        fit = [
            one
            for one, path in centres
            if version.area_code in areas.get(one, ()) and counts_at(places, version.id, path)
        ]
        if version.id in offered and (fit or version.id in also):
            choices.append(_choice(row, place, fit))
    return tuple(choices)


def _choice(row: Any, place: CountingPlace | None, fit: list[int]) -> RoundRubricChoice:
    return RoundRubricChoice(
        row[0].id,
        BilingualText(row[0].title_zh, row[0].title_en),
        row[0].area_code,
        BilingualText(row.name_zh, row.name_en),
        None if place is None else place.name,
        () if place is None else tuple(fit),
    )
