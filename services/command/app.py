"""The command line as one tree, and the one place where an error becomes a sentence and an exit status."""

from __future__ import annotations

import os
import sys

import typer
from rich.console import Console

from services import logs
from services.command import ledger, operating, reading, serving

app = typer.Typer(
    name="claimledger",
    help="An auditable ledger of casualty and prisoner claims, read from news feeds. Claims are not facts.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)
for module in (serving, reading, ledger, operating):
    module.add_to(app)


def main() -> int:
    """Run the command line and return the exit status: 0 done, 1 something is in the way (it says what), 2 misused."""
    logs.configure("claimledger", "console", "info")
    try:
        app()
    except SystemExit as end:
        return int(end.code or 0) if isinstance(end.code, int | None) else 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # The reader of a pipe went away (`| head`); nothing is wrong, and nothing more can be written.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        if os.environ.get("CLAIMLEDGER_TRACEBACKS"):
            raise
        Console(stderr=True, highlight=False, soft_wrap=True).print(f"[red]claimledger:[/] {_sentence(error)}")
        return 1
    return 0


def _sentence(error: Exception) -> str:
    """Return what went wrong in words; the kind is named only where the message alone says too little."""
    if isinstance(error, OSError) and error.filename:
        return f"{error.filename}: {error.strerror}"
    message = str(error).strip()
    ours = type(error).__module__.startswith(("services", "schemas"))
    said = message if ours and message else f"{type(error).__name__}: {message or 'no further words'}"
    return said if ours else f"{said} (set CLAIMLEDGER_TRACEBACKS=1 to see where)"
