"""Headers that tell a browser what it may do with a response."""

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
"""On every response. Scripts and styles come from files of ours alone: nothing inline, nothing from elsewhere."""


def add_security_headers(app: Flask) -> None:
    """Guard every response, errors included."""

    @app.after_request
    def guard(response: Response) -> Response:
        response.headers.update(HEADERS)
        # Other sites may load our script files, where the widget is; what the service answers they may not embed.
        policy = "cross-origin" if request.endpoint == "static" else "same-origin"
        response.headers["Cross-Origin-Resource-Policy"] = policy
        response.headers.setdefault("Cache-Control", "no-cache")
        return response
