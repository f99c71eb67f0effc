"""The command line: `claimledger …`.

Each module holds the commands of one purpose; nothing is decided here. Imports of services stand inside the commands,
so that `claimledger --help` answers at once and `extract` needs no server's libraries.
"""

from services.command.app import main

__all__ = ["main"]
