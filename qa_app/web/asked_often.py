"""Counts what strangers ask on public pages."""

from flask import request

from qa_app import clock
from qa_app.extensions import database
from qa_app.services.papers.hear_asker import hear_asker


def is_heard(about: str = "v") -> bool:
    """Count a question of a stranger, whatever comes of it.

    Args:
        about: Which pages are asked; each kind is counted by itself.

    Returns:
        False when this address asked too often within a minute.
    """
    return hear_asker(database(), request.remote_addr, at=clock.now(), about=about)
