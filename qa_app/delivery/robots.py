"""Speaks to group robots of WeCom, DingTalk and Feishu, signed as their vendors publish it.

Sources: developer.work.weixin.qq.com/document/path/91770; open.dingtalk.com, "custom robot,
security settings"; open.feishu.cn, "custom bot, signature verification".
"""

import base64
import hmac
import json
import ssl
from collections.abc import Collection, Mapping
from datetime import datetime
from http.client import HTTPException, HTTPSConnection
from typing import Any
from urllib.parse import quote, urlsplit

from qa_app.domain.defaults import SEND_SECONDS
from qa_app.domain.reminders import (
    Delivered,
    Outcome,
    RobotDoor,
    RobotKind,
    is_robot_address,
)

_MOST = 65_536
_FOUND, _BUSY, _FAULTY = 200, 429, 500
_RATES = frozenset({45009, 130101, 410100, 11232, 9499})
"""Codes by which the vendors say that a robot speaks too often."""


def send_by_robot(
    robot: RobotDoor,
    text: str,
    more_hosts: Collection[str],
    at: datetime,
    context: ssl.SSLContext | None = None,
) -> Delivered:
    """Say something in a chat group.

    Args:
        robot: The robot.
        text: One line.
        more_hosts: Hosts that this installation allows besides those of the vendors.
        at: The present; signatures of DingTalk and Feishu hold for an hour.
        context: Which certificates are believed; None for those of the system.

    Returns:
        Sent, once the vendor says so. Nothing but the address itself is called: a redirection is
        a refusal, and so is a host that is not allowed. Unknown when the line broke after the
        message was on it.
    """
    if not is_robot_address(robot.kind, robot.address, more_hosts):
        return Delivered(Outcome.REFUSED, "robot_address")
    parts = urlsplit(robot.address)
    query, body = _signed(robot, text, parts.query, at)
    line = HTTPSConnection(
        parts.netloc, timeout=SEND_SECONDS, context=context or ssl.create_default_context()
    )
    try:
        try:
            line.connect()
        except ssl.SSLError:
            return Delivered(Outcome.RETRY, "not_trusted")
        except OSError:
            return Delivered(Outcome.RETRY, "server_down")
        return _asked(line, f"{parts.path}?{query}" if query else parts.path, body)
    finally:
        line.close()


def _asked(line: HTTPSConnection, target: str, body: bytes) -> Delivered:
    headers = {"Content-Type": "application/json; charset=utf-8", "Connection": "close"}
    try:
        line.request("POST", target, body, headers)
        answer = line.getresponse()
        told = answer.read(_MOST)
    except (OSError, HTTPException):
        return Delivered(Outcome.UNKNOWN, "line_broke")
    if answer.status == _BUSY or answer.status >= _FAULTY:
        return Delivered(Outcome.RETRY, "put_off")
    if answer.status != _FOUND:
        return Delivered(Outcome.REFUSED, "refused")
    return _told(told)


def _told(answer: bytes) -> Delivered:
    try:
        told = json.loads(answer)
    except ValueError:
        return Delivered(Outcome.REFUSED, "refused")
    code = _code(told) if isinstance(told, Mapping) else None
    if code == 0:
        return Delivered(Outcome.SENT)
    if code in _RATES:
        return Delivered(Outcome.RETRY, "put_off")
    return Delivered(Outcome.REFUSED, "refused")


def _code(told: Mapping[str, Any]) -> object:
    for name in ("errcode", "code", "StatusCode"):
        if name in told:
            return told[name]
    return None


def _signed(robot: RobotDoor, text: str, query: str, at: datetime) -> tuple[str, bytes]:
    plain: dict[str, Any] = {"msgtype": "text", "text": {"content": text}}
    if robot.kind is RobotKind.FEISHU:
        plain = {"msg_type": "text", "content": {"text": text}}
        if robot.secret is not None:
            seconds = str(int(at.timestamp()))
            # the line to be signed is the key, and what is signed is empty
            signature = hmac.digest(f"{seconds}\n{robot.secret}".encode(), b"", "sha256")
            plain |= {"timestamp": seconds, "sign": base64.b64encode(signature).decode()}
    elif robot.kind is RobotKind.DINGTALK and robot.secret is not None:
        moment = str(int(at.timestamp() * 1000))
        line = f"{moment}\n{robot.secret}".encode()
        signature = hmac.digest(robot.secret.encode(), line, "sha256")
        sign = quote(base64.b64encode(signature), safe="")
        query = f"{query}&timestamp={moment}&sign={sign}"
    return query, json.dumps(plain, ensure_ascii=False).encode()
