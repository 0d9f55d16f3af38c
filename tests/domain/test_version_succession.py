import pytest

from qa_app.domain.errors import InvalidError
from qa_app.domain.rubric_diff import compare
from qa_app.domain.rubric_freeze import resolve
from qa_app.domain.version_succession import check_succession
from tests.builders import LIBRARY, a_file, item, section, words


def content(*codes, **fields):
    return resolve(a_file(section("A", *map(item, codes)), **fields), LIBRARY)


@pytest.mark.parametrize(
    ("version", "after", "code"),
    [
        ("1.0.5", content("A1", note=words("new")), "version_not_higher"),
        ("1.1.0", content("A1", note=words("new")), "version_not_higher"),
        ("1.2.0-rc.1", content("A1"), "nothing_changed"),
        ("1.2.0", content("A1", "A2"), "code_reused"),
        ("1.2.0", content("A1", "A3"), None),
        ("1.10.0", content("A1", note=words("new")), None),
    ],
)
def test_what_may_follow(version, after, code):
    diff, used = compare(content("A1"), after), frozenset({"A1", "A2"})
    if code is None:
        check_succession(version, "1.1.0", diff, used)
        return
    with pytest.raises(InvalidError) as told:
        check_succession(version, "1.1.0", diff, used)
    assert told.value.code == code
