"""A story of the newsroom as its file holds it: front matter, a body of blocks, perhaps a correction.

A file is YAML between two lines of `---`, then the body. Blocks of the body are parted by blank lines; the first
characters say what a block is: `## ` a heading, `- ` a list, `> ` a quotation, `!photo`, `!also`, `!teaser` and
`!update` page furniture, anything else a paragraph.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Self

import yaml
from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError, model_validator

BlockKind = Literal["paragraph", "heading", "list", "quotation", "photo", "also", "teaser", "update"]

_FURNITURE: tuple[BlockKind, ...] = ("photo", "also", "teaser", "update")


class NewsroomError(ValueError):
    """A file of the newsroom cannot be used. The message names the file and what to do."""


@dataclass(frozen=True, slots=True)
class Block:
    """One block of a body.

    `items` are the points of a list or the headlines of an `also` box. `lead` is what stands before the text: the
    headline of a teaser, the time of day of a live blog's update.
    """

    kind: BlockKind
    text: str = ""
    lead: str = ""
    items: tuple[str, ...] = ()


class Strict(BaseModel):
    """What people write by hand in a file: a field with a typo is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Correction(Strict):
    """What a newsroom changes in a story after it was published.

    `replace` maps each passage to what takes its place, in the title, the summary and the body.
    """

    published: AwareDatetime
    note: str
    replace: dict[str, str]


class Story(Strict):
    """An article. `summary` is what its feed entry and its teasers say; `body` is in the notation of this module."""

    outlet: str
    slug: str
    title: str
    summary: str
    author: str
    published: AwareDatetime
    body: str
    section: str = "News"
    updated: AwareDatetime | None = None
    correction: Correction | None = None
    correction_note: str | None = None

    @model_validator(mode="after")
    def _reads_well(self) -> Self:
        for passage in self.correction.replace if self.correction else ():
            if passage not in f"{self.title}\n{self.summary}\n{self.body}":
                raise ValueError(f"the correction replaces {passage!r}, which the story does not say")
        _ = self.blocks
        return self

    @property
    def changed(self) -> datetime:
        """When it was last changed, or else published."""
        return self.updated or self.published

    @property
    def blocks(self) -> tuple[Block, ...]:
        return tuple(read_blocks(self.body))

    def corrected(self) -> Story:
        """Return the story as it stands after its correction; itself when it has none."""
        if self.correction is None:
            return self
        texts = {"title": self.title, "summary": self.summary, "body": self.body}
        for old, new in self.correction.replace.items():
            texts = {name: text.replace(old, new) for name, text in texts.items()}
        revision = {"updated": self.correction.published, "correction_note": self.correction.note}
        return self.model_copy(update={**texts, **revision})


def read_story(text: str, origin: str) -> Story:
    """Return the story that `text` holds; `origin` names its file in errors.

    Raises:
        NewsroomError: no front matter, a field that is missing or unknown, a block that is no block, or a correction
            that would change nothing.
    """
    try:
        _, front_matter, body = text.split("---\n", 2)
        return Story.model_validate({**yaml.safe_load(front_matter), "body": body.strip()})
    except ValidationError as error:
        raise NewsroomError(f"{origin}: {in_words(error)}. The notation is told in story.py.") from error
    except (ValueError, TypeError, yaml.YAMLError) as error:
        raise NewsroomError(f"{origin}: no front matter between two lines of ---: {error}.") from error


def in_words(error: ValidationError) -> str:
    """Return which fields are wrong, and how, on one line."""
    return "; ".join(f"{'.'.join(map(str, problem['loc']))}: {problem['msg']}" for problem in error.errors())


def read_blocks(body: str) -> Iterator[Block]:
    """Yield the blocks of `body`.

    Raises:
        ValueError: a line begins with `!` and names no kind of furniture.
    """
    for chunk in body.split("\n\n"):
        lines = chunk.strip().splitlines()
        text = " ".join(line.strip() for line in lines)
        if text.startswith("!"):
            yield _furniture(text)
        elif text.startswith("## "):
            yield Block("heading", text.removeprefix("## "))
        elif text.startswith("> "):
            yield Block("quotation", " ".join(line.removeprefix("> ") for line in lines))
        elif text.startswith("- "):
            yield Block("list", items=tuple(line.removeprefix("- ") for line in lines))
        elif text:
            yield Block("paragraph", text)


def _furniture(text: str) -> Block:
    word, _, rest = text[1:].partition(" ")
    kind = next((kind for kind in _FURNITURE if kind == word), None)
    match kind:
        case "photo":
            return Block(kind, rest)
        case "also":
            return Block(kind, items=tuple(headline.strip() for headline in rest.split("|")))
        case "teaser":
            headline, _, excerpt = rest.partition("|")
            return Block(kind, excerpt.strip(), lead=headline.strip())
        case "update":
            time_of_day, _, headline = rest.partition(" ")
            return Block(kind, headline, lead=time_of_day)
        case _:
            raise ValueError(f"!{word} is none of {', '.join(f'!{name}' for name in _FURNITURE)}")
