"""OpenID Connect, as the one who asks: code flow with PKCE, state and nonce; the token's signature is always checked."""

import base64
import hashlib
import json
import secrets
import urllib.request
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

import jwt
from django.conf import settings
from django.http import Http404, HttpRequest
from django.urls import reverse

from schakel.core import time

_FLOWS = "provider flows"
_FLOW_LIFE = timedelta(minutes=10)
_MOST_FLOWS = 5
_TIMEOUT_SECONDS = 10
_MOST_BYTES = 1 << 20
_LEEWAY = timedelta(seconds=30)
# Never "none", and nothing where the client's secret would be the key.
_ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


class ProviderError(RuntimeError):
    """The provider's answer is missing, wrong or not to be trusted; the words are for us, not for the screen."""


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """An answer comes from the address that was checked, or not at all."""

    def redirect_request(self, *_: Any) -> None:
        return None


@dataclass(frozen=True)
class Provider:
    """An identity provider, as the administrator set it in the environment."""

    id: str
    name: str
    issuer: str
    client_id: str
    client_secret: str
    # What the provider says, in "amr" or "acr", when it asked for a second factor itself.
    second_factor: frozenset[str]


@dataclass(frozen=True)
class Identity:
    """Who somebody is at a provider, by a token that was checked."""

    provider: Provider
    subject: str
    has_second_factor: bool
    shown_at: datetime | None


@dataclass(frozen=True)
class Flow:
    """Why somebody was sent to the provider, and where they wanted to go."""

    purpose: str
    target: str
    nonce: str
    verifier: str


def providers() -> list[Provider]:
    """Every identity provider of this installation."""
    return [Provider(**told) for told in settings.SCHAKEL_PROVIDERS]


def provider_for(provider_id: str) -> Provider:
    """The provider with this name. Raises Http404."""
    found = next((provider for provider in providers() if provider.id == provider_id), None)
    if found is None:
        raise Http404
    return found


def begin(request: HttpRequest, provider: Provider, *, purpose: str, target: str) -> str:
    """The address at the provider to go to. Raises ProviderError."""
    known = _discover(provider)
    state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
    flows = {key: flow for key, flow in request.session.get(_FLOWS, {}).items() if _is_young(flow)}
    flows[state] = {
        "provider": provider.id, "purpose": purpose, "target": target, "nonce": nonce, "verifier": verifier,
        "at": time.real_now().timestamp(),
    }  # fmt: skip
    request.session[_FLOWS] = dict(list(flows.items())[-_MOST_FLOWS:])
    question = {
        "response_type": "code",
        "client_id": provider.client_id,
        "redirect_uri": _return_address(request, provider),
        "scope": "openid",
        "state": state,
        "nonce": nonce,
        "code_challenge": _b64(hashlib.sha256(verifier.encode()).digest()),
        "code_challenge_method": "S256",
    }
    if purpose == "prove":
        question |= {"prompt": "login", "max_age": "0"}
    address = known["authorization_endpoint"]
    return f"{address}{'&' if '?' in address else '?'}{urlencode(question)}"


def knows_state(request: HttpRequest) -> bool:
    """Whether this browser began the flow that came back."""
    return request.GET.get("state", "") in request.session.get(_FLOWS, {})


def finish(request: HttpRequest, provider: Provider) -> tuple[Flow, Identity]:
    """Who came back from the provider. The state works once. Raises ProviderError."""
    flows = request.session.get(_FLOWS, {})
    told = flows.pop(request.GET.get("state", ""), None)
    request.session[_FLOWS] = flows
    if told is None or not _is_young(told) or told["provider"] != provider.id:
        raise ProviderError("this browser did not ask for that")
    if "code" not in request.GET:
        raise ProviderError("the provider let nobody in")
    if request.GET.get("iss", provider.issuer) != provider.issuer:
        raise ProviderError("the answer came from another provider")  # RFC 9207
    flow = Flow(told["purpose"], told["target"], told["nonce"], told["verifier"])
    known = _discover(provider)
    answer = _exchange(request, provider, known, flow)
    return flow, _identity(provider, known, str(answer.get("id_token", "")), flow)


