"""What was erased is gone: from read models, from the archive, from files, and from every rebuild."""

from __future__ import annotations

from pathlib import Path

from schemas import ClaimRecorded, article_id
from services import archive, database, generations, views
from tests.examples import a_claim_erased, a_claim_recorded, an_article_erased, an_article_extracted, an_article_fetched
from tests.projector.rig import Rig

SECRET = "Marta Quill, 43, was killed in Arvik"
ADDRESS = "https://paper.example/marta-quill"
ABOUT = {"article_id": str(article_id(ADDRESS)), "url": ADDRESS, "canonical_url": ADDRESS, "title": SECRET}


def a_report() -> ClaimRecorded:
    return a_claim_recorded(
        measure="killed",
        subject={"actor_id": "unregistered:marta-quill", "name": "Marta Quill", "text": SECRET},
        evidence={"sentence": SECRET},
        private_person=True,
        article=ABOUT,
    )


def written(rig: Rig) -> str:
    """Return everything that the database holds."""
    tables = [archive.events, archive.conflicts]
    shown = [views.articles, views.claims, views.tallies]
    return repr([*map(rig.archived, tables), *map(rig.shown, shown)])


def an_erased_article(rig: Rig) -> None:
    claim = a_report()
    history = [an_article_fetched(**ABOUT), claim, an_article_extracted(**ABOUT)]
    rig.hand_over(rig.desk.write(*history))
    assert SECRET in written(rig)
    rig.hand_over(rig.desk.write(an_article_erased(article_id=ABOUT["article_id"], claim_ids=[str(claim.claim_id)])))


def test_an_erased_article_leaves_figures_and_ids(rig: Rig) -> None:
    an_erased_article(rig)
    assert SECRET not in written(rig)
    assert "quill" not in written(rig).casefold()
    record = rig.read_model.claim(a_report().claim_id)
    assert record is not None
    assert (record.erased, record.claim.count, record.claim.evidence.sentence) == (True, a_report().count, "")
    assert [change.what for change in record.history] == ["recorded"]
    article = rig.read_model.article(record.claim.article.article_id)
    assert article is not None
    assert (article.erased, article.title, article.url) == (True, None, None)


def test_a_rebuild_honours_an_erasure(rig: Rig) -> None:
    an_erased_article(rig)
    before = rig.export()
    rig.rebuild()
    assert rig.export() == before
    assert SECRET not in written(rig)


def test_an_erasure_that_is_archived_before_what_it_concerns_holds_all_the_same(rig: Rig) -> None:
    claim = a_report()
    rig.hand_over(rig.desk.write(an_article_erased(article_id=ABOUT["article_id"], claim_ids=[])))
    rig.hand_over(rig.desk.write(an_article_fetched(**ABOUT), claim))
    assert SECRET not in written(rig)
    assert [row.erased for row in rig.shown(views.claims)] == [True]


def test_an_erased_claim_leaves_the_other_claims_of_its_article(rig: Rig) -> None:
    claim, other = a_report(), a_claim_recorded(measure="wounded", article=ABOUT)
    rig.hand_over(rig.desk.write(claim, other))
    ruling = a_claim_erased(claim_id=str(claim.claim_id), article_id=ABOUT["article_id"], why="the family asked")
    rig.hand_over(rig.desk.write(ruling))
    assert {row.claim_id for row in rig.shown(views.claims) if row.erased} == {claim.claim_id}
    assert {row.claim_id for row in rig.shown(views.claims) if not row.erased} == {other.claim_id}
    record = rig.read_model.claim(claim.claim_id)
    assert record is not None
    assert [(change.what, change.reason) for change in record.history] == [
        ("recorded", None),
        ("erased", "the family asked"),
    ]


def test_no_generation_that_is_kept_aside_still_knows(rig: Rig) -> None:
    rig.hand_over(rig.desk.write(an_article_fetched(**ABOUT), a_report()))
    rig.rebuild()
    with database.transaction(rig.shelf.archive) as connection:
        abandoned = generations.begin(connection, "crashed", rig.now())
    rig.shelf.build(abandoned.id)
    rig.hand_over(rig.desk.write(an_article_erased(article_id=ABOUT["article_id"], claim_ids=[])))
    with database.transaction(rig.shelf.reading) as connection:
        assert [generation.id for generation in generations.every(connection)] == [2]
    if rig.shelf.in_files:
        folder = Path(str(rig.shelf.address.database)).parent
        assert sorted(file.name for file in folder.glob("projection-*.db")) == ["projection-2.db"]
        # Not in free pages and not in the write-ahead log either.
        assert not [file for file in folder.iterdir() if SECRET.encode() in file.read_bytes()]
    assert SECRET not in written(rig)
