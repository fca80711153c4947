"""What every answer of a door must carry, whatever it answers: for the tests that walk through all of them."""

import re
from collections.abc import Mapping
from html.parser import HTMLParser

_POLICY = {
    "default-src 'none'",
    "style-src 'self'",
    "script-src 'self'",
    "img-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "connect-src 'self'",
}
POLICIES = {"public": _POLICY, "desk": _POLICY}
# Of a file that somebody sent: nothing loads, nothing runs, and it belongs to no site.
FILE_POLICY = {"default-src 'none'", "frame-ancestors 'none'", "sandbox"}
PASSKEYS = {"publickey-credentials-create", "publickey-credentials-get"}
EXACTLY = {
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
ONE_YEAR = "max-age=31536000; includeSubDomains"
_NAMES_US = ("X-Powered-By", "Via", "X-Runtime", "Access-Control-Allow-Origin")


def wrong(headers: Mapping[str, str], door: str, *, is_static: bool = False) -> list[str]:
    """What is missing from the headers of one answer, or too much."""
    found = [f"{name}: {headers.get(name)}" for name, value in EXACTLY.items() if headers.get(name) != value]
    policy = headers.get("Content-Security-Policy", "")
    is_file = door == "desk" and not headers.get("Content-Type", "").startswith("text/html")
    if set(policy.split("; ")) not in ((POLICIES[door], FILE_POLICY) if is_file else (POLICIES[door],)):
        found.append(f"Content-Security-Policy: {policy}")
    kept = headers.get("Cache-Control")
    if kept != "max-age=3600, public" if is_static else "no-store" not in (kept or ""):
        found.append(f"Cache-Control: {kept}")
    features = dict(item.split("=") for item in headers.get("Permissions-Policy", "x=").split(", "))
    allowed = {name for name, who in features.items() if who != "()"}
    if allowed != (PASSKEYS if door == "desk" else set()) or len(features) < 40:
        found.append(f"Permissions-Policy: {features}")
    found += [f"{name}: {headers[name]}" for name in _NAMES_US if name in headers]
    if headers.get("Server"):
        found.append(f"Server: {headers['Server']}")
    return found


def wrong_cookie(cookie: str) -> list[str]:
    """What a production cookie lacks, as it stands in a Set-Cookie header."""
    pair, *attributes = [part.strip() for part in cookie.split(";")]
    name = pair.partition("=")[0]
    told = {attribute.partition("=")[0].lower(): attribute.partition("=")[2] for attribute in attributes}
    is_taken_back = told.get("max-age") == "0"
    found = [] if name.startswith("__Host-") else [f"{name} has no __Host-"]
    found += [f"{name} lacks {flag}" for flag in ("secure", "httponly") if flag not in told]
    if is_taken_back:
        found = [complaint for complaint in found if not complaint.endswith("httponly")]
    if told.get("samesite") != "Strict" or told.get("path") != "/" or "domain" in told:
        found.append(f"{name}: {told}")
    return found


def inline(html: str) -> list[str]:
    """Script or style that stands in the page itself, and anything that would come from another site."""
    reader = _Inline()
    reader.feed(html)
    return reader.found


class _Inline(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "style" or (tag == "script" and "src" not in told):
            self.found.append(f"<{tag}>")
        self.found += [f"<{tag} {name}>" for name in told if name == "style" or re.fullmatch(r"on[a-z]+", name)]
        loads = told.get("src", "") + (told.get("href", "") if tag in ("link", "use", "image") else "")
        if re.match(r"\s*([a-z]+:)?//|\s*(data|blob|javascript):", loads, re.IGNORECASE):
            self.found.append(f"<{tag}> loads {loads}")
        if told.get("href", "").strip().lower().startswith("javascript:"):
            self.found.append(f"<{tag} href={told['href']}>")
