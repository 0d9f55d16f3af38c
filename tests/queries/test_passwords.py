"""Passwords that leaked elsewhere, looked up in a file of digests.

The digests were made by `printf %s WORDS | sha256sum`.
"""

from hashlib import sha256
from pathlib import Path

import pytest

from qa_app.domain.health import LeaksState
from qa_app.queries import passwords
from qa_app.queries.passwords import is_breached, leak_flaw, leaks_state

LEAKED = {
    "quite another set of words": "aba61954b06f4d28c711524d064eee3f6958bcb990f789eb6902e43754a0c0bd",
    "heron kettle violin moss": "71d853aa1f458d158b732a1bae17d58a102f98f5110343eff6b6606492d617f7",
    "password": "5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8",
    "monkey": "000c285457fc971f862a79b786476c78812c8897063c6fa9c045f579a3b2d63f",
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
    digests = sorted(sha256(one.encode()).hexdigest() for one in words)
    file = written(tmp_path, [f"{one}:{10 ** (n % 9)}" for n, one in enumerate(digests)], "\n")
    assert all(is_breached(file, one) for one in words)
    assert not any(is_breached(file, f"other {n}") for n in range(700))


def test_the_form_that_is_hashed_is_looked_up(tmp_path: Path) -> None:
    # wide letters are typed by some keyboards; both are one password
    assert is_breached(written(tmp_path, [LEAKED["monkey"]], "\n"), "ｍｏｎｋｅｙ")


def test_a_list_that_is_not_whole_or_not_in_order_is_no_list(tmp_path: Path) -> None:
    digests = sorted(sha256(f"word {n}".encode()).hexdigest() for n in range(2_000))
    shuffled = sorted(digests, key=lambda one: one[::-1])
    for lines, state in (
        (digests, LeaksState.GOOD),
        ([one.upper() + ":12" for one in digests], LeaksState.GOOD),
        (digests[::200], LeaksState.GOOD),  # a short list of one's own
        (digests[:200], LeaksState.WRONG),
        (digests[:1_900], LeaksState.WRONG),
        (digests[200:], LeaksState.WRONG),
        ([*digests[:-1], digests[-1][:40]], LeaksState.WRONG),
        (digests[::-1], LeaksState.WRONG),
        (shuffled, LeaksState.WRONG),
        ([*digests[:1_000], "\0" * 30_000, *digests[1_500:]], LeaksState.WRONG),
    ):
        assert leaks_state(written(tmp_path, lines, "\n")) is state


def test_a_list_that_goes_away_between_two_looks_lets_nobody_pass(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = written(tmp_path, [LEAKED["monkey"]], "\n")
    monkeypatch.setattr(passwords, "leaks_state", lambda _: LeaksState.GOOD)
    file.unlink()
    assert leak_flaw(file, "four unrelated words here") == "leaks_unread"


def test_no_file_and_an_empty_one_hold_nothing(tmp_path: Path) -> None:
    assert not is_breached(None, "password")
    assert not is_breached(written(tmp_path, [], "\n"), "password")


@pytest.mark.parametrize(
    ("content", "state"),
    [
        ("aba61954b06f4d28c711524d064eee3f6958bcb990f789eb6902e43754a0c0bd\n", LeaksState.GOOD),
        ("ABA61954B06F4D28C711524D064EEE3F6958BCB990F789EB6902E43754A0C0BD:3\r\n", LeaksState.GOOD),
        (None, LeaksState.AWAY),
        ("", LeaksState.WRONG),
        ("monkey\n", LeaksState.WRONG),
        ("aba61954b06f4d28c711524d064eee3f6958bcb9\n", LeaksState.WRONG),
        ("aba61954b06f4d28c711524d064eee3f6958bcb990f789eb6902e43754a0c0bd0\n", LeaksState.WRONG),
        (
            "\ufeffaba61954b06f4d28c711524d064eee3f6958bcb990f789eb6902e43754a0c0bd\n",
            LeaksState.WRONG,
        ),
    ],
)
def test_a_list_that_cannot_be_asked_lets_nobody_pass_and_says_so(
    tmp_path: Path, content: str | None, state: LeaksState
) -> None:
    file = tmp_path / "digests.txt"
    if content is not None:
        file.write_text(content, "utf-8")
    assert leaks_state(file) is state
    said = None if state is LeaksState.GOOD else "leaks_unread"
    assert leak_flaw(file, "four unrelated words here") == said
    if state is LeaksState.GOOD:
        assert leak_flaw(file, "quite another set of words") == "breached"
    assert (leaks_state(None), leak_flaw(None, "password")) == (LeaksState.NOT_NAMED, None)
