"""`qa doctor`: what is at fault with an installation, and what it lacks to keep its own rules."""

from collections.abc import Sequence
from pathlib import Path

import click

from qa_app import clock
from qa_app.cli.opening import database, operator, settings
from qa_app.config import Settings
from qa_app.config_database import link_to
from qa_app.domain.defaults import SUPERVISED_MOST
from qa_app.domain.health import (
    Finding,
    Part,
    State,
    https_finding,
    is_ready,
    leaks_finding,
    link_finding,
)
from qa_app.domain.profiles import checks_of
from qa_app.domain.supervision_agreements import Load, load_of
from qa_app.paths import resource
from qa_app.queries.agreement_lists import WorkerLine, count_unsupervised, unsupervised
from qa_app.queries.data_folder import rights_finding, room_finding
from qa_app.queries.health import daily_findings, needed_findings
from qa_app.queries.opening import opened
from qa_app.queries.passwords import leaks_state
from qa_app.queries.supervisor_lists import SupervisorLine, supervisors_within
from qa_app.queries.team import people_there, team_now
from qa_app.wording import Words
from qa_app.wording.catalogue import message as _
from qa_app.wording.health import PARTS, found_and_mend
from qa_app.wording.who_reads import PROFILES, RULES, SAFEGUARDS, way_out

_LANGUAGES = ("zh", "en")
_BROKEN = 1
_HEADS = (_("Rule"), _("People needed"), _("People there"), _("Way out"))
_TEAM = _("Team: %(profile)s; given up: %(relaxed)s")
_NOTHING = _("nothing")
_NOBODY = _("%(person)s at %(centre)s has no supervision agreement")
_LEFT = _("%(person)s at %(centre)s: the supervisor %(supervisor)s has left")
_ABOVE = _("%(name)s supervises %(count)s people, more than %(most)s")
_STATES = {
    State.GOOD: _("good"),
    State.NOT_USED: _("not used"),
    State.WARNING: _("look at it"),
    State.FAULT: _("fault"),
}
_language = click.option(
    "--language",
    type=click.Choice([*_LANGUAGES, "both"]),
    default="both",
    help="Language of what is told; both where none is named.",
)


@click.group("doctor", invoke_without_command=True)
@_language
@click.pass_context
def command(context: click.Context, language: str) -> None:
    """Name each fault of the installation and what mends it.

    The exit code is 1 when a part is at fault; what is only to be looked at leaves it at 0.
    """
    if context.invoked_subcommand is not None:
        return
    found = _found(settings())
    for one in _LANGUAGES if language == "both" else (language,):
        words = Words(one)
        for finding in found:
            said, mend = found_and_mend(words, finding)
            state, part = words.say(_STATES[finding.state]), words.say(PARTS[finding.part])
            click.echo(f"{state}\t{part}\t{said}\t{mend}".rstrip())
    if any(one.state is State.FAULT for one in found):
        raise SystemExit(_BROKEN)


def _found(chosen: Settings) -> tuple[Finding, ...]:
    now = clock.now()
    here = (
        room_finding(chosen.data_dir),
        rights_finding(chosen.data_dir),
        https_finding(is_production=chosen.is_production, is_https=chosen.is_https),
        link_finding(link_to(chosen.database_url)),
        leaks_finding(leaks_state(chosen.breached_passwords)),
    )
    if _is_file_missing(chosen):
        # looked for before it is opened: to open it would make an empty one
        return Finding(Part.MIGRATIONS, State.FAULT, "migrations_pending"), *here
    with opened(chosen.database_url, chosen.field_key) as session:
        needed = needed_findings(session, resource("migrations"), now)
        today = clock.today(chosen.timezone)
        daily = daily_findings(session, now, today) if is_ready(needed) else ()
    return *needed, *here, *daily


def _is_file_missing(chosen: Settings) -> bool:
    scheme, _sign, path = chosen.database_url.partition(":///")
    return scheme == "sqlite" and not Path(path).exists()


@command.command()
@_language
def people(language: str) -> None:
    """Name the rules that the registered people cannot keep, and who lacks a supervisor.

    Practitioners without an agreement of supervision are named, and supervisors with more people
    than the ceiling. The exit code is 1 when a rule is neither kept nor given up.
    """
    chosen = settings()
    with database(chosen) as session:
        team, there = team_now(session), people_there(session)
        system, today = operator(), clock.today(chosen.timezone)
        count = count_unsupervised(session, system, today)
        nobody = unsupervised(session, system, today, max(1, count))
        lines = supervisors_within(session, system, today)
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
        _tell_of_supervision(words, nobody, lines)
    if any(not check.is_kept and not check.is_relaxed for check in checks):
        raise SystemExit(_BROKEN)


def _tell_of_supervision(
    words: Words, nobody: Sequence[WorkerLine], lines: Sequence[SupervisorLine]
) -> None:
    for one in nobody:
        centre = words.text(one.centre)
        said = _LEFT if one.agreement_id else _NOBODY
        click.echo(words.say(said, person=one.code, centre=centre, supervisor=one.supervisor))
    for line in lines:
        if load_of(line.count) is not Load.WITHIN:
            values = {"name": line.name, "count": line.count, "most": SUPERVISED_MOST}
            click.echo(words.say(_ABOVE, **values))
