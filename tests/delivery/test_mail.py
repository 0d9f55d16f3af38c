"""Mail by SMTP, against a real server on this machine."""

import email.policy
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from pathlib import Path

import pytest

from qa_app.delivery.mail import Letter, MailDesk, MailServer
from qa_app.domain.reminders import Delivered, Outcome
from tests.delivery.mailbox import Mailbox, free_port, mail_server
from tests.delivery.tls import contexts

AT = datetime(2026, 4, 8, 1, tzinfo=UTC)
SENT = Delivered(Outcome.SENT)


def letter(number: int = 7, to: str = "li.na@example.org") -> Letter:
    return Letter(number, to, "准绳提醒", "2026年4月9日有1场督导。\n\nhttps://q.example.org\n", AT)


def server(port: int, **fields: object) -> MailServer:
    values = {"user": "", "password": "", "is_encrypted": False, "sender": "qa@example.org"}
    return MailServer("127.0.0.1", port, **(values | fields))


def read(box: Mailbox, place: int = 0) -> EmailMessage:
    content = box.letters[place].original_content
    assert content is not None
    assert content.isascii()
    return message_from_bytes(content, policy=email.policy.default)


def test_chinese_arrives_as_it_was_written() -> None:
    box = Mailbox()
    with mail_server(box) as port:
        assert MailDesk(server(port)).send(letter()) == SENT
    message = read(box)
    assert message["Subject"] == "准绳提醒"
    assert message.get_content().replace("\r\n", "\n") == letter().body
    assert (message["From"], message["To"]) == ("qa@example.org", "li.na@example.org")
    assert message["Message-ID"] == "<reminder-7@example.org>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Date"] == "Wed, 08 Apr 2026 01:00:00 +0000"
    envelope = box.letters[0]
    assert (envelope.mail_from, envelope.rcpt_tos) == ("qa@example.org", ["li.na@example.org"])


def test_the_same_message_is_the_same_letter() -> None:
    box = Mailbox()
    with mail_server(box) as port:
        desk = MailDesk(server(port))
        assert [desk.send(letter()) for _ in range(2)] == [SENT, SENT]
    first, second = (one.original_content for one in box.letters)
    assert first == second


def test_an_address_kept_by_an_older_rule_is_refused_and_the_next_letter_leaves() -> None:
    box = Mailbox()
    with mail_server(box) as port:
        desk = MailDesk(server(port))
        done = [desk.send(letter(to=to)) for to in ("=?x?=@example.org", "li.na@example.org")]
    assert done == [Delivered(Outcome.REFUSED, "mail_address"), SENT]
    assert len(box.letters) == 1


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\n\n"])
def test_no_line_of_a_head_is_made_by_what_is_told(end: str) -> None:
    box = Mailbox()
    with mail_server(box) as port:
        desk = MailDesk(server(port))
        told = f"\u5468{end}Bcc: other@example.org{end}{end}more"
        desk.send(replace(letter(), subject=told))
        desk.send(letter(to=f"li.na@example.org{end}Bcc: other@example.org"))
        assert desk.send(letter()) == SENT
    for place in range(len(box.letters)):
        assert read(box, place)["Bcc"] is None
        assert box.letters[place].rcpt_tos == ["li.na@example.org"]


def test_encrypted_and_signed_in(tmp_path: Path) -> None:
    box, (serving, trusting) = Mailbox(), contexts(tmp_path)
    with mail_server(box, serving, ("qa", "secret")) as port:
        known = server(port, user="qa", password="secret", is_encrypted=True)
        assert MailDesk(known, trusting).send(letter()) == SENT
        wrong = server(port, user="qa", password="wrong", is_encrypted=True)
        refused = Delivered(Outcome.RETRY, "sign_in_refused")
        assert MailDesk(wrong, trusting).send(letter()) == refused
        # a certificate that nobody vouches for is not spoken to
        assert MailDesk(known).send(letter()) == Delivered(Outcome.RETRY, "not_trusted")
    assert len(box.letters) == 1


def test_without_encryption_nothing_is_handed_over() -> None:
    box = Mailbox()
    with mail_server(box) as port:
        desk = MailDesk(server(port, is_encrypted=True))
        assert desk.send(letter()) == Delivered(Outcome.RETRY, "not_encrypted")
    assert box.letters == []


def test_a_receiver_that_is_refused_does_not_stop_the_next() -> None:
    box = Mailbox()
    box.rcpt = ["550 no such user"]
    with mail_server(box) as port:
        desk = MailDesk(server(port))
        assert desk.send(letter()) == Delivered(Outcome.REFUSED, "refused")
        assert desk.send(letter(8)) == SENT
    assert read(box)["Message-ID"] == "<reminder-8@example.org>"


@pytest.mark.parametrize("step", ["rcpt", "data"])
def test_greylisting_is_put_off(step: str) -> None:
    box = Mailbox()
    setattr(box, step, ["451 come back later"])
    with mail_server(box) as port:
        desk = MailDesk(server(port))
        assert desk.send(letter()) == Delivered(Outcome.RETRY, "put_off")
        assert desk.send(letter()) == SENT


def test_a_letter_that_is_refused_as_a_whole() -> None:
    box = Mailbox()
    box.data = ["554 no"]
    with mail_server(box) as port:
        assert MailDesk(server(port)).send(letter()) == Delivered(Outcome.REFUSED, "refused")


def test_a_line_that_breaks_before_the_answer_is_not_known() -> None:
    box = Mailbox()
    box.drops_line = True
    with mail_server(box) as port:
        done = MailDesk(server(port)).send(letter())
    assert done == Delivered(Outcome.UNKNOWN, "line_broke")
    assert len(box.letters) == 1  # it did arrive, and nobody here can know


def test_a_server_that_is_down_is_asked_once_in_a_run(monkeypatch: pytest.MonkeyPatch) -> None:
    desk = MailDesk(server(free_port()))
    down = Delivered(Outcome.RETRY, "server_down")
    assert desk.send(letter()) == down
    monkeypatch.setattr(desk, "_connected", lambda: pytest.fail("asked again"))
    assert desk.send(letter(8)) == down
