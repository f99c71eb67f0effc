"""The extractors read the gold set no worse than the committed tables say. Sums only: the sealed part stays sealed."""

from __future__ import annotations

import json

from .__main__ import SCORES, TABLES, scores


def test_no_score_has_dropped_and_the_committed_tables_are_those_of_this_extractor() -> None:
    committed = json.loads(SCORES.read_text(encoding="utf-8"))
    now, page = scores()
    dropped = {
        f"{part}: {name}": (was, now[part][name])
        for part, figures in committed.items()
        for name, was in figures.items()
        if now[part][name] < was
    }
    assert not dropped, "F1 dropped (committed, now): mend the extractor, or commit `make score` and say why"
    assert now == committed, "the extractor reads better than the committed table: run `make score` and commit it"
    assert page == TABLES.read_text(encoding="utf-8"), "SCORES.md is not of this extractor: run `make score`"
