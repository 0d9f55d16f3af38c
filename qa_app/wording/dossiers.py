"""Words of the dossier that proves itself, in both languages at once: it opens without a server."""

from collections.abc import Mapping
from typing import Any

from qa_app.domain.criterion_data import SOURCE_OF, own_entries
from qa_app.domain.dossiers import CheckedDossier
from qa_app.domain.papers_check import Outcome
from qa_app.domain.rules.tree import leaves_in, rule_from
from qa_app.wording.catalogue import message as _
from qa_app.wording.criteria import TYPES
from qa_app.wording.decision_rows import IDLE
from qa_app.wording.dossier_papers import CHOICES_LATER
from qa_app.wording.measured_sentences import VERSIONS_COMPARED, VERSIONS_JOINED, threshold_of
from qa_app.wording.own_entries import OWN_ENTRY_WORDS
from qa_app.wording.words import Words

_STATES = {
    "none_failed": _("none missed or late"),
    "remedied": _("remedied"),
    "unremedied": _("not remedied"),
}
_WORDS: dict[str, str] = {
    "title": _("Assessment dossier"),
    "noscript": _("This page works verdicts out by JavaScript, which is switched off here."),
    "heading": _("Dossier of %(centre)s: %(area)s"),
    "about": _("Criteria: %(set)s, version %(version)s. As of %(day)s. Aggregates only."),
    "whole": _(
        "Holds exact numbers of files: for those who may read this centre's files, not to be handed"
        " on."
    ),
    "without_numbers": _(
        "Without numbers of files, people and events: verdicts of tests are stated by the platform."
    ),
    "same": _("%(count)s criteria were all worked out again: the results agree"),
    "same_stated": _(
        "%(count)s criteria were put together again: the results agree. %(held)s of them rest on"
        " verdicts of tests that the platform states; their numbers are held back"
    ),
    "only_stated": _(
        "Nothing is worked out from numbers here: the platform states the verdicts of the tests."
        " This page only put together again what follows from them"
    ),
    "differ": _("Worked out again, these come out otherwise than stated: %(codes)s"),
    "signature_checking": _("The signature is being checked."),
    "signature_holds": _(
        "The signature holds: nothing was changed since key %(key)s signed. Hold the name of the"
        " key against the published list, /v/keys."
    ),
    "signature_altered": _(
        "The signature does not hold: it does not fit the key in this file. Either the file was"
        " altered, or it is forged."
    ),
    "signature_unknown": _(
        "This browser cannot check the signature. Check it offline by:"
        " qa certificate verify FILE --keys keys.json"
    ),
    "list": _("Hold its key against the published list, /v/keys.json, saved another way:"),
    "list_counts": _("The list of %(day)s names key %(key)s, and it was not revoked by then."),
    "list_missing": _("The list of %(day)s has no such key %(key)s: this dossier is forged."),
    "list_revoked": _(
        "Not valid: by the list of %(day)s key %(key)s was revoked. Take the dossier anew."
    ),
    "list_outside": _(
        "Not valid: by the list of %(day)s key %(key)s signed no more when this evidence was known."
    ),
    "list_unreadable": _("This file is no list of keys: take it from the page /v/keys."),
    "trial_mark": _("Trial: thresholds may be moved. What is shown now is no evidence."),
    "trial_held": _(
        "Of %(count)s criteria the numbers of %(held)s are held back here; their thresholds cannot"
        " be moved."
    ),
    "begin_trial": _("Move thresholds in a trial"),
    "end_trial": _("End the trial"),
    "print": _("Print with the reply form"),
    "proposes": _("The table proposes: %(status)s. A named officer of the body decides."),
    "would_propose": _("In this trial the table would propose: %(status)s"),
    "move": _("%(code)s, threshold: %(test)s"),
    "met": _("met"),
    "conditional": _("on conditions"),
    "code": _("Code"),
    "criterion": _("Criterion"),
    "value": _("Measured"),
    "interval": _("95%%: %(low)s to %(high)s"),
    "interval_lost": _("interval not kept then"),
    "low_end": _("Lower end of its 95%% interval: %(low)s."),
    "threshold": _("Threshold: met / on conditions"),
    "stated": _("As stated"),
    "again": _("Worked out here"),
    "again_stated": _("its tests as stated"),
    "held": _("number not shown"),
    "flag_yes": _("yes"),
    "flag_no": _("no"),
    "table": _("Each verdict as it was stated, and as this page works it out from value and rule"),
    "table_stated": _("Each verdict as it was stated"),
    "versions_joined": VERSIONS_JOINED,
    "versions_compared": VERSIONS_COMPARED,
    "gap": _("not known"),
    "waits": _("waits for the evidence of %(codes)s"),
    "proposal": _("the proposal"),
    "must": _("must"),
    "stop": _("stop"),
    "score": _("score"),
    "evidence": _("evidence"),
    "decision": _("Decision table: the first row that holds"),
    "row_idle": IDLE,
    "trust": _("What remains to be trusted"),
    "trust_measured": _(
        "That what was measured is true: this page proves what follows from it, not how it was"
        " found. And that this browser computes rightly."
    ),
    "trust_stated": _(
        "That the platform held the numbers behind %(count)s criteria rightly against their"
        " thresholds. The digest of the whole evidence binds it: who may read this centre's files"
        " can have the dossier with numbers worked out again."
    ),
    "trust_key": _(
        "That key %(key)s is the platform's: its name must stand on the published list, taken"
        " another way than this file."
    ),
    "reply": _("Reply form"),
    "reply_body": _("Issuing body"),
    "choices_later": CHOICES_LATER,
    "reply_number": _("Document number"),
    "reply_date": _("Date of the decision"),
    "reply_reasons": _("Reasons, if it departs"),
    "reply_conditions": _("Conditions, each with its day"),
    "reply_days": _("In force from – to"),
    "reply_sign": _("Signature of the officer"),
    "reply_how": _(
        "The code names the evidence that was decided on. Whoever records the decision pastes it"
        " and types what was ticked and written; a second person compares it with this paper."
    ),
    **{f"kind_{kind}": words for kind, words in TYPES.items()},
    **{f"state_{code}": words for code, words in _STATES.items()},
    **{
        f"own_{metric}": OWN_ENTRY_WORDS[one]
        for metric in SOURCE_OF
        for one in own_entries((metric,))
    },
}


