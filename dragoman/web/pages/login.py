"""The page that asks for the token or password, where the server has one."""

import re
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from starlette.responses import RedirectResponse, Response

from dragoman.web.frame import page
from dragoman.web.safety import is_secret, settings_of

router = APIRouter()

_HERE = re.compile(r"/(?![/\\])[^\s\\]*")


@router.get("/login")
def login_page(request: Request, next: Annotated[str, Query()] = "/") -> Response:  # noqa: A002
    """Ask for the secret."""
    if settings_of(request).secret is None:
        return RedirectResponse("/", 303)
    return page(request, "login.html", None, title="Who is there?", wanted=next, wrong=False)


@router.post("/login")
def login(
    request: Request,
    secret: Annotated[str, Form()] = "",
    next: Annotated[str, Form()] = "/",  # noqa: A002
) -> Response:
    """Begin a session, if the secret is right, and go on to where whoever asks was going."""
    if not is_secret(request, secret):
        return page(
            request,
            "login.html",
            None,
            title="Who is there?",
            status=403,
            wanted=next,
            wrong=True,
        )
    request.session["admitted"] = True
    # Another site's address would take whoever signs in there.
    return RedirectResponse(next if _HERE.fullmatch(next) else "/", 303)


@router.post("/logout")
def logout(request: Request) -> Response:
    """End the session."""
    request.session.clear()
    return RedirectResponse("/login", 303)
