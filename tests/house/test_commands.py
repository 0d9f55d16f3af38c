"""Every command of `qa` explains itself, in its help and in a guide."""

import re
from collections.abc import Iterator

import click

from qa_app.cli import COMMANDS, main
from tests.conftest import ROOT

GUIDES = (
    ROOT / "README.md",
    ROOT / "rubrics" / "README.md",
    ROOT / "docs" / "case_lists.md",
    ROOT / "docs" / "operating.md",
    *sorted((ROOT / "docs" / "operating").glob("*.md")),
)


def commands(one: click.Command, name: str) -> Iterator[tuple[str, click.Command]]:
    """Walk along a command and those below it; of a group only one that also acts by itself."""
    if not isinstance(one, click.Group) or one.invoke_without_command:
        yield name, one
    if isinstance(one, click.Group):
        context = click.Context(one)
        for below in one.list_commands(context):
            found = one.get_command(context, below)
            assert found is not None, below
            yield from commands(found, f"{name} {below}")


def unnamed(names: list[str], guides: str) -> list[str]:
    text = " ".join(guides.split())
    return [name for name in names if not re.search(rf"\b{re.escape(name)}(?![\w-])", text)]


def test_a_guide_names_every_command() -> None:
    names = [name for name, _ in commands(main, "qa")]
    assert {"qa serve", "qa keys rotate", "qa keys list", "qa journal head"} <= set(names)
    guides = "\n".join(guide.read_text("utf-8") for guide in GUIDES)
    assert unnamed(names, guides) == []


def test_a_longer_name_names_no_shorter_one() -> None:
    names = ["qa keys rotate", "qa keys rotate-field", "qa keys list"]
    assert unnamed(names, "run `qa keys\nrotate-field`, never `qa keys lists`") == [
        "qa keys rotate",
        "qa keys list",
    ]


def test_every_command_and_every_option_has_help() -> None:
    assert all(COMMANDS.values())
    silent = [
        f"{name} {option}"
        for name, one in commands(main, "qa")
        for option in (
            "" if one.help else "(itself)",
            *(p.opts[0] for p in one.params if isinstance(p, click.Option) and not p.help),
        )
        if option
    ]
    assert silent == []
