"""One paper is recorded once about an area; about another one only where somebody says it is so."""

from collections.abc import Iterable
from dataclasses import dataclass

from qa_app.domain.errors import ConflictError
from qa_app.domain.register_decisions import Paper, plain_number


@dataclass(frozen=True, slots=True)
class RecordedPaper:
    """A paper on which a decision rests that waits or was decided.

    Attributes:
        decision_id: The decision.
        centre_id: The centre.
        area_code: The area.
        issuing_body: Who issued it.
        number: Its number.
    """

    decision_id: int
    centre_id: int
    area_code: str
    issuing_body: str
    number: str


def check_recorded_once(
    paper: Paper, centre_id: int, area_code: str, recorded: Iterable[RecordedPaper]
) -> None:
    """Refuse a paper that is recorded already.

    One document may decide about several areas or centres. That is said for each of them by whoever
    records it; about the same area it decides once.

    Args:
        paper: The paper.
        centre_id: The centre about which it is recorded now.
        area_code: The area.
        recorded: Papers of the same date.

    Raises:
        ConflictError: It is recorded about this area (`paper_recorded`), or about another one and
            nobody said that it covers this one too (`paper_elsewhere`); `decision` names which.
    """
    same = [
        one
        for one in recorded
        if plain_number(one.number) == plain_number(paper.number)
        and plain_number(one.issuing_body) == plain_number(paper.issuing_body)
    ]
    for one in same:
        if (one.centre_id, one.area_code) == (centre_id, area_code):
            raise ConflictError("paper_recorded", decision=one.decision_id)
    if same and not paper.covers_more:
        raise ConflictError("paper_elsewhere", decision=same[0].decision_id)
