"""What signing freezes, as columns of an audit."""

from typing import Any

from qa_app.domain.signing import Frozen


def frozen_columns(frozen: Frozen) -> dict[str, Any]:
    """Spread a frozen score over the columns that keep it.

    Args:
        frozen: What signing freezes.

    Returns:
        Columns of `AuditRow`; who signed, and when, stand apart.
    """
    return {
        "status": frozen.status,
        "score_millionths": frozen.score_millionths,
        "band": frozen.band,
        "band_position": frozen.band_position,
        "stop_count": len(frozen.stop),
        "gate_count": len(frozen.gate),
        "explanation": frozen.explanation,
        "explanation_digest": frozen.digest,
    }
