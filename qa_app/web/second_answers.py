"""Second factors as a browser gives them: a code typed, or what a passkey signed."""

from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

from flask import request
from flask_babel import gettext as _

from qa_app import clock
from qa_app.delivery.passkeys import (
    Site,
    asking_options,
    credential_of,
    is_passkey_able,
    signed_count,
)
from qa_app.domain.one_time_codes import place_name
from qa_app.domain.second_factors import Answer, Way
from qa_app.extensions import database
from qa_app.queries.second_factors import (
    FactorStanding,
    KnownPasskey,
    factor_standing,
    passkey_by_credential,
    passkey_ids,
)
from qa_app.web.challenges import asked_at, challenge_bytes, new_challenge
from qa_app.web.settings import installation

CODE, PASSKEY, CHALLENGE, WAY = "again_code", "again_passkey", "again_challenge", "again_way"
FIELDS = frozenset({CODE, PASSKEY, CHALLENGE, WAY})
"""Fields of a form that carry a second factor."""
_TYPED = frozenset({Way.CODE.value, Way.CARD.value, Way.RECOVERY.value})
_LONGEST = 8_000
_LONGEST_CODE = 64


@dataclass(frozen=True, slots=True)
class Question:
    """How the second question is put.

    Attributes:
        way: What it is answered with.
        others: What else it may be answered with, and the words for it.
        place: Place of the card that is asked for; empty for others.
        options: What a browser hands to its passkeys, as JSON; empty for others.
        challenge: What they sign; empty for others.
    """

    way: Way
    others: tuple[tuple[Way, str], ...]
    place: str
    options: str
    challenge: str


def way_words(way: Way) -> str:
    """Name a way.

    Args:
        way: The way.

    Returns:
        Words.
    """
    words = {
        Way.CODE: _("Code from my phone"),
        Way.CARD: _("Code from my card"),
        Way.RECOVERY: _("Recovery code"),
        Way.PASSKEY: _("Passkey"),
    }
    return str(words[way])


def wrong_words(way: Way | None) -> str:
    """Say that a second factor was not right, and what to look at.

    Args:
        way: What was answered with; None where nothing could be read.

    Returns:
        A sentence without a full stop.
    """
    if way is Way.CARD:
        said = _(
            "This does not stand at the place that is asked for: look at its letter and number"
            " once more, on your newest card"
        )
    elif way is Way.RECOVERY:
        said = _("This is no recovery code that is left: each counts once, and new ones end old")
    elif way is Way.CODE:
        said = _("The code is not right: use the newest one, each counts once")
    else:
        said = _("This was not right, or given before")
    return str(said)


def site() -> Site | None:
    """Tell where passkeys hold.

    Returns:
        The site; None where they are not offered: without the extra, and at a bare address,
        for which browsers make none.
    """
    address = installation().public_url or request.url_root
    parts = urlsplit(address)
    host = parts.hostname or ""
    if not is_passkey_able() or not host or _is_bare(host):
        return None
    scheme = "https" if installation().is_https else parts.scheme
    return Site(host, f"{scheme}://{parts.netloc}", str(_("Plumbline")))


def _is_bare(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def question_for(account_id: int, wanted: str) -> Question | None:
    """Put the second question to an account.

    Args:
        account_id: The account.
        wanted: The way that the person chose; another text leaves the handiest.

    Returns:
        The question; None when nothing is left that answers it here.
    """
    standing = factor_standing(database(), account_id, at=clock.now())
    here = site()
    ways = [way for way in standing.ways if way is not Way.PASSKEY or here is not None]
    if not ways:
        return None
    way = next((one for one in ways if one.value == wanted), ways[0])
    others = tuple((one, way_words(one)) for one in ways if one is not way)
    options = challenge = ""
    if way is Way.PASSKEY and here is not None:
        challenge = new_challenge("passkey")
        known = passkey_ids(database(), account_id)
        options = asking_options(here, challenge_bytes(challenge), known, must_verify=False)
    return Question(way, others, _place(standing) if way is Way.CARD else "", options, challenge)


def _place(standing: FactorStanding) -> str:
    card = standing.card
    return "" if card is None or card.next_place is None else place_name(card.next_place)


def sent_answer() -> Answer | None:
    """Read the second factor that a form carries.

    Returns:
        The answer, a passkey's with its signature checked; None when there is none in it.
    """
    if request.form.get(PASSKEY):
        signed = signed_answer("passkey", must_verify=False)
        return None if signed is None else signed[1]
    way = request.form.get(WAY, "")
    if way not in _TYPED:
        return None
    return Answer(Way(way), request.form.get(CODE, "")[:_LONGEST_CODE])


def signed_answer(purpose: str, *, must_verify: bool) -> tuple[KnownPasskey, Answer] | None:
    """Check what a passkey signed.

    Args:
        purpose: What its challenge was made for.
        must_verify: True wants the person known to the device.

    Returns:
        The passkey and the answer; None when the signature does not hold.
    """
    here, sent = site(), request.form.get(PASSKEY, "")[:_LONGEST]
    challenge = request.form.get(CHALLENGE, "")
    made_at = asked_at(challenge, purpose)
    credential = None if here is None or made_at is None else credential_of(sent)
    known = None if credential is None else passkey_by_credential(database(), credential)
    if here is None or known is None:
        return None
    count = signed_count(
        here,
        challenge_bytes(challenge),
        sent,
        known.public_key,
        known.sign_count,
        must_verify=must_verify,
    )
    if count is None:
        return None
    answer = Answer(Way.PASSKEY, passkey_id=known.id, sign_count=count, asked_at=made_at)
    return known, answer