def _exchange(request: HttpRequest, provider: Provider, known: dict[str, Any], flow: Flow) -> dict[str, Any]:
    body = {
        "grant_type": "authorization_code",
        "code": request.GET["code"],
        "redirect_uri": _return_address(request, provider),
        "code_verifier": flow.verifier,
    }
    headers = {}
    if "client_secret_basic" in known.get("token_endpoint_auth_methods_supported", ["client_secret_basic"]):
        pair = f"{urlencode({'': provider.client_id})[1:]}:{urlencode({'': provider.client_secret})[1:]}"
        headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
    else:
        body |= {"client_id": provider.client_id, "client_secret": provider.client_secret}
    return _fetch(known["token_endpoint"], body=urlencode(body).encode(), headers=headers)


def _identity(provider: Provider, known: dict[str, Any], token: str, flow: Flow) -> Identity:
    try:
        header = jwt.get_unverified_header(token)
        keys = jwt.PyJWKSet.from_dict(_fetch(known["jwks_uri"])).keys
        fitting = [key for key in keys if key.key_id == header.get("kid")] or (keys if len(keys) == 1 else [])
        if header.get("alg") not in _ALGORITHMS or not fitting:
            raise ProviderError("the token is not signed with a key of the provider")
        claims = jwt.decode(
            token,
            fitting[0].key,
            algorithms=[header["alg"]],
            audience=provider.client_id,
            issuer=provider.issuer,
            leeway=_LEEWAY,
            options={"require": ["exp", "iat", "iss", "aud", "sub"]},
        )
    except (jwt.PyJWTError, ValueError, TypeError) as error:
        raise ProviderError("the token is not valid") from error
    if not secrets.compare_digest(str(claims.get("nonce", "")).encode(), flow.nonce.encode()):
        raise ProviderError("the token was made for another question")
    if claims.get("azp", provider.client_id) != provider.client_id:
        raise ProviderError("the token was made for another client")
    said = claims.get("amr", [])
    methods = {*(said if isinstance(said, list) else [said]), claims.get("acr")}
    shown = claims.get("auth_time")
    return Identity(
        provider,
        str(claims["sub"]),
        bool(methods & provider.second_factor),
        datetime.fromtimestamp(int(shown), tz=time.REGION_ZONE) if shown is not None else None,
    )


def _discover(provider: Provider) -> dict[str, Any]:
    known = _fetch(f"{provider.issuer.rstrip('/')}/.well-known/openid-configuration")
    if known.get("issuer") != provider.issuer:
        raise ProviderError("the provider calls itself by another name")
    if not {"authorization_endpoint", "token_endpoint", "jwks_uri"} <= known.keys():
        raise ProviderError("the provider does not say where to ask")
    return known


def _fetch(address: str, *, body: bytes | None = None, headers: dict[str, str] | None = None) -> dict[str, Any]:
    parts = urlsplit(address)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _LOOPBACK):
        raise ProviderError("the provider does not use https")
    request = urllib.request.Request(address, data=body, headers={"Accept": "application/json", **(headers or {})})  # noqa: S310  (checked above)
    try:
        with urllib.request.build_opener(_NoRedirect).open(request, timeout=_TIMEOUT_SECONDS) as response:
            told = json.loads(response.read(_MOST_BYTES))
    except (OSError, ValueError) as error:
        raise ProviderError("the provider does not answer") from error
    if not isinstance(told, dict):
        raise ProviderError("the provider answers something else")
    return told


def _return_address(request: HttpRequest, provider: Provider) -> str:
    return request.build_absolute_uri(reverse("provider_return", args=[provider.id]))


def _is_young(flow: dict[str, Any]) -> bool:
    return time.real_now().timestamp() - float(flow["at"]) < _FLOW_LIFE.total_seconds()


def _b64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
