"""What can be in the way of running on one machine; each message says what to do.

LocalError
├── FolderInUse        another claimledger works in the data folder
├── FolderTooNew       the data were written by a newer version
├── NoServer           no Redis or Valkey to be had
├── ServerFailed       there is one, and it does not start
└── PortInUse          somebody else listens on a port that we need
"""

from __future__ import annotations


class LocalError(Exception):
    """Something on this machine must change first."""


class FolderInUse(LocalError):
    """Another claimledger works in the data folder."""


class FolderTooNew(LocalError):
    """The data were written by a newer version."""


class NoServer(LocalError):
    """No Redis or Valkey to be had."""


class ServerFailed(LocalError):
    """The embedded server does not start."""


class PortInUse(LocalError):
    """Somebody else listens on a port that we need."""
