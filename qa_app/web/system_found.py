"""What is looked at of the installation, for its own page and for Today."""

from qa_app import clock
from qa_app.config_database import link_to
from qa_app.domain.health import Finding, https_finding, leaks_finding, link_finding
from qa_app.extensions import database
from qa_app.paths import resource
from qa_app.queries.data_folder import rights_finding, room_finding
from qa_app.queries.health import daily_findings, needed_findings
from qa_app.queries.passwords import leaks_state
from qa_app.web.settings import installation, local_today


def system_findings() -> tuple[Finding, ...]:
    """Look at every part of the installation: a dozen small questions, none grows with content.

    Returns:
        How each part stands now.
    """
    chosen, now = installation(), clock.now()
    return (
        *needed_findings(database(), resource("migrations"), now),
        room_finding(chosen.data_dir),
        rights_finding(chosen.data_dir),
        https_finding(is_production=chosen.is_production, is_https=chosen.is_https),
        link_finding(link_to(chosen.database_url)),
        leaks_finding(leaks_state(chosen.breached_passwords)),
        *daily_findings(database(), now, local_today()),
    )
