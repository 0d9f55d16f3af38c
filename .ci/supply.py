"""Holds what is installed against the lock file, and every licence against those we may use.

Needs no network.
"""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ALLOWED = re.compile(
    r"MIT|BSD|Apache|PSF|Python Software Foundation|ISC|MPL|Mozilla|LGPL|Lesser General|HPND"
    r"|0BSD|Unlicense|Zlib|PostgreSQL|CC0|Zope",
    re.IGNORECASE,
)
REFUSED = re.compile(r"\bA?GPL|(?<!Lesser )General Public", re.IGNORECASE)
_PATIENCE = 180
_PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^ \\;]+)")


def locked() -> Iterator[tuple[str, str, int]]:
    """Name each package of the lock file, its version and how many digests it has."""
    lines = (ROOT / "requirements.txt").read_text("utf-8").splitlines()
    pins = [(number, found) for number, line in enumerate(lines) if (found := _PIN.match(line))]
    ends = [number for number, _ in pins[1:]] + [len(lines)]
    for (number, found), end in zip(pins, ends, strict=True):
        digests = sum("--hash=sha256:" in line for line in lines[number:end])
        yield found[1], found[2], digests


def licence_of(package: Distribution) -> str:
    """Name a licence as its package does."""
    about = package.metadata
    # asked with a list: from Python 3.13 on a field that is not there is a warning
    [given, *_] = about.get_all("License-Expression") or [""]
    classes = [
        one.split(" :: ")[-1]
        for one in about.get_all("Classifier") or []
        if one.startswith("License :: ")
    ]
    [text, *_] = about.get_all("License") or [""]
    said = text.strip().splitlines()
    return given or ", ".join(classes) or (said[0] if said else "")


def faults() -> Iterator[str]:
    """Say what is not as it must be."""
    for name, version, digests in locked():
        if not digests:
            yield f"{name}: the lock file holds no digest"
        try:
            package = distribution(name)
        except PackageNotFoundError:
            continue  # for another system
        if package.version != version:
            yield f"{name}: {package.version} is installed and {version} is locked"
        licence = licence_of(package)
        # a package under several licences may be used under the one that we may use
        if not ALLOWED.search(licence) or (REFUSED.search(licence) and " OR " not in licence):
            yield f"{name}: licence {licence or 'not told'}"


def known_faults() -> tuple[str, bool]:
    """Ask pip-audit; say what it found, and whether anything is wrong."""
    command = [sys.executable, "-m", "pip_audit", "--require-hashes", "--disable-pip", "-f", "json"]
    command += ["--progress-spinner", "off", "-r", str(ROOT / "requirements.txt")]
    try:
        asked = subprocess.run(  # noqa: S603 - words of our own
            command, capture_output=True, text=True, timeout=_PATIENCE, check=False
        )
        packages = json.loads(asked.stdout)["dependencies"]
    except (subprocess.TimeoutExpired, ValueError):
        return "known faults: not asked, the network is away", False
    known = [one for one in packages if "vulns" in one]
    found = [f"{one['name']}: {fault['id']}" for one in known for fault in one["vulns"]]
    if not known:
        return "known faults: not asked, the index that is reached keeps no list of them", False
    said = f"known faults: {len(known)} of {len(packages)} packages asked, {len(found)} found"
    return "\n".join((said, *found)), bool(found)


def main() -> None:
    if "--faults" in sys.argv:
        said, is_wrong = known_faults()
        print(said)
        sys.exit(is_wrong)
    found = list(faults())
    print("\n".join(found) or f"lock and licences hold: {len(list(locked()))} packages")
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
