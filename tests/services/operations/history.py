"""A small inspection history."""

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from qa_app.domain.rubric_check import check_rubric
from qa_app.domain.rubric_freeze import freeze, resolve
from qa_app.domain.text import BilingualText
from qa_app.services.operations.import_history_centres import HistorySource, ImportedCentre
from qa_app.services.standards.publish_rubric import publish_rubric
from tests.builders import LIBRARY, a_file, item, section
from tests.people import NOON, OPERATOR

SOURCE = HistorySource(
    code="inspectorate",
    area_code="inspections",
    area_name=BilingualText("检查", "Inspections"),
    place_code="SCT",
    place_name=BilingualText("苏格兰", "Scotland"),
    place_level="province",
    below_level="district",
)
NORTH = ImportedCentre("10", "North house", "Highland", "care home", date(2003, 4, 1))
SOUTH = ImportedCentre("11", "South house", "Borders", "nursery", None)
NOWHERE = ImportedCentre("12", "Anywhere", "", "nursery", None)


def published(session: Session) -> int:
    plain: dict[str, Any] = a_file(
        section("themes", item("care"), item("staff"), item("place")),
        area="inspections",
        scoring={"method": "lowest", "scale": "maturity4"},
        status="published",
    )
    assert [one for one in check_rubric(plain, LIBRARY) if one.severity == "error"] == []
    rubric = freeze(plain, LIBRARY)
    return publish_rubric(session, OPERATOR, rubric, resolve(plain, LIBRARY), at=NOON).version_id
