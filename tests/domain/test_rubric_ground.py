import pytest

from qa_app.domain.part_forms import field_for
from qa_app.domain.problems import Severity
from qa_app.domain.rubric_ground import Ground
from tests.builders import LIBRARY, a_file, item, section, words


def test_a_draft_is_checked_in_the_required_language_only() -> None:
    plain = a_file(title={"zh": "只有中文"})
    assert Ground(LIBRARY).faults(plain) == 0
    assert Ground(LIBRARY, "en").faults(plain) == 1
    assert [one.code for one in Ground(LIBRARY, "en").problems(plain)] == ["text_missing"]


def test_warnings_are_no_faults() -> None:
    plain = a_file(facts=[{"id": "never", "type": "bool", **words("never")}])
    assert [one.code for one in Ground(LIBRARY).problems(plain)] == ["never_used"]
    assert Ground(LIBRARY).faults(plain) == 0


def test_what_is_resolved_is_published_unless_it_is_a_reference() -> None:
    ground = Ground(LIBRARY)
    assert ground.content(a_file())["status"] == "published"
    assert ground.content(a_file(status="reference"))["status"] == "reference"


@pytest.mark.parametrize(
    ("measure", "codes"),
    [
        ({"met": ">=0.9"}, ["taken_as_share"]),
        ({"met": "<=6", "partly": "<=8"}, ["taken_as_number"]),
        ({"met": ">=1"}, ["taken_as_number"]),
        ({"met": ">=0.9", "unit": "share"}, []),
        ({"met": "<=0.5", "unit": "number"}, []),
        ({"met": ">=90", "unit": "share"}, ["share_threshold"]),
        ({"met": "often"}, ["not_a_threshold"]),
        ({"met": ">=0.9", "unit": "per cent"}, ["not_one_of"]),
    ],
)
def test_whoever_writes_a_measure_is_asked_what_it_is(measure, codes: list[str]) -> None:
    plain = a_file(section("A", item("A1", measure={"name": "kept", **measure})))
    found = Ground(LIBRARY).problems(plain)
    assert [one.code for one in found] == codes
    if codes and codes[0].startswith("taken"):
        assert found[0].severity is Severity.WARNING
        assert field_for(found[0]) == "measure.unit"


def test_a_draft_of_any_shape_is_asked_nothing_more() -> None:
    for sections in (3, [3], [{"items": 3}], [{"items": [{"measure": 3}]}], [{"items": [3]}]):
        plain = a_file() | {"sections": sections}
        codes = {one.code for one in Ground(LIBRARY).problems(plain)}
        assert not codes & {"taken_as_share", "taken_as_number"}
    for plain in ([1], 1, None, "x"):
        assert [one.code for one in Ground(LIBRARY).problems(plain)] == ["not_a_mapping"]
