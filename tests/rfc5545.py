"""Rules of RFC 5545 for the calendars that we write, held against their bytes; imports no parser."""

import re

LONGEST = 75
NAME = re.compile(r"[A-Z][A-Z0-9-]*")
LINE = re.compile(
    r"(?P<name>[A-Z][A-Z0-9-]*)"
    r"(?P<params>(?:;[A-Z][A-Z0-9-]*=(?:\"[^\"]*\"|[^\";:,]+)(?:,(?:\"[^\"]*\"|[^\";:,]+))*)*)"
    r":(?P<value>.*)",
    re.DOTALL,
)
TEXTS = {"SUMMARY", "NAME", "X-WR-CALNAME"}
ONCE = {
    "VCALENDAR": {"VERSION", "PRODID"},
    "VEVENT": {"UID", "DTSTAMP", "DTSTART", "SEQUENCE", "STATUS", "SUMMARY", "LAST-MODIFIED"},
    "VTIMEZONE": {"TZID"},
    "STANDARD": {"DTSTART", "TZOFFSETFROM", "TZOFFSETTO"},
    "DAYLIGHT": {"DTSTART", "TZOFFSETFROM", "TZOFFSETTO"},
}
INSIDE = {
    "VCALENDAR": {"VEVENT", "VTIMEZONE"},
    "VTIMEZONE": {"STANDARD", "DAYLIGHT"},
}
VALUES = {
    "DTSTAMP": r"\d{8}T\d{6}Z",
    "LAST-MODIFIED": r"\d{8}T\d{6}Z",
    "SEQUENCE": r"\d+",
    "STATUS": r"CONFIRMED|CANCELLED|TENTATIVE",
    "CLASS": r"PUBLIC|PRIVATE|CONFIDENTIAL",
    "TRANSP": r"OPAQUE|TRANSPARENT",
    "TZOFFSETFROM": r"[+-]\d{4}(?:\d{2})?",
    "TZOFFSETTO": r"[+-]\d{4}(?:\d{2})?",
    "VERSION": r"2\.0",
    "METHOD": r"PUBLISH",
    "CALSCALE": r"GREGORIAN",
    "REFRESH-INTERVAL": r"PT\d+H",
    "UID": r"[!-~]+@[!-~]+",
}


def unfolded(body: bytes) -> list[str]:
    """Lines as they were before folding (3.1)."""
    return body.decode().replace("\r\n ", "").removesuffix("\r\n").split("\r\n")


def faults_of(body: bytes) -> list[str]:
    faults = _faults_of_bytes(body)
    inside: list[tuple[str, list[str]]] = []
    zones: set[str] = set()
    wanted: set[str] = set()
    uids: list[str] = []
    for line in unfolded(body):
        found = LINE.fullmatch(line)
        if found is None:
            faults.append(f"no content line: {line!r}")
            continue
        name, value, params = found["name"], found["value"], found["params"]
        if name == "BEGIN":
            if inside and value not in INSIDE.get(inside[-1][0], set()):
                faults.append(f"{value} inside {inside[-1][0]}")
            inside.append((value, []))
            continue
        if name == "END":
            part, seen = inside.pop()
            if part != value:
                faults.append(f"{part} ends as {value}")
            faults += [f"{part} without one {need}" for need in ONCE[part] if seen.count(need) != 1]
            faults += [f"{part}: {one} twice" for one in set(seen) if seen.count(one) > 1]
            continue
        part, seen = inside[-1]
        seen.append(name)
        if name in VALUES and not re.fullmatch(VALUES[name], value):
            faults.append(f"{name} is {value!r}")
        if name in TEXTS and re.search(r"(?<!\\)(?:\\\\)*(?:[,;\n]|\\[^\\;,nN])", value):
            faults.append(f"{name} is not escaped: {value!r}")
        if name in {"DTSTART", "DTEND"}:
            faults += _day_faults(part, name, params, value)
        if name == "TZID":
            zones.add(value)
        wanted |= set(re.findall(r";TZID=([^;:]+)", params))
        if name == "UID":
            uids.append(value)
    if inside:
        faults.append(f"{inside[-1][0]} does not end")
    if wanted != zones:
        faults.append(f"zones named {wanted}, described {zones}")
    if len(set(uids)) != len(uids):
        faults.append("the same UID twice")
    return faults


def _faults_of_bytes(body: bytes) -> list[str]:
    faults = []
    if not body.startswith(b"BEGIN:VCALENDAR\r\n") or not body.endswith(b"END:VCALENDAR\r\n"):
        faults.append("it is no calendar")
    if re.search(rb"(?<!\r)\n|\r(?!\n)", body):
        faults.append("a line does not end with CR and LF")
    for line in body.split(b"\r\n"):
        if len(line) > LONGEST:
            faults.append(f"longer than 75 octets: {line!r}")
        try:
            line.decode()
        except UnicodeDecodeError:
            faults.append(f"a sign is cut in two: {line!r}")
    if re.search(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", body):
        faults.append("control characters")
    return faults


def _day_faults(part: str, name: str, params: str, value: str) -> list[str]:
    if part in {"STANDARD", "DAYLIGHT"}:
        fits = params == "" and re.fullmatch(r"\d{8}T\d{6}", value)
    elif params == ";VALUE=DATE":
        fits = re.fullmatch(r"\d{8}", value)
    elif value.endswith("Z"):
        fits = params == "" and re.fullmatch(r"\d{8}T\d{6}Z", value)
    elif params.startswith(";TZID="):
        fits = re.fullmatch(r"\d{8}T\d{6}", value)
    else:
        fits = None
    return [] if fits else [f"{part}: {name}{params} is {value!r}"]
