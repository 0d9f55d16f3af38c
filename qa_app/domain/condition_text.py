"""Conditions as a line of text that people write in a table, and back to plain data, exactly."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from qa_app.domain.defaults import RUBRIC_DEPTH_MOST

Plain = Mapping[str, Any]
_SIGNS = {"eq": "==", "gte": ">=", "gt": ">", "lte": "<=", "lt": "<"}
_TESTS = {sign: name for name, sign in _SIGNS.items()}
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}", re.ASCII)
_WHOLE = re.compile(r"-?\d{1,18}", re.ASCII)
_WORDS = frozenset(
    {"and", "or", "not", "all", "any", "in", "ever", "has", "fact", "answer", "item", "count"}
    | {"applicable", "true", "false", "answers", "items"}
)
_TOKEN = re.compile(
    r"""\s*(?:(?P<quoted>"(?:[^"\\]|\\.)*+")|(?P<sign>==|>=|<=|=|>|<)|(?P<mark>[(),*])"""
    r"""|(?P<whole>-?\d+(?![A-Za-z0-9_.㐀-鿿-]))"""
    r"""|(?P<word>[A-Za-z0-9㐀-鿿][A-Za-z0-9_.㐀-鿿-]*+))""",
    re.ASCII,
)
_ALIKE = str.maketrans(
    {"（": "(", "）": ")", "，": ",", "、": ",", "＝": "=", "≥": ">=", "≤": "<=", "＞": ">"}
    | {"＜": "<", "“": '"', "”": '"', "且": " and ", "或": " or ", "非": " not ", "　": " "}
)
_STRINGS = re.compile(r'"(?:[^"\\]|\\.)*+"')
_NO_TEXT = re.compile(r"[\ud800-\udfff\x00-\x08\x0b\x0c\x0e-\x1f]")
_LONGEST = 20_000


class ConditionTextError(ValueError):
    """A text is no condition.

    Attributes:
        rest: The text from where it could not be read any more; empty when it ended too early.
    """

    def __init__(self, rest: str) -> None:
        super().__init__(rest)
        self.rest = rest


def condition_text(plain: Any) -> str:
    """Write a condition as text.

    Args:
        plain: A condition as it stands in a file; its shape must be right.

    Returns:
        Such as `closed = true and risk in (high, medium)`; `parse_condition` gives the same
        data back.

    Raises:
        ValueError: It is not shaped like a condition; a `TypeError` for values of another kind.
    """
    text = _said(plain, 0)
    if parse_condition(text) != plain:
        raise ValueError(plain)
    return text


def _said(plain: Any, depth: int) -> str:
    if not isinstance(plain, Mapping) or not plain or depth > RUBRIC_DEPTH_MOST:
        raise ValueError(plain)
    match plain:
        case {"all": [_, *_] as parts}:
            return _joined("all", " and ", parts, depth)
        case {"any": [_, *_] as parts}:
            return _joined("any", " or ", parts, depth)
        case {"not": part}:
            return f"not ({_said(part, depth + 1)})"
        case _:
            return _leaf(plain)


def _leaf(plain: Plain) -> str:
    match plain:
        case {"fact": name}:
            words = _name(name)
            is_word = words in _WORDS or words == "applicable"
            return _tested(f"fact {words}" if is_word else words, plain)
        case {"answer": name} | {"item": name}:
            return _tested(f"{'answer' if 'answer' in plain else 'item'} {_name(name)}", plain)
        case {"applicable": value}:
            return f"applicable = {_value(value)}"
        case {"count": Mapping() as counted}:
            return _tested(_counted(counted), plain)
        case _:
            raise ValueError(plain)


def _joined(name: str, joint: str, parts: Sequence[Any], depth: int) -> str:
    said = [_said(part, depth + 1) for part in parts]
    if len(said) == 1:
        return f"{name}({said[0]})"
    return joint.join(
        f"({words})" if {"all", "any"} & set(part) and len(_parts(part)) > 1 else words
        for part, words in zip(parts, said, strict=True)
    )


def _parts(part: Plain) -> Sequence[Any]:
    parts: Sequence[Any] = part.get("all", part.get("any", ()))
    return parts


def _tested(subject: str, plain: Plain) -> str:
    for name, sign in _SIGNS.items():
        if name in plain:
            return f"{subject} {sign} {_value(plain[name])}"
    if "is" in plain:
        return f"{subject} = {_value(plain['is'])}"
    if "has" in plain:
        return f"{subject} has {_value(plain['has'])}"
    listed, joint = ("ever_in", "ever in") if "ever_in" in plain else ("in", "in")
    values = plain.get(listed)
    if not isinstance(values, list):
        raise TypeError(plain)
    return f"{subject} {joint} ({', '.join(map(_value, values))})"


def _counted(counted: Plain) -> str:
    kind = "items" if "items" in counted else "answers"
    ids = counted.get(kind)
    if ids != "*" and not isinstance(ids, list):
        raise TypeError(counted)
    names = "*" if ids == "*" else ", ".join(map(_name, ids))
    return f"count({kind} {names} = {_value(counted.get('is'))})"


def _name(name: Any) -> str:
    if not isinstance(name, str):
        raise TypeError(name)
    is_plain = _NAME.fullmatch(name) and name not in _WORDS
    return name if is_plain else json.dumps(name, ensure_ascii=False)


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False) if _WHOLE.fullmatch(value) else _name(value)
    raise ValueError(value)


