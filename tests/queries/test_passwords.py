"""Passwords that leaked elsewhere, looked up in a file of digests.

The digests were made by `printf %s WORDS | sha1sum`; that of `password` stands in FIPS 180 tests of
many libraries as well.
"""

from hashlib import sha1
from pathlib import Path

import pytest

from qa_app.queries.passwords import is_breached

LEAKED = {
    "quite another set of words": "b095a54baeb75a7ddfbe0f0cfe6337d951f70b47",
    "heron kettle violin moss": "9a3f32cdd2f576d37a5a082a82c8537bf0865707",
    "password": "5baa61e4c9b93f3f0682250b6cf8331b7ee68fd8",
    "monkey": "ab87d24bdc7452e55738deb5f868e1f16dea5ace",
}


def written(folder: Path, lines: list[str], end: str) -> Path:
    file = folder / "digests.txt"
    file.write_bytes(end.join(lines).encode())
    return file


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("form", ["{}", "{}:1", "{}:47205862"])
@pytest.mark.parametrize("is_upper", [False, True])
def test_each_line_is_found_and_nothing_else(
    tmp_path: Path, end: str, form: str, *, is_upper: bool
) -> None:
    lines = sorted(form.format(one.upper() if is_upper else one) for one in LEAKED.values())
    for tail in ("", end):
        file = written(tmp_path, [*lines[:-1], lines[-1] + tail], end)
        assert all(is_breached(file, one) for one in LEAKED)
        for other in ("passwore", "Password", "password ", "four unrelated words here", ""):
            assert not is_breached(file, other)


def test_lines_of_uneven_length_hide_nothing(tmp_path: Path) -> None:
    words = [f"word {n}" for n in range(700)]
    digests = sorted(sha1(one.encode(), usedforsecurity=False).hexdigest() for one in words)
    file = written(tmp_path, [f"{one}:{10 ** (n % 9)}" for n, one in enumerate(digests)], "\n")
    assert all(is_breached(file, one) for one in words)
    assert not any(is_breached(file, f"other {n}") for n in range(700))


def test_the_form_that_is_hashed_is_looked_up(tmp_path: Path) -> None:
    # wide letters are typed by some keyboards; both are one password
    assert is_breached(written(tmp_path, [LEAKED["monkey"]], "\n"), "ｍｏｎｋｅｙ")


def test_no_file_and_an_empty_one_hold_nothing(tmp_path: Path) -> None:
    assert not is_breached(None, "password")
    assert not is_breached(written(tmp_path, [], "\n"), "password")


def test_a_file_that_went_away_lets_nobody_pass(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        is_breached(tmp_path / "nowhere", "password")
