"""Security headers of every answer: a strict policy with no inline code and no other origin."""

import base64
import hashlib
from http import HTTPStatus

from flask import Flask, Response, request

# The one inline script: it sets the theme before the first paint, the stored one or the device's.
# Its hash is in the policy.
THEME_SCRIPT = (
    "var t;try{t=localStorage.theme}catch(e){}"
    "if(t!=='dark'&&t!=='light')t=matchMedia('(prefers-color-scheme:dark)').matches?'dark':'light';"
    "document.documentElement.dataset.theme=t"
)
_HASH = base64.b64encode(hashlib.sha256(THEME_SCRIPT.encode()).digest()).decode()
POLICY = (
    "default-src 'none'; img-src 'self' data:; style-src 'self'; font-src 'self'; "
    f"script-src 'self' 'sha256-{_HASH}'; connect-src 'self'; manifest-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
# A file's address carries its content's hash; fonts have none, and hardly ever change.
_FOREVER = "public, max-age=31536000, immutable"
_MONTH = "public, max-age=2592000"
_FIXED = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
}


def init_app(app: Flask, *, secure: bool) -> None:
    """Add the headers to every answer that has none of its own."""

    @app.after_request
    def _add(response: Response) -> Response:
        for name, value in _FIXED.items():
            response.headers.setdefault(name, value)
        if request.endpoint == "static" and response.status_code == HTTPStatus.OK:
            response.headers["Cache-Control"] = _FOREVER if request.args.get("v") else _MONTH
        if secure:
            response.headers.setdefault(
                "Strict-Transport-Security", "max-age=31536000; includeSubDomains"
            )
        return response
