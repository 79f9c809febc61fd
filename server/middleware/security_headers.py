"""Security headers of every response."""

from flask import Flask, Response, request

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",  # with less, a form sent from our own page says Origin: null
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
"""On every response. Scripts and styles come from our own files only: nothing inline, no other origin."""

HSTS = "max-age=31536000"
"""A year. Sent over TLS only, as RFC 6797 asks; without subdomains, which are not ours."""


def add_security_headers(app: Flask) -> None:
    """Add the headers to every response, errors included."""

    @app.after_request
    def guard(response: Response) -> Response:
        response.headers.update(HEADERS)
        # Other sites may load our static files, which the widget needs, but not embed other responses.
        policy = "cross-origin" if request.endpoint == "static" else "same-origin"
        response.headers["Cross-Origin-Resource-Policy"] = policy
        response.headers.setdefault("Cache-Control", "no-cache")
        if request.is_secure:
            response.headers["Strict-Transport-Security"] = HSTS
        return response
