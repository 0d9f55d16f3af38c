from sqlalchemy.orm import Session

from qa_app.queries.rubric_standing import (
    item_codes,
    item_codes_used,
    standing_version,
    version_content,
)
from tests.builders import item, section
from tests.sessions import a_scene, publish


def test_the_highest_number_stands(session: Session) -> None:
    a_scene(session)
    lower = publish(session, id="r", version="1.9.0", area="legal_aid")
    highest = publish(session, id="r", version="1.10.0", area="legal_aid")
    standing = standing_version(session, "r")
    assert standing is not None
    assert (standing.version_id, standing.version, standing.code) == (highest, "1.10.0", "r")
    assert standing_version(session, "none") is None
    other = version_content(session, lower)
    assert other is not None
    assert other.content["version"] == "1.9.0"
    assert version_content(session, 10**9) is None


def test_a_code_counts_as_used_in_any_version(session: Session) -> None:
    a_scene(session)
    publish(session, id="r", sections=[section("A", item("A1"), item("A2"))], area="legal_aid")
    publish(session, id="r", version="2.0.0", sections=[section("A", item("A1"))], area="legal_aid")
    assert item_codes_used(session, "r") == {"A1", "A2"}
    assert item_codes_used(session, "none") == frozenset()
    assert item_codes({"items": [{"id": "1"}, {"id": "2"}]}) == ("1", "2")
