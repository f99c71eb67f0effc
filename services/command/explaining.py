"""How an article was read, on a terminal: its words marked by the claims read from them, and why others were dropped.

On a terminal with colours the marks are colours; elsewhere they are brackets, `[3:figure 30]`, one paragraph a line, so
that two readings can be compared by `diff`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from schemas.claim import Actor, Claim
from services import words
from services.extractor.explaining.explanation import Block, Explanation, Passed, Told
from services.extractor.explaining.marks import ROLES, Piece, Role

_STYLES: dict[Role, str] = {
    "figure": "bold yellow",
    "loss": "red",
    "claimant": "green",
    "perpetrator": "magenta",
    "place": "underline",
    "date": "blue",
    "subject": "cyan",
}
_STANCES = {"assert": "said", "deny": "denied", "concede": "conceded"}
_LONGEST = 90
"""Of a passage that gave nothing so many characters are repeated under its paragraph."""
_INDENT = 4


def show(console: Console, name: str, explanation: Explanation) -> None:
    """Print the article with its marks, under each paragraph its claims and what gave none."""
    coloured = console.is_terminal and not console.no_color and console.color_system is not None
    for line in _head(name, explanation, coloured):
        _print(console, line)
    for block in explanation.blocks:
        console.print()
        _print(console, _paragraph(block, coloured))
        for told in block.told:
            heading, *details = _claim(told)
            _print(console, heading, _INDENT)
            for line in details:
                _print(console, line, 2 * _INDENT)
        for passed in block.passed:
            _print(console, _dropped(passed, quoted=block.speaks), _INDENT)
    if explanation.unfounded:
        console.print()
        _print(console, Text("not in the article"))
    for passed in explanation.unfounded:
        _print(console, _dropped(passed, quoted=True), _INDENT)
    console.print()


def _print(console: Console, line: Text, indent: int = 0) -> None:
    if console.is_terminal:
        console.print(Padding(line, (0, 0, 0, indent), expand=False))
    else:
        console.print(Text(" " * indent).append_text(line), soft_wrap=True)


def _head(name: str, explanation: Explanation, coloured: bool) -> Iterator[Text]:
    about, claims = explanation.about, explanation.claims
    published = f"published {words.day(about.published_at)}" if about.published_at else "day of publication unknown"
    yield Text(_clean(name), "bold")
    yield Text(f"{explanation.extractor} {explanation.version}, {explanation.model or 'no model'}")
    yield Text(f"{published} (basis: {about.published_basis}), language {about.language or 'unknown'}")
    passed = sum(len(block.passed) for block in explanation.blocks) + len(explanation.unfounded)
    yield Text(f"{words.count(len(claims), 'claim')}, {words.count(passed, 'drop')}")
    if explanation.unread:
        yield Text(f"not read: {explanation.unread}")
    if not explanation.traced:
        yield Text(f"what {explanation.extractor} drops before it makes a claim is not known: it does not tell")
    legend = Text("marks: ")
    for number, role in enumerate(ROLES):
        legend.append(", " if number else "").append(role, _STYLES[role] if coloured else "")
    yield legend


def _paragraph(block: Block, coloured: bool) -> Text:
    if not block.speaks:
        return Text(f"{block.label} | {_clean(_whole(block))}", "dim")
    line = Text().append(f"{block.label} | ", "dim")
    for piece in block.pieces:
        line.append_text(_coloured(piece) if coloured else _bracketed(piece))
    return line


def _coloured(piece: Piece) -> Text:
    if not piece.roles:
        return Text(_clean(piece.text))
    role = min((role for _, role in piece.roles), key=ROLES.index)
    marked = Text().append(_clean(piece.text), _STYLES[role])
    for number in (number for number, its in piece.roles if its == "figure"):
        marked.append(" ").append(f"#{number}", "reverse")
    return marked


def _bracketed(piece: Piece) -> Text:
    if not piece.roles:
        return Text(_clean(piece.text))
    played = {role: [str(number) for number, its in piece.roles if its == role] for role in ROLES}
    roles = " ".join(f"{','.join(claims)}:{role}" for role, claims in played.items() if claims)
    return Text(f"[{roles} {_clean(piece.text)}]")


def _claim(told: Told) -> Iterator[Text]:
    claim, count = told.claim, told.claim.count
    how_many = f"{_bound(count.low, '0')}–{_bound(count.high, '∞')}" if claim.has_figure else "no figure"
    heading = Text().append(f"#{told.number} {claim.measure} “{_clean(count.text)}”", "bold")
    heading.append(f" = {how_many} ({count.qualifier}, {count.basis})")
    yield heading.append(f" of {_who(claim.subject)}, {claim.subject.kind}")
    yield Text("; ".join(_circumstances(told)))
    read_from = ", ".join(f"{role} “{_clean(text)}”" for role, text in told.words)
    extraction = claim.extraction
    yield Text(f"rule {extraction.rule}, confidence {extraction.confidence:.2f}, read from {read_from}", "dim")


def _circumstances(told: Told) -> Iterator[str]:
    claim, period = told.claim, told.claim.period
    yield f"{_STANCES[claim.stance]} by {_speaker(claim)}" + (f" (of #{told.about})" if told.about else "")
    if claim.perpetrator:
        yield f"done by {_who(claim.perpetrator)}"
    if claim.custody:
        holder = f", held by {_who(claim.custody.custodian)}" if claim.custody.custodian else ""
        yield f"custody {claim.custody.kind}{holder}"
    total = ", running total" if period.cumulative else ""
    yield f"{words.days(period.start, period.end)} ({period.precision}, {period.basis}{total})"
    if claim.place:
        yield f"at {_clean(claim.place.text)}"
    if told.part_of:
        yield f"part of #{told.part_of}"
    if claim.private_person:
        yield "names a private person"


def _speaker(claim: Claim) -> str:
    if claim.claimant is None:
        return "the article itself"
    relayed = f", relayed via {_clean(claim.claimant.relayed_via)}" if claim.claimant.relayed_via else ""
    return _who(claim.claimant) + relayed


def _who(actor: Actor) -> str:
    return f"{_clean(actor.text)} ({actor.actor_id or 'not known'})"


def _dropped(passed: Passed, *, quoted: bool) -> Text:
    words = f"“{_shortened(_clean(passed.text))}”: " if quoted else ""
    return Text().append(f"– {words}", "dim").append(passed.reason)


def _bound(value: int | None, otherwise: str) -> str:
    return otherwise if value is None else words.number(value)


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST].rstrip()} …"


def _whole(block: Block) -> str:
    return "".join(piece.text for piece in block.pieces)


def _clean(text: str) -> str:
    """Return `text` without what a terminal would obey: an article must not move the cursor or set colours."""
    return "".join("\N{REPLACEMENT CHARACTER}" if unicodedata.category(sign) == "Cc" else sign for sign in text)
