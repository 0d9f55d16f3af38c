"""English nouns that follow a number: one of them loses its plural."""

import re
from collections.abc import Mapping
from functools import lru_cache

_IRREGULAR = {
    "people": "person",
    "children": "child",
    "criteria": "criterion",
    "half-years": "half-year",
}
_NOUNS = (
    "accounts|actions|acts|addresses|answers|areas|articles|bands|brackets|bytes|cases|cells|centres|"
    "certificates|changes|characters|children|clauses|clients|codes|competencies|complaints|criteria|"
    "days|differences|disclosures|districts|documents|entries|errors|files|findings|half-years|hours|"
    "incidents|items|lines|meetings|messages|minutes|months|objections|papers|parts|passkeys|"
    "passwords|people|periods|persons|places|points|posts|quarters|questions|readings|records|"
    "referrals|repetitions|results|reviewers|reviews|rounds|rows|rubrics|samples|scores|seconds|"
    "sections|sessions|sheets|statements|steps|supervisors|texts|times(?! the)|units|"
    "values|verdicts|visits|warnings|weeks|weekdays|workers|years"
)
_BETWEEN = (
    "calendar|confirmed|critical|drawn|expertise|final|first|frozen|individual|open|recovery|reworded|"
    "sampled|scored|signed|unsaved|weekend|working"
)
_COUNTED = re.compile(
    rf"%\((?P<name>\w+)\)s (?P<between>(?:(?:{_BETWEEN}) )*)(?P<noun>{_NOUNS})\b"
    r"(?P<verb> (?:are|were|have|meet|stand|lie)\b)?"
)
_VERBS = {
    " are": " is",
    " were": " was",
    " have": " has",
    " meet": " meets",
    " stand": " stands",
    " lie": " lies",
}


def in_number(message: str, values: Mapping[str, object]) -> str:
    """Let nouns of an English message agree with the numbers before them.

    A message may hold several numbers, which a choice between two whole messages cannot follow.

    Args:
        message: English message with placeholders such as `%(files)s files`.
        values: Values for its placeholders.

    Returns:
        The message; behind a placeholder whose value is 1 the noun is singular, and so is the verb
        next to it where the number begins a sentence. Elsewhere the verb may belong to another
        number: both stay as they are, and of a place (“at 1 centre”) the verb.
    """
    shorter = message
    # from the end, so that places stay as they were found
    for name, start, end, singular in _places(message):
        if values.get(name) in (1, "1"):
            shorter = shorter[:start] + singular + shorter[end:]
    return shorter


@lru_cache(maxsize=8000)
def _places(message: str) -> tuple[tuple[str, int, int, str], ...]:
    found = []
    for one in reversed(list(_COUNTED.finditer(message))):
        verb, before = one["verb"] or "", message[: one.start()].rstrip()
        is_first = not before or before.endswith((".", ";", ":"))
        if verb and not is_first and not before.endswith(" at"):
            # the verb goes with another number, and a singular beside it would be wrong
            continue
        said = _one(one["noun"]) + (_VERBS.get(verb, "") if is_first else verb)
        found.append((one["name"], one.start("noun"), one.end(), said))
    return tuple(found)


def _one(nouns: str) -> str:
    if nouns in _IRREGULAR:
        return _IRREGULAR[nouns]
    if nouns.endswith("ies"):
        return f"{nouns[:-3]}y"
    return nouns[:-2] if nouns.endswith("sses") else nouns[:-1]
