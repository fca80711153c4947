"""An identity provider as a process of its own, on loopback: strict about its clients, and able to misbehave.

Started as `python -m tests.provider PORT`. Whoever comes is let in as the person that was last told at /control.
"""

import base64
import hashlib
import json
import secrets
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.parse import parse_qs, unquote_plus, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "schakel", "not so secret: 100%"
_KEY = rsa.generate_private_key(public_exponent=65_537, key_size=2048)
_OTHER_KEY = rsa.generate_private_key(public_exponent=65_537, key_size=2048)


class Provider(BaseHTTPRequestHandler):
    """Discovery, authorisation, tokens and keys (OpenID Connect Core 1.0, RFC 7636)."""

    told: dict[str, Any] = {}
    codes: dict[str, dict[str, str]] = {}

    def log_message(self, *_: object) -> None:
        """A test's output is its own."""

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        if address.path == "/.well-known/openid-configuration":
            self._answer(self._discovery())
        elif address.path == "/keys":
            key = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(_KEY.public_key()))
            self._answer({"keys": [key | {"kid": "one", "use": "sig", "alg": "RS256"}]})
        elif address.path == "/authorize":
            self._authorize({name: values[0] for name, values in parse_qs(address.query).items()})
        else:
            self.send_error(404)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        if self.path == "/control":
            Provider.told = json.loads(body)
            self._answer({})
        elif Provider.told.get("fault") == "moved":
            self.send_response(307)
            self.send_header("Location", "http://127.0.0.1:9/token")
            self.end_headers()
        else:
            self._token({name: values[0] for name, values in parse_qs(body).items()})

    @property
    def _issuer(self) -> str:
        return f"http://{self.headers['Host']}"

    def _discovery(self) -> dict[str, Any]:
        elsewhere = Provider.told.get("fault") == "discovery of another issuer"
        return {
            "issuer": "https://elders.example" if elsewhere else self._issuer,
            "authorization_endpoint": f"{self._issuer}/authorize",
            "token_endpoint": f"{self._issuer}/token",
            "jwks_uri": f"{self._issuer}/keys",
            "token_endpoint_auth_methods_supported": [Provider.told.get("auth", "client_secret_basic")],
        }

    def _authorize(self, asked: dict[str, str]) -> None:
        wanted = {"response_type": "code", "client_id": CLIENT, "scope": "openid", "code_challenge_method": "S256"}
        if any(asked.get(name) != value for name, value in wanted.items()) or not asked.get("nonce"):
            self.send_error(400)
            return
        code = secrets.token_urlsafe(16)
        Provider.codes[code] = asked
        answer = {"code": code, "state": asked["state"]} | Provider.told.get("answer", {})
        if Provider.told.get("fault") == "access denied":
            answer = {"error": "access_denied", "state": asked["state"]}
        self.send_response(302)
        self.send_header("Location", f"{asked['redirect_uri']}?{urlencode(answer)}")
        self.end_headers()

    def _token(self, sent: dict[str, str]) -> None:
        asked = Provider.codes.pop(sent.get("code", ""), None)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(sent.get("code_verifier", "").encode()).digest())
        if (
            asked is None
            or asked["redirect_uri"] != sent.get("redirect_uri")
            or asked["code_challenge"] != challenge.rstrip(b"=").decode()
            or self._client(sent) != (CLIENT, SECRET)
        ):
            self.send_error(400)
            return
        self._answer({"access_token": "x", "token_type": "Bearer", "id_token": self._id_token(asked)})

    def _client(self, sent: dict[str, str]) -> tuple[str, ...]:
        if Provider.told.get("auth") == "client_secret_post":
            return sent.get("client_id", ""), sent.get("client_secret", "")
        pair = base64.b64decode(self.headers.get("Authorization", "Basic ").split()[-1]).decode()
        return tuple(unquote_plus(part) for part in pair.split(":"))

    def _id_token(self, asked: dict[str, str]) -> str:
        now = int(time.time())
        claims = {
            "iss": self._issuer,
            "aud": CLIENT,
            "sub": Provider.told.get("sub", "nobody"),
            "iat": now,
            "exp": now + 300,
            "nonce": asked["nonce"],
        } | Provider.told.get("claims", {})
        for name in Provider.told.get("left_out", []):
            del claims[name]
        fault = Provider.told.get("fault")
        if fault == "no signature":
            return jwt.encode(claims, None, algorithm="none", headers={"kid": "one"})
        if fault == "signed with the secret":
            return jwt.encode(claims, SECRET.ljust(32), algorithm="HS256", headers={"kid": "one"})
        key = _OTHER_KEY if fault == "signed by another" else _KEY
        return jwt.encode(claims, key, algorithm="RS256", headers={"kid": "one"})

    def _answer(self, told: dict[str, Any]) -> None:
        body = json.dumps(told).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def running(port: int) -> Iterator[str]:
    """The provider as a process of its own; its issuer."""
    process = subprocess.Popen([sys.executable, "-m", "tests.provider", str(port)], cwd=Path(__file__).parents[1])
    issuer = f"http://127.0.0.1:{port}"
    try:
        _wait_for(issuer)
        yield issuer
    finally:
        process.terminate()
        process.wait(10)


def tell(issuer: str, **told: Any) -> None:
    """Who comes next, and what is wrong with the answer."""
    request = urllib.request.Request(f"{issuer}/control", data=json.dumps(told).encode())
    urllib.request.urlopen(request, timeout=10).close()


def _wait_for(issuer: str) -> None:
    for _ in range(100):
        try:
            urllib.request.urlopen(f"{issuer}/keys", timeout=10).close()
        except URLError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("the provider did not start")


if __name__ == "__main__":
    ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Provider).serve_forever()
