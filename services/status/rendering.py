"""Renders the templates: everything is escaped, and a name that a template misspells is an error and not a blank."""

from __future__ import annotations

from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from schemas.claim import Actor
from services import words

from .problems import Problem

_REMOVED = "[removed]"
_CODE = Markup("<code>{}</code>")


def render(template: str, **values: Any) -> str:
    """Return the page that `template` makes of `values`."""
    return _ENVIRONMENT.get_template(template).render(values)


def error_page(problem: Problem) -> str:
    """Return the page that tells a reader why there is none."""
    return render("error.html", problem=problem)


def _who(actor: Actor | None) -> str:
    """Return an actor's name. Without one the articles speak in their own voice; an erased one has none left."""
    if actor is None:
        return "the article itself"
    return actor.name or actor.text or _REMOVED


def _code(text: str) -> Markup:
    """Return `text` with what stands between backticks set as code."""
    pieces = enumerate(text.split("`"))
    return Markup().join(_CODE.format(piece) if place % 2 else escape(piece) for place, piece in pieces)


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("services.status"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "age": words.age,
        "code": _code,
        "measure": words.measure,
        "moment": words.moment,
        "number": words.number,
        "outcome": words.outcome,
        "perspective": words.perspective,
        "who": _who,
    }
    environment.globals |= {"count": words.count, "days": words.days, "figure": words.figure}
    return environment


_ENVIRONMENT = _environment()
