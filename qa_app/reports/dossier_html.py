"""The dossier as one file of HTML that proves itself without a server or a network."""

import base64
import hashlib
import json
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from qa_app.domain.register_status import DECIDED
from qa_app.domain.signatures import ALGORITHM
from qa_app.reports.codes import code_svg
from qa_app.wording.dossiers import dossier_tests, dossier_words

_FOLDER: Final = Path(__file__).parent
_DATA = re.compile(r'<script type="application/json" id="dossier">(.*?)</script>', re.DOTALL)
_CODE = re.compile(
    r'<template id="code"><svg xmlns="http://www.w3.org/2000/svg" viewBox="[0-9 ]+" role="img"'
    r' aria-label="QR">(?:<path d="[MhvzZ0-9 -]*" fill="#(?:fff|000)"/>){2}</svg></template>'
)


_SAID = ("payload", "key", "public_key", "signature", "language")


@dataclass(frozen=True, slots=True)
class SignedDossier:
    """A dossier to be written.

    Attributes:
        payload: The signed text.
        key: Short name of the key.
        public_key: Its public part.
        signature: The signature.
        reply: Text of the code on the reply form.
        language: In which it opens.
    """

    payload: str
    key: str
    public_key: str
    signature: str
    reply: str
    language: str


def dossier_html(dossier: SignedDossier) -> bytes:
    """Write a dossier.

    Args:
        dossier: What is written.

    Returns:
        One file: data, style and evaluator inside, nothing loaded from anywhere, which its own
        policy forbids besides. The same bytes for the same dossier.
    """
    script, style = _script(), _file("dossier.css")
    data = _escaped(
        json.dumps(
            {
                "algorithm": ALGORITHM,
                "key": dossier.key,
                "payload": dossier.payload,
                "public_key": dossier.public_key,
                "signature": dossier.signature,
                "language": dossier.language,
                "decided": DECIDED,
                "tests": dossier_tests(json.loads(dossier.payload)),
                "words": dossier_words(),
            },
            ensure_ascii=False,
            sort_keys=True,
        )
    )
    policy = (
        f"default-src 'none'; script-src '{_hash(script)}'; style-src '{_hash(style)}';"
        " base-uri 'none'; form-action 'none'"
    )
    language = "zh-CN" if dossier.language == "zh" else "en"
    told = dossier_words()[dossier.language]
    page = (
        f'<!doctype html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{told['title']}</title>\n<style>{style}</style>\n</head>\n<body>\n"
        f'<main id="page"></main>\n<noscript>{told["noscript"]}</noscript>\n'
        f'<template id="code">{code_svg(dossier.reply)}</template>\n'
        f'<script type="application/json" id="dossier">{data}</script>\n'
        f"<script>{script}</script>\n</body>\n</html>\n"
    )
    return page.encode()


def dossier_inside(page: str) -> str:
    """Take the signed data out of a dossier that shows these data and nothing else.

    The page is written anew from its data and must be the same, sign by sign, but for the code of
    its reply form: whoever put other data, words or a script into it would show one thing and
    have another one checked.

    Args:
        page: The file.

    Returns:
        Its JSON; empty when there is none, or when the page is not what this version writes.
    """
    found = _DATA.search(page)
    if found is None:
        return ""
    try:
        plain = json.loads(found[1])
        said = {name: str(plain[name]) for name in _SAID}
        written = dossier_html(SignedDossier(**said, reply="")).decode()
    except (ValueError, KeyError, TypeError, RecursionError):
        return ""
    shown, codes = _CODE.subn("", page.replace("\r\n", "\n"))
    return found[1] if codes == 1 and shown == _CODE.sub("", written) else ""


@lru_cache(maxsize=1)
def _script() -> str:
    return _file("verdicts.js") + _file("dossier.js")


def _file(name: str) -> str:
    return (_FOLDER / name).read_text("utf-8")


def _hash(content: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()


def _escaped(text: str) -> str:
    # inside a script nothing may look like markup; JSON writes these signs so as well
    return text.replace("&", r"\u0026").replace("<", r"\u003c").replace(">", r"\u003e")
