"""Terms of a file of criteria from plain data, and what is wrong with them."""

from collections.abc import Iterator, Mapping
from typing import Any

from qa_app.domain.defaults import RULE_COUNT_MOST, RULE_DAYS_MOST, RULE_MONTHS_MOST
from qa_app.domain.problems import Findings, Path
from qa_app.domain.register_terms import (
    Appeal,
    AreaCertificates,
    Certificate,
    Names,
    PublishCheck,
    Suspension,
    Terms,
    Validity,
)
from qa_app.domain.rules.decision import Status
from qa_app.domain.shapes import (
    Kind,
    code,
    flag,
    list_of,
    map_of,
    one_of,
    shape,
    text,
    whole,
    words,
)
from qa_app.domain.text import LANGUAGES, has_words, text_from

Plain = Mapping[str, Any]

_NAMES = ("register", "act_list", "act_defer", "act_remove", "paper", "body", "appeal")
_MONTHS = tuple(Validity.__dataclass_fields__)
_BY_LANGUAGE: dict[str, Kind] = dict.fromkeys(LANGUAGES, words)
_NAMED = shape("", **_BY_LANGUAGE)
_certificate = shape("id", id=code, **_BY_LANGUAGE)
TERMS: Mapping[str, Kind] = {
    "names": shape(
        " ".join((*_NAMES, "disclaimer")),
        **dict.fromkeys((*_NAMES, "disclaimer"), _NAMED)
        | {
            "paper": shape("", **_BY_LANGUAGE, options=list_of(words, at_least=1)),
            "body": shape("", **_BY_LANGUAGE, must_be_named=flag),
        },
    ),
    "states": shape(" ".join(Status), **{status.value: text for status in Status}),
    "levels": shape(
        "met conditional failed cannot_tell not_collected",
        met=text,
        conditional=text,
        failed=text,
        cannot_tell=text,
        not_collected=text,
    ),
    "sets": map_of(shape("", **_BY_LANGUAGE, size=whole(1), from_=code)),
    "validity": shape(" ".join(_MONTHS), **{name: whole(1, RULE_MONTHS_MOST) for name in _MONTHS}),
    "suspension": shape(
        "max_months lift_to lift_when at_end notify",
        max_months=whole(1, RULE_MONTHS_MOST),
        lift_to=one_of(Status.CONDITIONAL.value, Status.ENDORSED.value),
        lift_when=text,
        at_end=text,
        notify=list_of(one_of("centre", "body", "coordinator"), at_least=1),
    ),
    "appeal": shape(
        "days_to_give_notice days_to_file panel panel_rule grounds effect",
        days_to_give_notice=whole(1, RULE_DAYS_MOST),
        days_to_file=whole(1, RULE_DAYS_MOST),
        panel=whole(1, RULE_COUNT_MOST),
        panel_rule=text,
        grounds=list_of(code, at_least=1),
        effect=text,
    ),
    "evidence_rule": text,
    "certificates": list_of(
        shape(
            "area accepted",
            area=code,
            accepted=list_of(_certificate, at_least=1),
            confirmed=flag,
        )
    ),
    "publish_checks": list_of(shape("id", id=code, **_BY_LANGUAGE)),
}
"""Fields of a file of criteria besides its criteria and its decision table."""

REQUIRED = "names states levels sets validity suspension appeal evidence_rule"
"""Those that must be there."""

_TEXTS = frozenset(TERMS) | {"decision"}


def check_terms(findings: Findings, plain: Plain, required_language: str) -> None:
    """Find texts that are missing, and codes that stand twice.

    Args:
        findings: Where faults go.
        plain: A file whose shape is in order.
        required_language: Language in which every text must be written.
    """
    for name in sorted(_TEXTS & plain.keys()):
        for path, entry in _texts(plain[name], (name,)):
            if not has_words(str(entry.get(required_language, ""))):
                findings.error("text_missing", path, language=required_language)
    seen: set[str] = set()
    for position, area in enumerate(plain.get("certificates", ())):
        for place, one in enumerate(area["accepted"]):
            if one["id"] in seen:
                at: Path = ("certificates", position, "accepted", place, "id")
                findings.error("declared_twice", at, name=one["id"])
            seen.add(one["id"])


def _texts(value: Any, path: Path) -> Iterator[tuple[Path, Plain]]:
    if isinstance(value, list):
        for place, entry in enumerate(value):
            yield from _texts(entry, (*path, place))
    elif isinstance(value, Mapping):
        if not value or any(language in value for language in LANGUAGES):
            yield path, value
        else:
            for name, entry in value.items():
                yield from _texts(entry, (*path, name))


def terms_from(plain: Plain) -> Terms:
    """Read the terms of a checked file.

    Args:
        plain: The file's data.

    Returns:
        The terms.
    """
    names, suspension, appeal = plain["names"], plain["suspension"], plain["appeal"]
    return Terms(
        names=Names(
            **{name: text_from(names[name]) for name in (*_NAMES, "disclaimer")},
            paper_options=tuple(names["paper"].get("options", ())),
            is_body_open=names["body"].get("must_be_named", False),
        ),
        states={Status(name): text_from(entry) for name, entry in plain["states"].items()},
        validity=Validity(**{name: plain["validity"][name] for name in _MONTHS}),
        suspension=Suspension(
            suspension["max_months"],
            Status(suspension["lift_to"]),
            text_from(suspension["lift_when"]),
            text_from(suspension["at_end"]),
            tuple(suspension["notify"]),
        ),
        appeal=Appeal(
            appeal["days_to_give_notice"],
            appeal["days_to_file"],
            appeal["panel"],
            text_from(appeal["panel_rule"]),
            tuple(appeal["grounds"]),
            text_from(appeal["effect"]),
        ),
        evidence_rule=text_from(plain["evidence_rule"]),
        certificates=tuple(map(_certificates, plain.get("certificates", ()))),
        publish_checks=tuple(
            PublishCheck(one["id"], text_from(one)) for one in plain.get("publish_checks", ())
        ),
    )


def _certificates(plain: Plain) -> AreaCertificates:
    return AreaCertificates(
        plain["area"],
        tuple(Certificate(one["id"], text_from(one)) for one in plain["accepted"]),
        plain.get("confirmed", True),
    )
