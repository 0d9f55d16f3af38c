"""Facts of a report as they are kept: as text, with a digest by which a change would show."""

import hashlib
import json
from dataclasses import dataclass

from qa_app.domain.plain_values import from_plain, to_plain
from qa_app.domain.report_facts import ReportFacts


@dataclass(frozen=True, slots=True)
class KeptReport:
    """What is stored.

    Attributes:
        text: JSON.
        digest: SHA-256 (hex) of it.
    """

    text: str
    digest: str


def kept(facts: ReportFacts) -> KeptReport:
    """Write facts as text.

    Args:
        facts: What a report is made from.

    Returns:
        The same text for equal facts.
    """
    text = json.dumps(to_plain(facts), ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return KeptReport(text, hashlib.sha256(text.encode()).hexdigest())


def unkept(stored: KeptReport) -> ReportFacts:
    """Read facts back.

    Args:
        stored: What `kept` gave.

    Returns:
        Equal facts.

    Raises:
        ValueError: They are not those that the digest was made of (`report_digest`).
    """
    if hashlib.sha256(stored.text.encode()).hexdigest() != stored.digest:
        raise ValueError("report_digest")
    return from_plain(ReportFacts, json.loads(stored.text))
