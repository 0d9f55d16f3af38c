"""Counted readings without their audits: what pages of totals are tested with."""

from itertools import count
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from qa_app.domain.rubric import Rubric
from qa_app.domain.rubric_check import check_rubric
from qa_app.domain.rubric_freeze import freeze, resolve
from qa_app.domain.scoring import score_audit
from qa_app.domain.signing import counted_parts, frozen_score
from qa_app.domain.totals import CountedReading
from qa_app.models.places import CentreRow
from qa_app.models.rubric_drafts import ItemComparabilityRow
from qa_app.models.totals import count_readings
from qa_app.services.standards.publish_rubric import publish_rubric
from tests.builders import CHINA_2026, LIBRARY, a_case, a_file, item, section, words
from tests.people import NOON, OPERATOR

JAN = 2026 * 12  # January 2026
_numbers = count(1)


def two_sections() -> tuple[dict[str, Any], dict[str, Any]]:
    return section("A", item("A1"), item("A2")), section("B", item("B1"))


def published(session: Session, version: str = "1.0.0", **fields: Any) -> int:
    """Publish a rubric of two sections, A and B; give its version's id."""
    if version != "1.0.0":  # a next version says something else
        fields = {"note": words(version), **fields}
    plain = a_file(*two_sections(), version=version, status="published", **fields)
    assert [one for one in check_rubric(plain, LIBRARY) if one.severity == "error"] == []
    rubric = freeze(plain, LIBRARY)
    return publish_rubric(session, OPERATOR, rubric, resolve(plain, LIBRARY), at=NOON).version_id


def read_as(**codes: str) -> dict[str, Any]:
    """Give what a file of two sections counts as by its answers, as fields of `a_reading`."""
    return _read(freeze(a_file(*two_sections()), LIBRARY), codes)


TAKEN_OFF = {"method": "deduction", "total": 100}
"""How points are taken off `hundred`."""


def hundred() -> tuple[dict[str, Any], dict[str, Any]]:
    """Two sections of 80 and 20 points."""
    first = section("A", item("A1", weight=60), item("A2", weight=20), weight=80)
    return first, section("B", item("B1", weight=20), weight=20)


def read_off(**codes: str) -> dict[str, Any]:
    """Give what a file of `hundred` counts as, of which points are taken off."""
    return _read(freeze(a_file(*hundred(), scoring=TAKEN_OFF), LIBRARY), codes)


def _read(rubric: Rubric, codes: dict[str, str]) -> dict[str, Any]:
    score = score_audit(rubric, a_case(rubric, answers=codes), CHINA_2026, explained=True)
    frozen = frozen_score(rubric, score, NOON.date())
    return {
        "codes": codes,
        "score_millionths": frozen.score_millionths,
        "band_position": frozen.band_position,
        "sections": frozen.sections,
        "losses": counted_parts(rubric, frozen.explanation).losses,
    }


def publish_next(
    session: Session, *sections: dict[str, Any], version: str = "2.0.0", **fields: Any
) -> int:
    """Publish a version with other sections; give its id."""
    plain = a_file(*sections, version=version, status="published", note=words(version), **fields)
    rubric, content = freeze(plain, LIBRARY), resolve(plain, LIBRARY)
    return publish_rubric(session, OPERATOR, rubric, content, at=NOON).version_id


def declare(session: Session, version: int, base: int, **kinds: str) -> None:
    """Say how the items of a version stand to those of another, as publishing a draft does."""
    rows = [
        {"version_id": version, "base_version_id": base, "item_code": code, "kind": kind}
        for code, kind in kinds.items()
    ]
    session.execute(insert(ItemComparabilityRow), [row | {"reason": ""} for row in rows])
    session.commit()


def a_reading(
    session: Session, centre_id: int, version_id: int, month: int = JAN, **fields: Any
) -> CountedReading:
    path = session.execute(
        select(CentreRow.place_path).where(CentreRow.id == centre_id)
    ).scalar_one()
    plain = {
        "area_code": "social_work",
        "sample_type": "random",
        "score_millionths": 850_000,
        "band_position": 2,
        "stop_count": 0,
        "gate_count": 0,
        "sections": {"A": 900_000, "B": 800_000},
        "codes": {"A1": "met", "A2": "met", "B1": "partly"},
        "is_final": True,
    } | fields
    return CountedReading(
        next(_numbers), centre_id, path, version_id, plain.pop("area_code"), month=month, **plain
    )


def count_in(
    session: Session,
    centre_id: int,
    version_id: int,
    month: int = JAN,
    times: int = 5,
    **fields: Any,
) -> None:
    """Count some like readings in every total that shows them."""
    readings = [a_reading(session, centre_id, version_id, month, **fields) for _ in range(times)]
    count_readings(session, readings)
    session.commit()
