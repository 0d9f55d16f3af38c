"""The lock files name everything, for every Python that the product runs on, and no address."""

import re
import tomllib
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, requires

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.conftest import ROOT

PYTHONS = ("3.11", "3.12", "3.13")
PINNED = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)( ; [^\\]+)?", re.MULTILINE)
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
RUNNING = [
    *PROJECT["project"]["dependencies"],
    *PROJECT["project"]["optional-dependencies"]["postgres"],
]
WANTED = {
    "requirements.txt": RUNNING,
    "requirements-dev.txt": [*RUNNING, *PROJECT["dependency-groups"]["dev"]],
}
LOCKS = sorted(WANTED)


def locked(text: str) -> dict[str, str]:
    return {canonicalize_name(name): version for name, version, _ in PINNED.findall(text)}


def lacking(asked: list[str], versions: dict[str, str], python: str) -> Iterator[str]:
    """What the lock lacks of the named packages and of all that they need in turn."""
    waiting = [(Requirement(text), "") for text in asked]
    seen: set[tuple[str, str]] = set()
    while waiting:
        wanted, extra = waiting.pop()
        surroundings = {
            "python_version": python,
            "python_full_version": f"{python}.0",
            "extra": extra,
        }
        name = canonicalize_name(wanted.name)
        if wanted.marker is not None and not wanted.marker.evaluate(surroundings):
            continue
        if name not in versions:
            yield f"{name} is not locked"
            continue
        if not wanted.specifier.contains(versions[name], prereleases=True):
            yield f"{wanted} is locked as {versions[name]}"
        for one in ("", *sorted(wanted.extras)):
            if (name, one) not in seen:
                seen.add((name, one))
                waiting += [(Requirement(text), one) for text in needs_of(name)]


def needs_of(name: str) -> list[str]:
    try:
        return requires(name) or []
    except PackageNotFoundError:  # locked for another system or another Python than this one
        return []


@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_names_all_that_is_needed(name: str, python: str) -> None:
    versions = locked((ROOT / name).read_text("utf-8"))
    assert list(lacking(WANTED[name], versions, python)) == []


@pytest.mark.parametrize("name", LOCKS)
def test_every_package_has_its_hashes_and_none_an_address(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    assert not re.search(r"https?:|file:|--(?:extra-)?index|--find-links", text)
    entries = [part for part in re.split(r"^(?=[A-Za-z0-9])", text, flags=re.MULTILINE) if part]
    pins = [part for part in entries if PINNED.match(part)]
    assert len(pins) == len(locked(text))
    assert [part.split()[0] for part in pins if "--hash=sha256:" not in part] == []


def test_what_runs_is_locked_alike_for_work_on_it() -> None:
    running, working = (locked((ROOT / name).read_text("utf-8")) for name in reversed(LOCKS))
    assert running.items() <= working.items()


def test_a_package_that_is_not_locked_is_named() -> None:
    versions = locked((ROOT / "requirements.txt").read_text("utf-8"))
    told = list(lacking(["flask>=3", "pandas>=2"], versions, "3.11"))
    assert told == ["pandas is not locked"]


def test_a_package_locked_too_old_and_a_need_of_a_need_are_named() -> None:
    versions = locked((ROOT / "requirements.txt").read_text("utf-8"))
    del versions["werkzeug"]
    told = list(lacking(["flask>=99"], versions, "3.11"))
    assert told == [f"flask>=99 is locked as {versions['flask']}", "werkzeug is not locked"]
