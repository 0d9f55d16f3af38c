"""`qa history import`: a source's inspection history, streamed, restartable, compared."""

import json
import resource as process
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from fractions import Fraction
from itertools import islice
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click

from qa_app import clock
from qa_app.cli.opening import database, operator, settings, stop
from qa_app.domain.errors import RefusedError
from qa_app.domain.rounding import display
from qa_app.domain.text import text_from
from qa_app.paths import resource
from qa_app.queries.opening import Session
from qa_app.rubric_files.history_files import (
    HistoryAudit,
    HistoryFault,
    HistoryFileError,
    HistoryFiles,
    open_history,
)
from qa_app.rubric_files.reader import RubricFileError, read_rubric
from qa_app.services.operations.import_history_audits import (
    ImportedAudit,
    ImportOutcome,
    import_history_audits,
)
from qa_app.services.operations.import_history_centres import (
    HistorySource,
    ImportedCentre,
    import_history_centres,
)
from qa_app.services.standards.publish_rubric import publish_rubric
from qa_app.wording import Words

CHUNK = 500
_SHOWN = 20
_KIB_IN_MIB = 1024
_MICROSECOND = timedelta(microseconds=1)
_LEAST_SECONDS = Fraction(1, 1000)  # the clock may stand still or be set back
_FILE = click.Path(path_type=Path, dir_okay=False, exists=True)
_FOLDER = click.Path(path_type=Path, file_okay=False, exists=True)


@dataclass(slots=True)
class Report:
    """What an import did, and how its results stand beside the published ones."""

    centres_added: int = 0
    audits_read: int = 0
    audits_added: int = 0
    grades_added: int = 0
    compared: int = 0
    equal: int = 0
    differences: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)

    def note(self, audit: HistoryAudit, outcome: ImportOutcome) -> None:
        """Count one inspection."""
        self.audits_read += 1
        if outcome.fault is not None:
            self.faults[outcome.fault] += 1
            return
        if outcome.is_new:
            self.audits_added += 1
            self.grades_added += len(audit.answers)
        self.compared += 1
        if audit.published == (outcome.grade or ""):
            self.equal += 1
        else:
            self.differences[_difference(audit.published, outcome.grade)] += 1


def _difference(published: str, grade: str | None) -> str:
    if not published:
        return "nothing published"
    if grade is None:
        return "no grade in force"
    return (
        "published above the lowest grade" if published > grade else "published below every grade"
    )


@click.group("history")
def command() -> None:
    """Inspection histories of other systems."""


@command.command("import")
@click.argument("mapping", type=_FILE)
@click.option("--data", required=True, type=_FOLDER, help="Folder of the files it names.")
@click.option(
    "--report",
    default=None,
    type=click.Path(path_type=Path, dir_okay=False),
    help="File for what was found and every faulty row (JSON).",
)
def import_(mapping: Path, data: Path, report: Path | None) -> None:
    """Import the history that MAPPING describes; may be stopped and started again.

    Ends with 1 when a row or an inspection was not taken in; each is named.
    """
    started = clock.now()
    chosen = settings()
    found = Report()
    with database(chosen) as session:
        try:
            files = open_history(mapping, data)
            found.centres_added, versions = _prepared(session, files, chosen.timezone)
        except RubricFileError as fault:
            stop(
                f"{mapping}: {fault.problems[0].problem.code}; run `qa rubrics check` on its files."
            )
        except HistoryFileError as fault:
            lack = f"has no column {fault.column!r}" if fault.column else "is not there"
            stop(f"{fault.file} {lack}; {mapping} names it. Nothing was taken in.")
        except RefusedError as fault:
            stop(f"{mapping}: {Words('en').refusal(fault.code, **fault.params)}")
        for audits in _chunks(files.audits()):
            ready = [
                ImportedAudit(a.key, a.centre, a.day, versions[a.rubric], a.answers) for a in audits
            ]
            outcomes = import_history_audits(
                session,
                operator(),
                files.mapping["source"],
                ready,
                chosen.timezone,
                at=clock.now(),
            )
            for audit, outcome in zip(audits, outcomes, strict=True):
                found.note(audit, outcome)
            click.echo(f"\r{found.audits_read} inspections, {found.grades_added} grades", nl=False)
        click.echo()
    _tell(found, files.faults, clock.now() - started, report)
    sys.exit(1 if found.faults or files.faults else 0)


def _prepared(session: Session, files: HistoryFiles, zone: str) -> tuple[int, dict[str, int]]:
    source = _source(files.mapping)
    centres = [
        ImportedCentre(c.key, c.name, c.place, c.kind, c.onboarded_on) for c in files.centres()
    ]
    added = import_history_centres(session, operator(), source, centres, at=clock.now())
    versions = {}
    for name, file in files.mapping["rubrics"].items():
        read = read_rubric(files.home / file, resource("rubrics"))
        # a version is in force from the local day on
        at = clock.now().astimezone(ZoneInfo(zone))
        published = publish_rubric(session, operator(), read.rubric, read.content, at=at)
        versions[name] = published.version_id
    return added, versions


def _source(mapping: Any) -> HistorySource:
    area, place = mapping["area"], mapping["place"]
    return HistorySource(
        code=mapping["source"],
        area_code=area["code"],
        area_name=text_from(area),
        place_code=place["code"],
        place_name=text_from(place),
        place_level=place["level"],
        below_level=mapping["centres"]["place_level"],
    )


def _chunks(audits: Iterator[HistoryAudit]) -> Iterator[Sequence[HistoryAudit]]:
    while chunk := list(islice(audits, CHUNK)):
        yield chunk


def _tell(
    found: Report, faults: Sequence[HistoryFault], took: timedelta, file: Path | None
) -> None:
    peak = Fraction(process.getrusage(process.RUSAGE_SELF).ru_maxrss, _KIB_IN_MIB)
    share = Fraction(100 * found.equal, found.compared) if found.compared else Fraction(0)
    elapsed = max(Fraction(took // _MICROSECOND, 1_000_000), _LEAST_SECONDS)
    seconds, equal = display(elapsed, 1), display(share, 3)
    click.echo(
        f"{found.audits_added} inspections and {found.grades_added} grades added in"
        f" {seconds} s ({display(found.grades_added / elapsed, 0)} grades/s,"
        f" peak {display(peak, 0)} MiB)."
    )
    click.echo(
        f"{found.equal} of {found.compared} overall results equal the published ones ({equal} %)."
    )
    for reason, count in sorted(found.differences.items()):
        click.echo(f"  {count} differ: {reason}")
    for fault in faults[:_SHOWN]:
        click.echo(f"  {fault.file}:{fault.line}: {fault.code} {fault.value}")
    if len(faults) > _SHOWN:
        click.echo(f"  {len(faults) - _SHOWN} more rows are faulty; --report lists them all.")
    for reason, count in sorted(found.faults.items()):
        click.echo(f"  {count} not taken in: {reason}")
    if file is not None:
        plain = {
            "centres_added": found.centres_added,
            "audits_read": found.audits_read,
            "audits_added": found.audits_added,
            "grades_added": found.grades_added,
            "compared": found.compared,
            "equal": found.equal,
            "differences": dict(found.differences),
            "faults": dict(found.faults),
            "share_equal_pct": float(equal),
            "seconds": float(seconds),
            "peak_mib": int(display(peak, 0)),
            "file_faults": [asdict(fault) for fault in faults],
        }
        file.write_text(json.dumps(plain, ensure_ascii=False, indent=2), "utf-8")
