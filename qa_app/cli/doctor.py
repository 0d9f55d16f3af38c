"""`qa doctor`: what an installation lacks to keep its own rules."""

import click

from qa_app.cli.opening import database, settings
from qa_app.domain.profiles import checks_of
from qa_app.queries.team import people_there, team_now
from qa_app.wording import Words
from qa_app.wording.catalogue import message as _
from qa_app.wording.who_reads import PROFILES, RULES, SAFEGUARDS, way_out

_LANGUAGES = ("zh", "en")
_BROKEN = 1
_HEADS = (_("Rule"), _("People needed"), _("People there"), _("Way out"))
_TEAM = _("Team: %(profile)s; given up: %(relaxed)s")
_NOTHING = _("nothing")


@click.group("doctor")
def command() -> None:
    """Find what an installation lacks."""


@command.command()
@click.option("--language", type=click.Choice([*_LANGUAGES, "both"]), default="both")
def people(language: str) -> None:
    """Name the rules that the registered people cannot keep.

    The exit code is 1 when a rule is neither kept nor given up.
    """
    with database(settings()) as session:
        team, there = team_now(session), people_there(session)
    checks = checks_of(there, team.relaxed)
    for one in _LANGUAGES if language == "both" else (language,):
        words = Words(one)
        relaxed = words.listed(words.say(SAFEGUARDS[name]) for name in sorted(team.relaxed))
        profile = words.say(PROFILES[team.profile])
        click.echo(words.say(_TEAM, profile=profile, relaxed=relaxed or words.say(_NOTHING)))
        click.echo("\t".join(map(words.say, _HEADS)))
        for check in checks:
            said = words.say(RULES[check.rule])
            click.echo(f"{said}\t{check.needed}\t{check.there}\t{way_out(words, check)}")
    if any(not check.is_kept and not check.is_relaxed for check in checks):
        raise SystemExit(_BROKEN)
