"""The sign-in form of the owners."""

from flask import Flask, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from server.middleware.owner_auth import Owners


def add_login(app: Flask, owners: Owners) -> None:
    """Add ``/login`` and ``/logout``."""

    @app.route("/login")
    def login() -> Response:
        owners.check_open()
        return form()

    @app.route("/login", methods=["POST"])
    def sign_in() -> AnyResponse:
        owners.check_open()
        if not owners.right(request.form.get("key", "")):
            return form(wrong=True)
        response = redirect(local(request.form.get("next", "")), 303)
        owners.sign_in(response)
        return response

    @app.route("/logout", methods=["POST"])
    def sign_out() -> AnyResponse:
        response = redirect(url_for("page"), 303)
        owners.sign_out(response)
        return response


def form(*, wrong: bool = False) -> Response:
    """The page with the form."""
    after = local(request.values.get("next", ""))
    response = Response(render_template("login.html", wrong=wrong, after=after), 403 if wrong else 200)
    response.headers["Cache-Control"] = "no-store"
    return response


def local(path: str) -> str:
    """The path to redirect to; that of the insights for anything that is not a path of ours (open redirects)."""
    ours = (
        path.startswith(f"{request.root_path}/")
        and not path.startswith("//")
        and "\\" not in path
        and path.isprintable()
    )
    return path if ours else url_for("insights")
