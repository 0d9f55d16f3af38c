"""An empty form is answered in the page's language, by the page and not by the browser."""

import re

import pytest

from tests.conftest import ROOT
from tests.web.conftest import Visit, token_of

FORMS = [
    ("sys_admin", "/admin/accounts/new"),
    ("sys_admin", "/admin/places/new"),
    ("sys_admin", "/me"),
]


def test_no_form_to_fill_in_leaves_its_words_to_the_browser() -> None:
    files = sorted((ROOT / "templates").rglob("*.html"))
    forms = [
        (file.name, form)
        for file in files
        for form in re.findall(
            r'<form class="pl-form[^>]*method="post"[^>]*', file.read_text("utf-8")
        )
    ]
    assert len(forms) > 8
    assert [pair for pair in forms if "novalidate" not in pair[1]] == []


@pytest.mark.parametrize(("role", "address"), FORMS)
@pytest.mark.parametrize(
    ("language", "words"), [("zh", "该字段是必填字段"), ("en", "This field is required")]
)
def test_an_empty_form_says_what_is_missing(
    visit: Visit, role: str, address: str, language: str, words: str
) -> None:
    client = visit(role)
    token = token_of(client.get("/me").text)
    client.post(f"/language/{language}", data={"csrf_token": token})
    answer = client.post(address, data={"csrf_token": token})
    assert answer.status_code == 422
    assert words in answer.text


def test_every_fault_of_a_new_account_is_told_at_once(visit: Visit) -> None:
    client = visit("sys_admin")
    token = token_of(client.get("/me").text)
    client.post("/language/en", data={"csrf_token": token})
    for name, fault in (
        ("", "This field is required"),
        ("auditor", "This name is taken: choose another one"),
    ):
        sent = {"csrf_token": token, "login_name": name, "practitioner": "W9"}
        page = client.post("/admin/accounts/new", data=sent).text
        assert fault in page
        assert "No worker of this centre has this code" in page
