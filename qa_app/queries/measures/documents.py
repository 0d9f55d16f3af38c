"""Measures of papers that centres hold."""

from fractions import Fraction

from sqlalchemy.orm import Session

from qa_app.domain.centre_register import PAPERS_OF_SANCTIONS, holds, latest, weighs, weighs_until
from qa_app.domain.month_grid import months_on
from qa_app.domain.rules.measurement import Measurement
from qa_app.domain.rules.records import Record, record_of
from qa_app.domain.rules.tree import Leaf
from qa_app.queries.centre_papers import (
    HeldPaper,
    HeldSanction,
    areas_of,
    papers_of,
    sanctions_of,
)
from qa_app.queries.measures.ground import Measure, Measured, MeasureGround

_YEAR = 12


def documents_valid(session: Session, ground: MeasureGround, leaf: Leaf) -> Measured:
    """Measure whether a centre holds every paper that a criterion names.

    Args:
        session: A database session.
        ground: Which centres, as of when.
        leaf: The test: `docs`, kinds of papers, and `months` within which a paper that is
            reviewed was looked through and a yearly one was issued (12 without it).

    Returns:
        By centre and area: 1 when the paper of each kind that was issued last holds on the day,
        was accepted where that is asked, and (where registration or a practice licence is among
        them) no penalty was imposed and no case was open within the months; else 0. A centre of
        which no paper was ever recorded is missing.

    Source: criteria E01, E23, E24.
    """
    kinds = tuple(leaf.params["docs"])
    months = int(leaf.params.get("months", _YEAR))
    papers = ground.once("papers", lambda: papers_of(session, ground.within, ground.known_at))
    is_weighed = PAPERS_OF_SANCTIONS & set(kinds)
    sanctions = sanctions_of(session, ground.within, ground.known_at) if is_weighed else {}
    areas = ground.once("areas", lambda: areas_of(session, ground.within))
    found: dict[tuple[int, str], Measurement] = {}
    for centre, held in papers.items():
        # what was issued later was not there
        there = [one for one in held if one.paper.issued_on <= ground.as_of]
        against = [
            one for one in sanctions.get(centre, ()) if weighs(one.sanction, ground.as_of, months)
        ]
        for area in areas.get(centre, ()):
            chosen = [_latest(there, kind, area) for kind in kinds]
            lacking = tuple(
                kind
                for kind, one in zip(kinds, chosen, strict=True)
                if one is None or not holds(one.paper, ground.as_of, months)
            )
            good = len(kinds) - len(lacking)
            is_all = not lacking and not against
            found[centre, area] = Measurement(
                value=Fraction(int(is_all)),
                n=len(kinds),
                count=good,
                first_day=months_on(ground.as_of, -months),
                last_day=ground.as_of,
                records=_records(chosen, against) if ground.has_records else (),
                lacking=(*lacking, *sorted({one.sanction.kind for one in against})),
                not_before=max(
                    (weighs_until(one.sanction, ground.as_of, months) for one in against),
                    default=None,
                ),
            )
    return found


def _latest(held: list[HeldPaper], kind: str, area: str) -> HeldPaper | None:
    paper = latest((one.paper for one in held), kind, area)
    return next((one for one in held if one.paper is paper), None)


def _records(chosen: list[HeldPaper | None], against: list[HeldSanction]) -> tuple[Record, ...]:
    papers = [_paper_record(one) for one in chosen if one is not None]
    sanctions = [
        record_of(
            "centre_sanction",
            one.id,
            one.sanction.kind,
            one.number,
            one.sanction.begun_on,
            one.sanction.closed_on,
        )
        for one in against
    ]
    every = {(one.kind, int(one.key)): one for one in (*papers, *sanctions)}
    return tuple(every[key] for key in sorted(every))


def _paper_record(one: HeldPaper) -> Record:
    paper = one.paper
    return record_of(
        "centre_document",
        one.id,
        paper.kind,
        paper.area,
        one.number,
        paper.issued_on,
        paper.valid_until,
        paper.reviewed_on,
        paper.outcome,
        one.digest,
    )


MEASURES: dict[str, Measure] = {"centre_document_valid": documents_valid}
"""Metric to what measures it."""