def dossier_words() -> dict[str, dict[str, str]]:
    """Give all words of a dossier.

    Returns:
        Language to name to words; placeholders stay, since the page fills them in.
    """
    return {
        language: {name: Words(language).say(message) for name, message in _WORDS.items()}
        for language in ("zh", "en")
    }


def dossier_tests(plain: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """Give what each test of a dossier asks for, as its paper says it.

    Args:
        plain: What `domain.dossiers.plain_dossier` gave.

    Returns:
        Language to code, place and degree (`E03/0/met`) to words.

    Raises:
        KeyError, TypeError, ValueError: It is no dossier.
    """
    return {
        language: {
            f"{one['code']}/{place}/{degree}": threshold_of(Words(language), leaf.metric, test)
            for one in plain["evaluation"]["criteria"]
            for place, leaf in enumerate(leaves_in(rule_from(one["rule"])))
            for degree, test in (("met", leaf.met), ("conditional", leaf.conditional))
            if test is not None
        }
        for language in ("zh", "en")
    }


_GENUINE_STATED = _(
    "Genuine: signed by a key of the list; %(count)s verdicts put together again, %(held)s of them"
    " from verdicts of tests that are stated"
)
_OUTCOMES: dict[Outcome, str] = {
    Outcome.GENUINE: _("Genuine: signed by a key of the list; %(count)s verdicts worked out again"),
    Outcome.KEY_REVOKED: _("Not valid: its key was revoked. Take the dossier anew."),
    Outcome.OUTSIDE_KEY: _("Not valid: its evidence is younger than the last day of its key."),
    Outcome.ALTERED: _(
        "Not valid: the signature does not fit the key that the file names. Either the file was"
        " altered after it was signed, or it is a forgery that another key signed."
    ),
    Outcome.FORGED: _("Forged: no key of the list signed it."),
    Outcome.UNREADABLE: _("There is no signed dossier in this file."),
}


def said_dossier(words: Words, found: CheckedDossier) -> str:
    """Say what came of checking a dossier.

    Args:
        words: The language.
        found: What came of it.

    Returns:
        A sentence, and what comes out otherwise than stated.
    """
    criteria = () if found.plain is None else found.plain["evaluation"]["criteria"]
    held = sum(any("stated" in part for part in one["found"]) for one in criteria)
    is_stated = held and found.outcome is Outcome.GENUINE
    message = _GENUINE_STATED if is_stated else _OUTCOMES[found.outcome]
    said = words.say(message, count=len(criteria), held=held)
    if not found.differing:
        return said
    return f"{said}\n{words.say(_WORDS['differ'], codes=words.listed(found.differing))}"