def parse_condition(text: str) -> dict[str, Any]:
    """Read a condition that a person wrote.

    Args:
        text: Such as `closed = true and not (answer A1 = met)`. Brackets group; `and` binds
            before `or`; a value in quotation marks is always text. Chinese brackets, commas
            and 且, 或, 非 are read as well.

    Returns:
        The condition as plain data; whether its names exist is checked elsewhere.

    Raises:
        ConditionTextError: It cannot be read, from which sign on.
    """
    if len(text) > _LONGEST:
        raise ConditionTextError(text[:40])
    reader = _Reader(_tokens(_half_width(text)))
    condition = reader.either(0)
    if reader.at < len(reader.tokens):
        raise reader.fault()
    return condition


def _half_width(text: str) -> str:
    # quoted text keeps its signs; the quotation marks themselves may be Chinese
    text = text.replace("“", '"').replace("”", '"')
    parts, start = [], 0
    for quoted in _STRINGS.finditer(text):
        parts += [text[start : quoted.start()].translate(_ALIKE), quoted[0]]
        start = quoted.end()
    return "".join(parts) + text[start:].translate(_ALIKE)


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    rest: str


def _tokens(text: str) -> list[_Token]:
    tokens, at = [], 0
    text = text.rstrip()
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None or found.lastgroup is None:
            raise ConditionTextError(text[at:].strip()[:40])
        rest = text[found.start(found.lastgroup) :][:40]
        tokens.append(_Token(found.lastgroup, found[found.lastgroup], rest))
        at = found.end()
    return tokens


class _Reader:
    """Reads tokens from left to right."""

    def __init__(self, tokens: list[_Token]) -> None:
        self.tokens = tokens
        self.at = 0

    def fault(self) -> ConditionTextError:
        return ConditionTextError(self.tokens[self.at].rest if self.at < len(self.tokens) else "")

    def sees(self, *texts: str) -> bool:
        seen = self.tokens[self.at : self.at + len(texts)]
        return [t.text for t in seen] == list(texts) and all(t.kind != "quoted" for t in seen)

    def takes(self, *texts: str) -> bool:
        if not self.sees(*texts):
            return False
        self.at += len(texts)
        return True

    def need(self, text: str) -> None:
        if not self.takes(text):
            raise self.fault()

    def either(self, depth: int) -> dict[str, Any]:
        return self._listed("any", "or", self.both, depth)

    def both(self, depth: int) -> dict[str, Any]:
        return self._listed("all", "and", self.single, depth)

    def _listed(
        self, name: str, joint: str, part: Callable[[int], dict[str, Any]], depth: int
    ) -> dict[str, Any]:
        parts = [part(depth)]
        while self.takes(joint):
            parts.append(part(depth))
        return parts[0] if len(parts) == 1 else {name: parts}

    def single(self, depth: int) -> dict[str, Any]:
        if depth > RUBRIC_DEPTH_MOST:
            raise self.fault()
        for name in ("all", "any"):
            if self.takes(name, "("):
                return {name: [self._closed(depth)]}
        if self.takes("not"):
            return {"not": self.single(depth + 1)}
        if self.takes("("):
            return self._closed(depth)
        return self._test()

    def _closed(self, depth: int) -> dict[str, Any]:
        inner = self.either(depth + 1)
        self.need(")")
        return inner

    def _test(self) -> dict[str, Any]:
        if self.takes("applicable", "="):
            return {"applicable": self._value()}
        if self.takes("count", "("):
            return self._compared({"count": self._counted()})
        subject = next((name for name in ("answer", "item", "fact") if self._heads(name)), "fact")
        found: dict[str, Any] = {subject: self._name()}
        if self.takes("="):
            return {**found, "is": self._value()}
        if self.takes("has"):
            return {**found, "has": self._value()}
        if self.takes("ever", "in"):
            return {**found, "ever_in": self._values()}
        if self.takes("in"):
            return {**found, "in": self._values()}
        return self._compared(found)

    def _heads(self, name: str) -> bool:
        # `item = 3` compares a fact that happens to be called item
        following = self.tokens[self.at + 1 : self.at + 2]
        is_head = self.sees(name) and bool(following) and following[0].kind != "sign"
        self.at += is_head
        return is_head

    def _compared(self, found: dict[str, Any]) -> dict[str, Any]:
        sign = self._take("sign")
        if sign not in _TESTS:
            self.at -= 1
            raise self.fault()
        return {**found, _TESTS[sign]: self._value()}

    def _counted(self) -> dict[str, Any]:
        kind = next((name for name in ("answers", "items") if self.takes(name)), None)
        if kind is None:
            raise self.fault()
        names: str | list[str] = "*"
        if not self.takes("*"):
            names = [self._name()]
            while self.takes(","):
                names.append(self._name())
        self.need("=")
        value = self._value()
        self.need(")")
        return {kind: names, "is": value}

    def _take(self, *kinds: str) -> str:
        if self.at >= len(self.tokens) or self.tokens[self.at].kind not in kinds:
            raise self.fault()
        self.at += 1
        return self.tokens[self.at - 1].text

    def _name(self) -> str:
        text = self._take("word", "whole", "quoted")
        return self._unquoted(text) if text.startswith('"') else text

    def _unquoted(self, text: str) -> str:
        try:
            words: str = json.loads(text)
        except ValueError as fault:
            self.at -= 1
            raise self.fault() from fault
        if _NO_TEXT.search(words):
            self.at -= 1
            raise self.fault()
        return words

    def _values(self) -> list[Any]:
        self.need("(")
        if self.takes(")"):
            return []
        values = [self._value()]
        while self.takes(","):
            values.append(self._value())
        self.need(")")
        return values

    def _value(self) -> Any:
        text = self._take("word", "whole", "quoted")
        if text.startswith('"'):
            return self._unquoted(text)
        if text in {"true", "false"}:
            return text == "true"
        return int(text) if _WHOLE.fullmatch(text) else text
