from fractions import Fraction

from qa_app.domain.criteria_versions import content_of, file_of, fingerprint_of
from qa_app.domain.rubric import Threshold
from tests.criteria_drafts import the_file


def test_a_version_is_read_back_as_it_was_with_exact_numbers() -> None:
    file = file_of(content_of(the_file()))
    assert [one.code for one in file.sets] == ["candidate", "provisional", "full"]
    met = next(one for one in file.sets[2].criteria if one.code == "E03").met
    assert met == Threshold(">=", Fraction(4, 5))
    assert file.decision.rows[0].status == "suspended"


def test_the_fingerprint_covers_everything_but_the_status() -> None:
    one = fingerprint_of(content_of(the_file()))
    assert fingerprint_of(content_of(the_file(status="published"))) == one
    assert fingerprint_of(content_of(the_file(note={"zh": "别的"}))) != one
    assert len(one) == 64
