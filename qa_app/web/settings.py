"""The settings of the installation that answers a request."""

from datetime import date

from flask import current_app  # noqa: TID251 - the one place where doors ask for the settings

from qa_app import clock
from qa_app.config import Settings


def installation() -> Settings:
    """Give the settings.

    Returns:
        What the application was made with.
    """
    settings: Settings = current_app.config["SETTINGS"]
    return settings


def local_today() -> date:
    """Give the local day.

    Returns:
        Today in the installation's time zone.
    """
    return clock.today(installation().timezone)
