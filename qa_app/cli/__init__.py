"""The `qa` command: one group for each noun, loaded only when it is asked for."""

import os
import sys
from importlib import import_module
from typing import Any

import click
from typing_extensions import override

COMMANDS = {
    "acts": "Hold what is recorded against the journal.",
    "backup": "Copy the running database into an encrypted file.",
    "move": "Carry everything into another database.",
    "restore": "Put a backup back, or try that it can be.",
    "certificate": "Check papers about decisions without a network.",
    "centres": "Add many centres at once.",
    "competencies": "Check and publish competency frameworks.",
    "criteria": "Check criteria of the register.",
    "demo": "Serve a demonstration network.",
    "doctor": "Find what an installation lacks.",
    "guard": "Names that free text is asked about.",
    "holidays": "Local holidays and closing days.",
    "history": "Import inspection histories of other systems.",
    "init": "Make or update the database.",
    "journal": "Check the chain of acts.",
    "keys": "Keys that sign papers, and keys that seal free text.",
    "methods": "Hold the statistics against published cases.",
    "people": "Accounts and their roles.",
    "sample": "Draw samples anew and compare.",
    "scores": "Hold the frozen scores against their entries.",
    "serve": "Serve the product.",
    "supervision": "Take in sessions of the past.",
    "tick": "Do what is due.",
    "totals": "Count the totals anew, or only compare.",
    "standards": "Take laws, standards and procedures into the library.",
    "retention": "What the periods of keeping take next.",
    "rubrics": "Check, score and publish rubric files.",
}
"""Group to its one-line help; each lives in a module of its own name."""


class _LazyGroup(click.Group):
    """Imports a command's module when the command is used, so that each starts fast."""

    @override
    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    @override
    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"qa_app.cli.{cmd_name}").command
        return command

    @override
    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception as fault:
            said = import_module("qa_app.cli.faults").sentence_of(fault)
            if said is None:
                raise
            click.echo(said, err=True)
            sys.exit(1)

    @override
    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(sorted(COMMANDS.items()))


@click.group(cls=_LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Plumbline 准绳: quality assurance of child-protection services."""
    # the database, its journal beside it and every file a command writes are the owner's alone
    os.umask(0o077)
