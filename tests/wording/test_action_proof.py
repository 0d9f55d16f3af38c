from dataclasses import replace
from datetime import date

from qa_app.domain.action_proof import ProofRule
from qa_app.domain.actions import ActionKind, ActionState, Owner, open_action
from qa_app.wording import Words
from qa_app.wording.action_proof import said_chances, said_proof, said_rule, said_tries

EN, ZH = Words("en"), Words("zh")
OPEN = open_action(ActionKind.OTHER, Owner.CENTRE, date(2026, 3, 23), None, is_structural=False)


def test_every_rule_has_words_in_both_languages() -> None:
    for rule in ProofRule:
        assert said_rule(ZH, rule) != said_rule(EN, rule)
        assert said_chances(ZH, rule) != said_chances(EN, rule)
    assert said_rule(EN, ProofRule.RUN) == "the first 3 files all meet the item"
    assert said_rule(EN, ProofRule.SCREEN) == "at least 13 of the first 19 files meet the item"


def test_how_often_a_try_verifies_is_told() -> None:
    """As the table of docs/methods/verification.md has it."""
    assert said_chances(EN, ProofRule.RUN) == (
        "Where 50, 80, 95 of 100 files meet the item, it is verified in 12.5, 51.2, 85.7 of 100"
        " tries."
    )
    assert "8.4, 93.2, over 99.9 of 100 tries" in said_chances(EN, ProofRule.SCREEN)


def test_both_rules_are_told_until_one_is_fixed() -> None:
    before = " ".join(said_proof(EN, OPEN))
    assert "the first 3 files all" in before
    assert "13 of the first 19" in before
    done = replace(OPEN, state=ActionState.DONE, proof=ProofRule.SCREEN)
    after = " ".join(said_proof(EN, done))
    assert after.startswith("Verified when at least 13 of the first 19 files meet the item.")
    assert "the first 3" not in after


def test_tries_that_failed_are_counted() -> None:
    assert said_tries(EN, OPEN) == ""
    assert "did not show it: 2;" in said_tries(EN, replace(OPEN, failed_proofs=2))
    assert said_tries(ZH, replace(OPEN, failed_proofs=2)) != said_tries(
        EN, replace(OPEN, failed_proofs=2)
    )
