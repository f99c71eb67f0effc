"""The services of claimledger, in the order of the flow.

    feeds ─▶ fetcher ── articles ──▶ extractor ── claims ──▶ projector ─▶ archive, read models ─▶ status
                │                        │                       ▲
                ▼                        ▼                       │
            page store  ◀── texts ───────┘      operators ── rulings

`newsroom` is the invented site of the demo, `local` runs everything on one machine, `command` is the command line.
Services never import each other; what they share is a module of this package, named for its one concern.
"""
