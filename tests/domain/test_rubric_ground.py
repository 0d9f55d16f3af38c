from qa_app.domain.rubric_ground import Ground
from tests.builders import LIBRARY, a_file, words


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
