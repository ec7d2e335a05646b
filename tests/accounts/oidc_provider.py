"""A small OpenID Connect provider on loopback: discovery, code flow with PKCE, signed ID token, userinfo.

It keeps what a real one insists on (client, secret, redirect address, code used once, verifier) and can be told to
misbehave: ``says`` overrides claims, ``broken`` names a path that answers nonsense.
"""

import base64
import hashlib
import json
import secrets
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "paralelo", "secreto-de-prueba"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Provider(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Answers)
        self.issuer = f"http://127.0.0.1:{self.server_port}/realms/cultura"
        self.claims = {"sub": "u-1", "email": "ana@example.org", "email_verified": True, "given_name": "Ana"}
        self.says: dict = {}
        self.broken = ""
        self.codes: dict = {}
        self.tokens: dict = {}
        self.refused: list[str] = []


class Answers(BaseHTTPRequestHandler):
    server: Provider

    def log_message(self, *args):
        pass

    def do_GET(self):
        url = urlsplit(self.path)
        asked = {name: values[0] for name, values in parse_qs(url.query).items()}
        verb = {
            "/realms/cultura/.well-known/openid-configuration": self.discovery,
            "/authorize": lambda: self.authorize(asked),
            "/jwks": self.keys,
            "/userinfo": self.userinfo,
        }[url.path]
        verb() if url.path != self.server.broken else self.answer("no es JSON")

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        said = {name: values[0] for name, values in parse_qs(body).items()}
        self.answer("no es JSON") if self.server.broken == "/token" else self.token(said)

    def answer(self, content, status=200):
        body = content.encode() if isinstance(content, str) else json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def discovery(self):
        base = self.server.issuer.rpartition("/realms")[0]
        ends = {"authorization": "authorize", "token": "token", "userinfo": "userinfo"}
        found = {f"{name}_endpoint": f"{base}/{path}" for name, path in ends.items()}
        methods = {"token_endpoint_auth_methods_supported": ["client_secret_post"]}
        self.answer({"issuer": self.server.issuer, "jwks_uri": f"{base}/jwks", **found, **methods})

    def authorize(self, asked):
        assert (asked["client_id"], asked["response_type"], asked["code_challenge_method"]) == (CLIENT, "code", "S256")
        assert {"openid", "email"} <= set(asked["scope"].split())
        code = secrets.token_urlsafe()
        self.server.codes[code] = asked
        self.send_response(302)
        self.send_header("Location", f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def token(self, said):
        asked = self.server.codes.pop(said.get("code"), None)
        digest = hashlib.sha256(said.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        wrong = asked is None or challenge != asked["code_challenge"] or said["redirect_uri"] != asked["redirect_uri"]
        if wrong or (said["client_id"], said["client_secret"]) != (CLIENT, SECRET):
            self.server.refused.append(said.get("code", ""))
            return self.answer({"error": "invalid_grant"}, 400)
        now = int(time.time())
        claims = {"iss": self.server.issuer, "aud": CLIENT, "iat": now, "exp": now + 60, "jti": secrets.token_hex(8)}
        claims |= self.server.claims | self.server.says
        access = secrets.token_urlsafe()
        self.server.tokens[access] = self.server.claims | self.server.says
        token = jwt.encode(claims, KEY, algorithm="RS256", headers={"kid": "k"})
        return self.answer({"access_token": access, "token_type": "Bearer", "expires_in": 60, "id_token": token})

    def userinfo(self):
        self.answer(self.server.tokens[self.headers["Authorization"].removeprefix("Bearer ")])

    def keys(self):
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key()))
        self.answer({"keys": [public | {"kid": "k", "alg": "RS256", "use": "sig"}]})


@contextmanager
def running():
    """Yields a provider that answers until the end of the block."""
    provider = Provider()
    thread = Thread(target=provider.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        provider.shutdown()
        provider.server_close()
        thread.join()
