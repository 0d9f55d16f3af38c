"""YAML to plain data with exact numbers, and the line and column of everything in it."""

import json
import re
from dataclasses import dataclass, field
from io import StringIO
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.parser import Parser
from ruamel.yaml.reader import ReaderError
from ruamel.yaml.tokens import DirectiveToken
from typing_extensions import override

from qa_app.domain.defaults import RUBRIC_ALIASES_MOST, RUBRIC_BYTES_MOST, RUBRIC_DEPTH_MOST
from qa_app.domain.problems import Path, Problem
from qa_app.rubric_files.unreadable import Place, UnreadableError, too_much
from qa_app.rubric_files.unreadable_why import json_why, yaml_why
from qa_app.rubric_files.yaml_build import Builder

_HALVED = re.compile(r"(\\+)(u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})")
_JSON_MARK = re.compile(r'"(?:[^"\\]|\\.)*+"?|[\[\]{}]', re.DOTALL)


@dataclass(frozen=True, slots=True)
class YamlText:
    """A file's data and where everything in it stands.

    Attributes:
        plain: Mappings, lists, text, whole numbers, fractions, truth values and None.
        places: Path to line and column.
        written: Path to what stands in the file, where its value would be told otherwise.
    """

    plain: Any
    places: dict[Path, Place] = field(default_factory=dict)
    written: dict[Path, str] = field(default_factory=dict)

    def place_of(self, path: Path) -> Place:
        """Find where something stands, or what it would stand in.

        Args:
            path: Path of a problem.

        Returns:
            Line and column of the path, or of its nearest part that exists.
        """
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path, (1, 1))


class _Parser(Parser):
    """A parser of files that say nothing about how they want to be read."""

    @override
    def process_directives(self) -> Any:
        if self.scanner.check_token(DirectiveToken):
            token = self.scanner.peek_token()
            problem = Problem("not_plain_yaml", params={"what": f"%{token.name}"})
            raise UnreadableError(problem, (token.start_mark.line + 1, token.start_mark.column + 1))
        return super().process_directives()


class _Yaml(YAML):
    """The package without its search for extensions on disk, which takes longer than a cell."""

    @override
    def official_plug_ins(self) -> Any:
        return []


def read_yaml(text: str, aliases_most: int = RUBRIC_ALIASES_MOST) -> YamlText:
    """Read a YAML document that a person wrote.

    Args:
        text: The whole file.
        aliases_most: How often it may repeat what stands elsewhere in it.

    Returns:
        Its data and places; whole numbers of up to 18 digits and decimals of up to 12 and 12
        are exact numbers, any other value is the text that stands there.

    Raises:
        UnreadableError: It is too large, too deep, uses too many aliases or comes to too much
            when they are written out, gives a key twice, or is no plain YAML.
    """
    _check_bytes(text)
    yaml = _Yaml(typ="safe", pure=True)
    yaml.Parser = _Parser
    built = Builder(aliases_most)
    try:
        for event in yaml.parse(StringIO(text)):
            built.take(event)
    except MarkedYAMLError as fault:
        raise UnreadableError(
            Problem("not_yaml", params={"why": yaml_why(str(fault.problem))}), _mark(fault)
        ) from fault
    except ReaderError as fault:
        sign = text[fault.position : fault.position + 1] or "\0"
        problem = Problem("sign_unreadable", params={"sign": f"U+{ord(sign):04X}"})
        raise UnreadableError(problem, _at(text, fault.position)) from fault
    except (YAMLError, ValueError, IndexError, RecursionError) as fault:
        raise UnreadableError(Problem("not_yaml", params={"why": "other"})) from fault
    return YamlText(built.plain, built.places, built.written)


def read_json(text: str) -> YamlText:
    """Read a JSON document; what is JSON is YAML but for tabs and halved characters.

    Args:
        text: The whole file.

    Returns:
        Its data and places; numbers exact, those of an unusual form as text.

    Raises:
        UnreadableError: As `read_yaml`, or it is no JSON.
    """
    _check_bytes(text)
    _check_depth(text)
    try:
        json.loads(text, parse_int=str, parse_float=str)
    except json.JSONDecodeError as fault:
        problem = Problem("not_json", params={"why": json_why(fault.msg)})
        raise UnreadableError(problem, (fault.lineno, fault.colno)) from fault
    return read_yaml(_HALVED.sub(_whole_character, text.replace("\t", " ")))


def _whole_character(pair: re.Match[str]) -> str:
    if len(pair[1]) % 2 == 0:  # a backslash that is itself escaped begins nothing
        return pair[0]
    character: str = json.loads(f'"\\{pair[2]}"')
    return pair[1][:-1] + character


def _mark(fault: MarkedYAMLError) -> Place | None:
    mark = fault.problem_mark
    return None if mark is None else (mark.line + 1, mark.column + 1)


def _check_bytes(text: str) -> None:
    size = len(text.encode("utf-8", "surrogatepass"))
    if size > RUBRIC_BYTES_MOST:
        raise too_much("bytes", size, RUBRIC_BYTES_MOST)


def _at(text: str, position: int) -> Place:
    before = text[:position]
    return before.count("\n") + 1, position - before.rfind("\n")


def _check_depth(text: str) -> None:
    # before anything that calls itself for every bracket
    depth = 0
    for mark in _JSON_MARK.finditer(text):
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(mark[0], 0)
        if depth > RUBRIC_DEPTH_MOST:
            raise too_much("depth", depth, RUBRIC_DEPTH_MOST, _at(text, mark.start()))
