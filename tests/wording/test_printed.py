"""Papers of actions in words: relaxed safeguards, withheld words, what is left out."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from qa_app.domain.actions import Action, ActionKind, ActionState, Owner
from qa_app.domain.findings import ActionPlan
from qa_app.domain.follow_up import ActionTold
from qa_app.domain.printed import ListedAction, PrintedActions
from qa_app.domain.profiles import Safeguard
from qa_app.domain.text import BilingualText
from qa_app.wording import Words
from qa_app.wording.printed import said_action_list, said_notice
from qa_app.wording.said_printed import SaidPrinted

AT, ZONE, TODAY = datetime(2026, 4, 9, 4, tzinfo=UTC), "Asia/Shanghai", date(2026, 4, 9)
ONE = ListedAction(
    audit_id=1,
    reference="KM-26-0000-00001",
    items=("A2",),
    requirement=BilingualText("安全计划", "Safety plan"),
    kind=ActionKind.GATE,
    finding="见第3页",
    plan=ActionPlan("补做计划", Owner.CENTRE, None, "计划复印件", is_structural=False),
    told=ActionTold(
        1,
        Action(ActionKind.GATE, Owner.CENTRE, ActionState.OPEN, False, None, None, None, TODAY),
        1,
        is_dropped=False,
    ),
    is_withheld=False,
)
TOLD = PrintedActions(BilingualText("甲中心", "Centre A"), (ONE,), 0, frozenset(), TODAY)


def cells(paper: SaidPrinted) -> str:
    return "\n".join(
        cell for part in paper.parts if part.table for row in part.table.rows for cell in row
    )


@pytest.mark.parametrize("say", [said_action_list, said_notice])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_is_relaxed_stands_on_page_1(say, language: str) -> None:
    words = Words(language)
    assert say(words, TOLD, AT, ZONE).remarks == ()
    told = replace(TOLD, relaxed=frozenset(Safeguard))
    assert len(say(words, told, AT, ZONE).remarks) == len(Safeguard)


def test_an_action_says_what_who_when_and_what_shows_it() -> None:
    said = cells(said_action_list(Words("en"), TOLD, AT, ZONE))
    for part in ("A2 Must pass", "Safety plan", "补做计划", "What shows it: 计划复印件",
                 "the centre, by 9 Apr 2026", "KM-26-0000-00001", "Still to be done"):  # fmt: skip
        assert part in said


def test_withheld_words_are_said_to_be_withheld() -> None:
    plan = replace(ONE.plan, what="", evidence="")
    told = replace(TOLD, actions=(replace(ONE, finding="", plan=plan, is_withheld=True),))
    said = cells(said_notice(Words("en"), told, AT, ZONE))
    assert "Sealed: the words are shown only to the people named for the case." in said


def test_what_is_left_out_is_counted() -> None:
    paper = said_action_list(Words("en"), replace(TOLD, left_out=7), AT, ZONE)
    assert paper.parts[0].paragraphs == (
        "Actions that are not verified yet: 8.",
        "Left out, because a paper would be too long: 7.",
    )


def test_without_actions_nothing_is_asked() -> None:
    paper = said_notice(Words("en"), replace(TOLD, actions=()), AT, ZONE)
    assert [one.paragraphs for one in paper.parts] == [
        ("Nothing has to be put right at present; no notice is needed.",)
    ]


def test_the_digest_is_that_of_the_words_alone() -> None:
    later = datetime(2026, 4, 10, 4, tzinfo=UTC)
    first, second = (said_notice(Words("zh"), TOLD, at, ZONE) for at in (AT, later))
    assert first.verification == second.verification
    other = said_notice(Words("zh"), replace(TOLD, left_out=1), AT, ZONE)
    assert first.verification != other.verification


@pytest.mark.parametrize(
    ("structural", "says"),
    [
        ((False,), "整改结果由同一条目的后续评查核实，整改人不得自行核实。"),
        ((True,), "整改结果由书面材料核实，由未办理整改的人员查看。"),
        ((False, True), "须以书面材料证明的由该材料核实"),
    ],
)
def test_a_notice_says_what_verifies_the_actions_it_lists(
    structural: tuple[bool, ...], says: str
) -> None:
    listed = tuple(
        replace(
            ONE,
            told=replace(ONE.told, action=replace(ONE.told.action, is_structural=is_structural)),
        )
        for is_structural in structural
    )
    paper = said_notice(Words("zh"), replace(TOLD, actions=listed), AT, ZONE)
    assert any(says in line for part in paper.parts for line in part.paragraphs)


@pytest.mark.parametrize(
    ("owner", "zh", "en"),
    [
        (Owner.CENTRE, "中心已完成", "Done by the centre"),
        (Owner.WORKER, "该案卷的工作人员已完成", "Done by the worker of the file"),
    ],
)
def test_who_did_it_is_named_and_an_ordinary_item_is_called_so(
    owner: Owner, zh: str, en: str
) -> None:
    action = replace(ONE.told.action, state=ActionState.DONE, owner=owner, kind=ActionKind.OTHER)
    one = replace(
        ONE,
        kind=ActionKind.OTHER,
        plan=replace(ONE.plan, owner=owner),
        told=replace(ONE.told, action=action),
    )
    told = replace(TOLD, actions=(one,))
    for language, state, kind in (("zh", zh, "A2 一般条目"), ("en", en, "A2 Ordinary item")):
        said = cells(said_action_list(Words(language), told, AT, ZONE))
        assert state in said
        assert kind in said
