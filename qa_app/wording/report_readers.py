"""Who read a file, amended its result or began it, as its report says it."""

from collections.abc import Iterator

from qa_app.domain.audit_report import ReportHead
from qa_app.domain.reading_pairs import HowSettled
from qa_app.wording.catalogue import message as _
from qa_app.wording.who_reads import RELAXED
from qa_app.wording.words import Words

_AMENDED = _("Read by %(first)s; amended by %(proposed)s, confirmed by %(confirmed)s.")
_AMENDED_TWICE = _("Amended by %(proposed)s, confirmed by %(confirmed)s.")
_TWICE = _("Read by %(first)s and by %(second)s without knowing of each other.")
_UNSETTLED = _("Their readings differ; what counts is still to be settled in moderation.")
_MODERATED = {
    HowSettled.ALIKE: _("Both readings are alike."),
    HowSettled.CONSENSUS: _("Moderated: both reviewers settled what they read differently."),
    HowSettled.THIRD: _("Moderated: %(reader)s settled what they read differently."),
}
_LOOKED = _("A moderator looked at this review of one reviewer, and it stands.")
_LOOKED_BY = _("%(name)s looked at this review of one reviewer as a moderator, and it stands.")
_BEGUN_BY = _("Begun by %(names)s, handed over to %(reader)s, who signed.")


def said_readers(words: Words, head: ReportHead) -> Iterator[str]:
    """Say whose reading stands, and which safeguards the team had given up.

    Args:
        words: The language.
        head: The head of the report.

    Yields:
        Sentences; none where one person read the file and every safeguard held.
    """
    yield from _read_twice(words, head)
    yield from _amended(words, head)
    if head.looked_at is not None:
        yield words.say(_LOOKED_BY if head.looked_at else _LOOKED, name=head.looked_at)
    yield from _of_the_team(words, head)


def _read_twice(words: Words, head: ReportHead) -> Iterator[str]:
    if head.twice is None:
        return
    yield words.say(_TWICE, first=head.twice.first, second=head.twice.second)
    if head.twice.how is None:
        yield words.say(_UNSETTLED)
    elif head.twice.is_moderated or head.twice.how is HowSettled.ALIKE:
        yield words.say(_MODERATED[head.twice.how], reader=head.reader or "")


def _amended(words: Words, head: ReportHead) -> Iterator[str]:
    if head.amended is None:
        return
    note = head.amended
    values = {"proposed": note.proposed_by or "", "confirmed": note.confirmed_by or ""}
    if note.first is None or head.twice is not None:
        yield words.say(_AMENDED_TWICE, **values)
    else:
        yield words.say(_AMENDED, first=note.first, **values)


def _of_the_team(words: Words, head: ReportHead) -> Iterator[str]:
    if head.begun_by:
        names = words.listed(head.begun_by)
        yield words.say(_BEGUN_BY, names=names, reader=head.reader or "")
    yield from (words.say(RELAXED[one]) for one in head.relaxed)
