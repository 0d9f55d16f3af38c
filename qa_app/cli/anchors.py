"""Hands head and checkpoints of the journal out, once a day: into a folder, and by mail."""

import os
from collections.abc import Iterator
from pathlib import Path

from qa_app import clock
from qa_app.cli.opening import operator
from qa_app.config import Settings
from qa_app.delivery.anchors import send_anchor
from qa_app.domain.journal_anchors import anchor_text, checkpoint_anchor
from qa_app.domain.reminders import Outcome
from qa_app.queries.journal import head_of, was_handed_out
from qa_app.queries.journal_checkpoints import genuine_checkpoints
from qa_app.queries.opening import Session
from qa_app.services.journal.note_anchor import note_anchor

_FOLDER, _MAIL = "folder", "mail"


def hand_out(session: Session, chosen: Settings, *, is_again: bool = False) -> Iterator[str]:
    """Hand head and checkpoints out by every way that is set and that took none today.

    Args:
        session: A database session.
        chosen: The installation's settings.
        is_again: True hands it out a second time on one day.

    Yields:
        What to say of each: where it went, or why it did not.
    """
    now, today = clock.now(), clock.today(chosen.timezone)
    ways = [_FOLDER] if chosen.anchor_dir else []
    ways += [_MAIL] if chosen.anchor_mail else []
    for way in ways:
        if not is_again and was_handed_out(session, way, today, chosen.timezone):
            continue
        head = anchor_text(*head_of(session))
        signed = [checkpoint_anchor(one) for one in genuine_checkpoints(session)]
        text = "".join(f"{now:%Y-%m-%dT%H:%M:%SZ} {line}\n" for line in (head, *signed))
        if way == _FOLDER:
            fault = _written(chosen.anchor_dir or Path(), f"{today:%Y-%m-%d}.txt", text)
        else:
            told = send_anchor(chosen, head, tuple(signed), now)
            fault = "" if told.outcome is Outcome.SENT else told.fault or told.outcome.value
        if fault:
            yield f"The head {head} of the journal could not be handed out ({way}: {fault})."
            continue
        note_anchor(session, operator(), way, head, at=now)
        yield f"The head {head} of the journal was handed out ({way})."


def _written(folder: Path, name: str, text: str) -> str:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        # what stands there is never written over: who may only add to it cannot take back
        with (folder / name).open("a", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
    except OSError as fault:
        return fault.strerror or type(fault).__name__
    return ""
