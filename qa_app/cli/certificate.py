"""`qa certificate`: whether a paper is genuine, found out without a network."""

import json
import sys
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import click

from qa_app import clock
from qa_app.cli.opening import language_option, read_only, settings, stop
from qa_app.domain.dossiers import checked_dossier
from qa_app.domain.key_lists import is_key_list, key_list, taken_at
from qa_app.domain.papers_check import Outcome, checked_paper
from qa_app.domain.text import BilingualText
from qa_app.queries.signing_keys import published_keys, revoked_digests
from qa_app.reports.attachments import attached
from qa_app.reports.dossier_html import dossier_inside
from qa_app.wording import Words
from qa_app.wording.dossiers import said_dossier
from qa_app.wording.register_papers import paper_lines, said_as_of, said_compare, said_outcome

_MOST = 5_000_000
_USUAL_ZONE = "Asia/Shanghai"
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group("certificate")
def command() -> None:
    """Papers about decisions."""


@command.command()
@click.argument("file", type=_FILE)
@click.option("--keys", type=_FILE, help="The published list; without it that of this machine.")
@language_option
def verify(file: Path, keys: Path | None, lang: str) -> None:
    """Check a PDF, the JSON inside it or a dossier; needs no network and changes nothing."""
    words = Words(lang)
    known = _listed() if keys is None else _read(keys)
    signed = _signed(file)
    if file.suffix.lower() in {".html", ".htm"}:
        sys.exit(_dossier(words, signed, known))
    zone, listed = _zone(known), taken_at(known)
    found = checked_paper(signed, known, clock.today(zone))
    click.echo(said_outcome(words, found.outcome, found.facts))
    if found.facts is not None:
        click.echo(said_compare(words))
        for line in paper_lines(words, found.facts):
            click.echo(f"  {words.pair(line.label, line.value)}")
        as_of = "?" if listed is None else words.instant(listed, zone)
        click.echo(said_as_of(words, as_of))
    sys.exit(0 if found.outcome is Outcome.GENUINE else 1)


def _dossier(words: Words, signed: str, known: dict[str, Any]) -> int:
    found = checked_dossier(signed, known)
    click.echo(said_dossier(words, found))
    if found.plain is not None and "notice" in found.plain:
        click.echo(words.text(BilingualText(**found.plain["notice"])))
    return 0 if found.outcome is Outcome.GENUINE and not found.differing else 1


def _signed(file: Path) -> str:
    if file.stat().st_size > _MOST:
        return ""
    content = file.read_bytes()
    if file.suffix.lower() in {".html", ".htm"}:
        return dossier_inside(content.decode("utf-8", "replace"))
    inside = attached(content) if content.startswith(b"%PDF") else content
    return (inside or b"").decode("utf-8", "replace")


def _read(file: Path) -> dict[str, Any]:
    try:
        plain = json.loads(file.read_text("utf-8")) if file.stat().st_size <= _MOST else None
    except (ValueError, RecursionError):
        plain = None
    if not isinstance(plain, dict) or not is_key_list(plain):
        stop(f"{file} is no list of keys: take it from the page /v/keys.")
    return plain


def _zone(known: dict[str, Any]) -> str:
    # a list of before names none; this machine may not know another one
    try:
        return ZoneInfo(str(known["timezone"])).key
    except (KeyError, ValueError, OSError, ZoneInfoNotFoundError):
        return _USUAL_ZONE


def _listed() -> dict[str, Any]:
    chosen = settings()
    today = clock.today(chosen.timezone)
    with read_only(chosen) as session:
        keys = published_keys(session, chosen.timezone)
        now = clock.now().astimezone(ZoneInfo(chosen.timezone))
        return key_list(keys, revoked_digests(session, today), now)
