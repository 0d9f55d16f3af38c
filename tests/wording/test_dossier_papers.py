"""The dossier on paper: its reply form fits where the area stands."""

from dataclasses import replace

import pytest

from qa_app.domain.dossiers import plain_dossier
from qa_app.domain.rules.decision import Status
from qa_app.wording import Words
from qa_app.wording.dossier_papers import said_dossier_paper
from tests.dossiers import an_evaluation, facts_of


@pytest.mark.parametrize(
    ("before", "offered"),
    [
        (None, ["endorsed", "conditional", "deferred", "not_endorsed"]),
        (Status.CONDITIONAL, ["endorsed", "conditional", "suspended", "withdrawn"]),
        (Status.SUSPENDED, ["conditional", "withdrawn"]),
    ],
)
def test_the_reply_form_offers_what_can_be_decided_from_there(
    before: Status | None, offered: list[str]
) -> None:
    signed = plain_dossier(replace(facts_of(an_evaluation()), before=before))
    assert signed["choices"] == offered
    paper = said_dossier_paper(Words("zh"), signed)
    boxes = [text for row in paper.parts[-1].table.rows for text in row if "□" in text]
    assert [len(boxes), boxes[0].count("□")] == [1, len(offered)]
