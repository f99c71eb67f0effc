"""Text from strangers, made fit to be stored and shown."""

from __future__ import annotations


def legible(text: str, most: int = 1_000) -> str:
    """Return `text` on one line, at most `most` characters, without what JSON, Redis or PostgreSQL cannot hold.

    That is: lone halves of surrogate pairs, which feeds can write as character references and HTTP headers as stray
    bytes, and the null character.
    """
    whole = text.encode("utf-8", errors="replace").decode("utf-8").replace("\x00", "")
    return " ".join(whole.split())[:most]
