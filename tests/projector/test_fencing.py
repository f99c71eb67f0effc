"""One projector writes. Who has lost the lease writes nothing, however late it notices."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from services import archive, database, views
from services.projector.leader import Leader, lead
from services.projector.lease import LeaseLost, holder_name
from tests.examples import an_article_fetched
from tests.projector.desk import claims_of_different_figures
from tests.projector.rig import LEASE, Rig


def take_over(rig: Rig) -> Leader:
    rig.pass_by(LEASE)
    another = rig.lead()
    assert another is not None
    return another


def test_a_second_projector_stands_by_until_the_lease_ends(rig: Rig) -> None:
    assert rig.lead() is None
    rig.pass_by(LEASE)
    assert rig.lead() is not None


def test_whoever_shows_signs_of_life_keeps_the_lease(rig: Rig) -> None:
    for _ in range(3):
        rig.pass_by(LEASE / 2)
        rig.leader.keep()
    assert rig.lead() is None


def test_a_lease_given_back_is_free_at_once(rig: Rig) -> None:
    rig.leader.release()
    assert rig.lead() is not None


def test_a_paused_projector_that_wakes_up_cannot_archive(rig: Rig) -> None:
    take_over(rig)
    with pytest.raises(LeaseLost):
        rig.leader.take(rig.desk.write(an_article_fetched()))
    assert rig.archived(archive.events) == []


def test_a_paused_projector_that_wakes_up_cannot_project(rig: Rig) -> None:
    rig.leader.take(rig.desk.write(*claims_of_different_figures(2)))
    rig.leader.project(1)
    another = take_over(rig)
    another.project(1)
    with pytest.raises(LeaseLost):
        rig.leader.project(1)
    assert len(rig.shown(views.claims)) == 2


def test_a_projector_that_lost_the_lease_cannot_give_it_away(rig: Rig) -> None:
    take_over(rig)
    rig.leader.release()
    assert rig.lead() is None


def test_a_later_leader_goes_on_where_the_one_before_was(rig: Rig) -> None:
    entries = rig.desk.write(*claims_of_different_figures(6))
    rig.hand_over(entries[:3])
    another = take_over(rig)
    assert list(another.positions().values())[1] == (entries[2].ms, entries[2].n)
    another.take(entries[3:])
    while another.project(10):
        pass
    assert [row.seq for row in rig.archived(archive.events)] == [1, 2, 3, 4, 5, 6]
    assert len(rig.shown(views.claims)) == 6


def test_in_a_file_the_lease_of_a_dead_process_is_free_at_once_and_elsewhere_it_ends_by_itself(rig: Rig) -> None:
    host, _, name = holder_name().split("/")
    nobody = f"{host}/{2**22 + 1}/{name}"  # above the largest process number that there is
    with database.transaction(rig.shelf.archive) as connection:
        connection.execute(update(archive.leases).values(holder=nobody, expires_at=rig.now() + timedelta(hours=1)))
    taken_over = lead(rig.shelf, rig.registry, holder_name(), rig.now, LEASE)
    assert (taken_over is not None) == rig.shelf.in_files
