"""The lease of the one projector that may write, and its epoch.

When a lease ends only decides how soon somebody else may lead. That nobody writes who has lost it is decided by the
epoch, which grows with every holder and is checked inside every transaction that writes.
"""

from __future__ import annotations

import os
import socket
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal
from uuid import uuid4

from sqlalchemy import Connection, or_, select, update

from services.archive import leases

_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


class LeaseLost(Exception):
    """Another projector leads now; nothing of the transaction was written."""


def holder_name() -> str:
    """Return a name for this process that no other one has or will have."""
    return f"{socket.gethostname()}/{os.getpid()}/{uuid4().hex[:8]}"


def _is_gone(holder: str) -> bool:
    host, _, rest = holder.partition("/")
    pid, _, _ = rest.partition("/")
    if host != socket.gethostname() or not pid.isdigit():
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to write, for the holder of `epoch`."""

    name: str
    holder: str
    epoch: int


def acquire(
    connection: Connection,
    name: Literal["projector", "rebuild"],
    holder: str,
    *,
    now: datetime,
    lasts: timedelta,
    same_machine: bool = False,
) -> Lease | None:
    """Return the lease, or None while somebody else holds it.

    It is free when it has ended. On the `same_machine` (a database in a file) it is also free when the process that
    holds it is no more; elsewhere a process of that number may be alive in another container.
    """
    current = connection.execute(select(leases.c.holder, leases.c.epoch).where(leases.c.name == name)).one()
    free = leases.c.expires_at <= now
    if same_machine and _is_gone(current.holder):
        free = or_(free, leases.c.epoch == current.epoch)
    taken = connection.execute(
        update(leases)
        .where(leases.c.name == name, free)
        .values(holder=holder, epoch=leases.c.epoch + 1, expires_at=now + lasts)
        .returning(leases.c.epoch)
    ).scalar()
    return Lease(name, holder, taken) if taken is not None else None


def renew(connection: Connection, lease: Lease, *, now: datetime, lasts: timedelta) -> None:
    """Prolong the lease; until the transaction ends nobody else can take it.

    Raises:
        LeaseLost: another holder has a later epoch.
    """
    mine = (leases.c.name == lease.name) & (leases.c.epoch == lease.epoch)
    if not connection.execute(update(leases).where(mine).values(expires_at=now + lasts)).rowcount:
        raise LeaseLost(f"{lease.holder} is no longer the {lease.name} that leads")


def release(connection: Connection, lease: Lease) -> None:
    """Give the lease back, so that the next one need not wait for its end. Nothing happens when it is lost already."""
    mine = (leases.c.name == lease.name) & (leases.c.epoch == lease.epoch)
    connection.execute(update(leases).where(mine).values(holder="", expires_at=_LONG_AGO))
