"""What was proposed or decided about a pair of readings."""

import json

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.reading_pairs import Choice, EntryKey, PairDecision, decision_place
from qa_app.models.pairs import PairDecisionRow
from qa_app.models.sealing import sealer_of


def read_decisions(session: Session, pair_id: int) -> dict[EntryKey, PairDecision]:
    """Read what was proposed or decided about a pair that is known to be in reach.

    Args:
        session: A database session.
        pair_id: The pair.

    Returns:
        Entry to decision, reasons decrypted.
    """
    sealer = sealer_of(session)
    rows = session.execute(
        select(PairDecisionRow)
        .where(PairDecisionRow.pair_id == pair_id)
        .order_by(PairDecisionRow.kind, PairDecisionRow.key)
    ).scalars()
    return {
        (row.kind, row.key): PairDecision(
            Choice(row.choice),
            None if row.value is None else json.loads(row.value),
            sealer.open(row.reason, decision_place(pair_id, row.key)) if row.reason else "",
        )
        for row in rows
    }
