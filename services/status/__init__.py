"""The status service: is the pipeline at work, and what does the ledger say?

It reads Redis (how the work flows) and the read models (what came of it), and answers over HTTP: JSON for programs,
plain pages for people, text for Prometheus. It writes nothing.

    app.py          puts the pieces together and serves them
    lookout.py      looks at Redis (streams.py) and the database (ledger.py), and makes one observation of both
    health.py       judges an observation: ok, degraded or down, and what to do about it
    probes.py       /status, /livez, /readyz, /metrics
    api.py          /v1: actors, tallies, claims, events
    site.py         the pages, from templates/ and static/
"""
