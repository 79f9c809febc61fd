"""Let scripts of the configured sites call the API (CORS)."""

from collections.abc import Collection

from flask import Flask, Response, request

ALLOWED = {
    "Access-Control-Allow-Methods": "GET, HEAD, POST",
    "Access-Control-Allow-Headers": "Content-Type, If-None-Match",
    "Access-Control-Max-Age": "600",
}
EXPOSED = "ETag, Retry-After"


def add_cors(app: Flask, origins: Collection[str]) -> None:
    """Add CORS headers to responses under /api/v1 for the given origins. Credentials are never allowed."""

    @app.after_request
    def allow(response: Response) -> Response:
        if not request.path.startswith("/api/v1/"):
            return response
        response.vary.add("Origin")
        origin = request.headers.get("Origin", "")
        if origin not in origins:
            return response
        response.headers["Access-Control-Allow-Origin"] = origin
        response.headers["Access-Control-Expose-Headers"] = EXPOSED
        if request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers:
            response.headers.update(ALLOWED)
        return response
