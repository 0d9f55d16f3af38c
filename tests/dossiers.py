"""A dossier for tests: the shipped criteria, made-up measurements, signed by a key of theirs."""

import json
from pathlib import Path
from random import Random
from typing import Any

from qa_app.domain.criteria import rule_of
from qa_app.domain.dossiers import DossierFacts, dossier_payload
from qa_app.domain.papers_reply import Reply, reply_text
from qa_app.domain.rules.evaluation import (
    Asked,
    digest_of_evaluation,
    evaluate,
    plain_evaluation,
)
from qa_app.domain.signatures import signature_of
from qa_app.domain.text import BilingualText
from qa_app.reports.dossier_html import SignedDossier, dossier_html
from qa_app.rubric_files.criteria import read_criteria
from tests.domain.rules.cases import FILE, SUBJECT, measurement
from tests.papers import KEY, PUBLIC, SEED

CRITERIA = read_criteria(Path(FILE))


def an_evaluation(seed: int = 3, of: str = "full") -> dict[str, Any]:
    """Evaluate a shipped set on made-up measurements."""
    chance = Random(seed)
    own = CRITERIA.set_of(of)
    assert own is not None
    asked = [
        Asked(one.code, one.type, rule_of(one), frozenset(one.qualifies)) for one in own.criteria
    ]
    found = evaluate(
        SUBJECT, CRITERIA.decision, asked, lambda _one, leaf: measurement(chance, leaf)
    )
    return plain_evaluation(found)


def facts_of(
    plain: dict[str, Any], *, is_whole: bool = True, notice: BilingualText | None = None
) -> DossierFacts:
    digest = digest_of_evaluation(plain)
    reply = reply_text(Reply(digest[:16], SUBJECT.centre, SUBJECT.area, SUBJECT.set, SUBJECT.as_of))
    return DossierFacts(
        evaluation=plain,
        evidence_digest=digest,
        file=CRITERIA,
        names=CRITERIA.terms.names,
        centre=BilingualText("盘龙区未成年人服务中心", "Panlong Centre </script><b>"),
        area=BilingualText("社会工作", "Social work"),
        reply=reply,
        key=KEY,
        is_whole=is_whole,
        notice=notice,
        versions={"E09": [["1.0.0", "2.0.0"]]},
    )


def a_dossier(
    seed: int = 3,
    language: str = "zh",
    *,
    of: str = "full",
    is_whole: bool = True,
    notice: BilingualText | None = None,
) -> SignedDossier:
    facts = facts_of(an_evaluation(seed, of), is_whole=is_whole, notice=notice)
    payload = dossier_payload(facts)
    return SignedDossier(payload, KEY, PUBLIC, signature_of(SEED, payload), facts.reply, language)


def a_page(
    seed: int = 3,
    language: str = "zh",
    *,
    of: str = "full",
    is_whole: bool = True,
    notice: BilingualText | None = None,
) -> str:
    return dossier_html(a_dossier(seed, language, of=of, is_whole=is_whole, notice=notice)).decode()


def said_in(dossier: SignedDossier) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(dossier.payload)
    return said
