"""`qa init`: make or update the database."""

import os
from datetime import datetime

import click

from qa_app import clock
from qa_app.cli.opening import LANGUAGE, database, keys_database, operator, settings_of_new
from qa_app.config import Settings
from qa_app.domain.errors import ConflictError
from qa_app.domain.signatures import SEED_BYTES
from qa_app.paths import resource
from qa_app.queries.opening import MigrationStoppedError, Session, bring_up_to_date
from qa_app.queries.signing_keys import signing_key
from qa_app.rubric_files.clauses import read_documents
from qa_app.rubric_files.criteria import read_criteria_plain
from qa_app.rubric_files.holidays import read_holidays
from qa_app.rubric_files.phrases import read_phrases
from qa_app.services.criteria.publish_criteria import publish_criteria
from qa_app.services.operations.load_holidays import HolidayYear, load_holidays
from qa_app.services.papers.rotate_key import rotate_key
from qa_app.services.privacy.keep_digest_key import keep_digest_key
from qa_app.services.standards.import_library import import_library
from qa_app.services.standards.import_phrases import import_phrases
from qa_app.wording import Words

KEY_BITS = 8 * SEED_BYTES


@click.command("init")
def command() -> None:
    """Make or update the database; harmless when repeated."""
    try:
        bring_up(settings_of_new(os.environ))
    except MigrationStoppedError as fault:
        raise click.ClickException(str(fault)) from fault
    except ConflictError as fault:
        # a version of what is shipped stands here with another content, and stays as it is
        told = Words(LANGUAGE).refusal(fault.code, **fault.params)
        raise click.ClickException(told) from fault
    click.echo("The database is ready.")


def bring_up(chosen: Settings, *, at: datetime | None = None) -> None:
    """Close the data folder to others, apply pending migrations, add what is shipped.

    That is the holidays, the library of standards and working procedures, phrases for notes, and
    the first key that signs papers.

    Args:
        chosen: The installation's settings.
        at: Since when what is shipped is there; None for now.
    """
    at = at or clock.now()
    chosen.data_dir.mkdir(parents=True, exist_ok=True)
    chosen.data_dir.chmod(0o700)
    bring_up_to_date(resource("migrations"), chosen.database_url, chosen.owner_database_url)
    with database(chosen) as session:
        load_holidays(session, operator(), years(), at=at)
        rubrics = resource("rubrics")
        documents = read_documents([rubrics / "sources.yaml"], rubrics)
        import_library(session, operator(), documents, at=at)
        criteria = read_criteria_plain(rubrics / "endorsement_criteria.yaml")
        today = clock.local_day(at, chosen.timezone)
        publish_criteria(session, operator(), criteria, today, at=at)
        keep_digest_key(session, operator(), at=at)
        for file in read_phrases(rubrics / "phrases"):
            import_phrases(session, operator(), file.rubric, file.phrases, at=at)
    with keys_database(chosen) as session:
        make_first_key(session, at)


def make_first_key(session: Session, at: datetime) -> None:
    """Make the key that signs papers where there is none yet.

    Args:
        session: A database session.
        at: Since when it signs.
    """
    has_none = signing_key(session) is None
    session.rollback()
    if has_none:
        rotate_key(session, operator(), clock.random_bits(KEY_BITS), at=at)


def years() -> list[HolidayYear]:
    """Read the shipped holiday table.

    Returns:
        Its complete years, of every region.
    """
    return [
        HolidayYear(
            table.region,
            year,
            tuple(
                (line.on, line.is_working, line.name.zh, line.name.en)
                for line in table.lines
                if line.on.year == year
            ),
        )
        for table in read_holidays(resource("rubrics") / "holidays.yaml")
        for year in table.years
    ]
