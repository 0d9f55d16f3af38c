"""A provider of OpenID Connect of other people's making (pyop), on a local port.

Run in a process of its own, because its libraries warn of what they do. Whoever comes is the
person named in the header `X-Person`, without a question. It takes no issuer without https, which
a local port does not have: that check alone is left out.
"""

import os
import sys

from flask import Flask, Response, jsonify, redirect, request
from jwkest.jwk import RSAKey, rsa_load
from oic.oic.message import ProviderConfigurationResponse
from pyop.authz_state import AuthorizationState
from pyop.exceptions import OAuthError
from pyop.provider import Provider
from pyop.subject_identifier import HashBasedSubjectIdentifierFactory
from pyop.userinfo import Userinfo


def provider(issuer: str, back: str, key_file: str) -> Provider:
    known = {
        "issuer": issuer,
        "authorization_endpoint": f"{issuer}/authorize",
        "token_endpoint": f"{issuer}/token",
        "jwks_uri": f"{issuer}/keys",
        "response_types_supported": ["code"],
        "scopes_supported": ["openid"],
        "subject_types_supported": ["pairwise"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "code_challenge_methods_supported": ["S256"],
    }
    clients = {
        "plumbline": {
            "client_id": "plumbline",
            "client_secret": "s" * 32,
            "redirect_uris": [back],
            "response_types": ["code"],
            "token_endpoint_auth_method": "client_secret_basic",
            "subject_type": "pairwise",
        }
    }
    ProviderConfigurationResponse.verify = lambda *_, **__: True
    key = RSAKey(key=rsa_load(key_file), alg="RS256", use="sig", kid="one")
    state = AuthorizationState(HashBasedSubjectIdentifierFactory("salt"))
    people = Userinfo({"wang": {}, "li": {}})
    return Provider(key, known, state, clients, people)


def application(issuer: str, back: str, key_file: str) -> Flask:
    app, own = Flask(__name__), provider(issuer, back, key_file)

    @app.get("/.well-known/openid-configuration")
    def discovery() -> Response:
        return jsonify(own.provider_configuration.to_dict())

    @app.get("/keys")
    def keys() -> Response:
        return jsonify(own.jwks)

    @app.get("/authorize")
    def authorize() -> Response:
        asked = own.parse_authentication_request(request.query_string.decode())
        answer = own.authorize(asked, request.headers.get("X-Person", "wang"))
        return redirect(answer.request(asked["redirect_uri"]))

    @app.post("/token")
    def token() -> Response | tuple[Response, int]:
        try:
            given = own.handle_token_request(
                request.get_data().decode(), dict(request.headers.items())
            )
        except OAuthError as fault:
            return jsonify(error=fault.oauth_error), 400
        return jsonify(given.to_dict())

    return app


if __name__ == "__main__":
    _, port, back, key_file = sys.argv
    os.environ.pop("WERKZEUG_SERVER_FD", None)
    application(f"http://127.0.0.1:{port}", back, key_file).run(port=int(port))
