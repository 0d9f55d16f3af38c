"""Gathers what the papers of rounds and actions tell."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, reach_of
from qa_app.domain.printed import PrintedActions, PrintedPart, PrintedRound, most_found
from qa_app.extensions import database
from qa_app.queries.agreement import round_agreement
from qa_app.queries.printed import CentreActions, round_actions, round_draws
from qa_app.queries.round_findings import round_findings
from qa_app.queries.round_parts import RoundPart, round_centres
from qa_app.queries.rounds import RoundHead
from qa_app.queries.team import relaxed_at, relaxed_since
from qa_app.web.settings import installation, local_today


def told_round(actor: Actor, head: RoundHead, now: datetime) -> PrintedRound:
    """Gather what the report of a round tells.

    Args:
        actor: Who looks.
        head: The round, known to be within reach.
        now: The present.

    Returns:
        What it tells, of centres within reach.
    """
    store, line = database(), head.line
    reach = reach_of(actor, Permission.ROUND_REPORT)
    begun = datetime.combine(line.starts_on, time.min, ZoneInfo(installation().timezone))
    findings = round_findings(store, actor, line.id, at=now, on=local_today())
    return PrintedRound(
        number=line.id,
        period=(line.period_from, line.period_until),
        reading=(line.starts_on, line.ends_on),
        stage=line.stage,
        cancelled=head.cancel_reason,
        owner=head.owner,
        moderator=head.moderator,
        readers=head.readers,
        design=head.plan.design,
        counts=(line.signed_count, line.file_count),
        relaxed=relaxed_since(store, min(begun, now), now) | relaxed_at(store, now),
        centres=tuple(
            (one.name, tuple(_part(part) for part in one.parts))
            for one in round_centres(store, actor, line.id)
            if reach.covers(one.id, one.place_path)
        ),
        agreement=round_agreement(store, actor, line.id),
        found=most_found(findings.items),
        uncounted=findings.left_out,
        actions=round_actions(store, actor, line.id, local_today()),
        draws=tuple(
            (one.centre_name, one.frame_digest, one.seed)
            for one in round_draws(store, actor, line.id)
        ),
    )


def _part(part: RoundPart) -> PrintedPart:
    return PrintedPart(
        rubric=part.rubric,
        version=part.version,
        stage=part.stage,
        signed_count=part.signed_count,
        twice_count=part.twice_count,
        added_count=part.added_count,
        note=part.note,
        result=part.result,
        rule=part.rule,
    )


def told_actions(found: CentreActions, now: datetime) -> PrintedActions:
    """Gather what a paper about the actions of a centre tells.

    Args:
        found: The actions.
        now: The present.

    Returns:
        The same, with the safeguards given up since the oldest of their readings.
    """
    store = database()
    relaxed = relaxed_at(store, now)
    if found.since is not None:
        relaxed |= relaxed_since(store, found.since, now)
    return PrintedActions(found.centre, found.actions, found.left_out, relaxed, local_today())
