"""The pages that a method names as those that show it exist."""

import re

from flask import Flask

from tests.conftest import ROOT

METHODS = sorted((ROOT / "docs" / "methods").glob("*.md"))
_ADDRESS = re.compile(r"`(/[a-z<][^`\s]*)`")


def shape(address: str) -> str:
    return re.sub(r"<[^>]+>", "<>", address)


def test_its_pages_exist(app: Flask) -> None:
    known = {shape(rule.rule) for rule in app.url_map.iter_rules()}
    for file in METHODS:
        named = _ADDRESS.findall(file.read_text("utf-8"))
        assert [one for one in named if shape(one) not in known] == [], file.name
        assert named or file.stem == "verify"
