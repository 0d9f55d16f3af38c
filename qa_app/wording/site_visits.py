"""Says what is told of a visit besides its score: who else assessed, how much was sampled."""

from collections.abc import Iterator

from qa_app.domain.audit_report import AuditReport
from qa_app.domain.rubric import Assessor
from qa_app.wording.case_sampling import said_sampling
from qa_app.wording.catalogue import message as _
from qa_app.wording.words import Words

_ON_PAPER = _(
    "Section %(sections)s was assessed on site by a judicial officer; the reviewer entered the"
    " answers from their signed paper: %(paper)s."
)
_SAMPLED = _("%(sampled)s.")


def said_visit(words: Words, report: AuditReport) -> Iterator[str]:
    """Say from whose paper answers were entered, and how many cases were sampled.

    Args:
        words: The language.
        report: The report.

    Yields:
        Sentences; nothing for a review without either.
    """
    if report.paper:
        sections = [s.code for s in report.rubric.sections if s.assessor is Assessor.JUDICIAL]
        told = {"sections": words.listed(sections), "paper": report.paper}
        yield words.say(_ON_PAPER, **told)
    if report.sampled is not None and (said := said_sampling(words, report.sampled)):
        yield words.say(_SAMPLED, sampled=said)
