"""The projector: from streams to the archive, and from the archive to what readers see.

    streams ── intake ──▶ archive (seq 1, 2, 3 …) ── evolution ──▶ claims, articles, feeds ── tallies ──▶ tallies

Two steps with a transaction each. The archive is the truth; a generation of read models is disposable, and is built
anew by the same code that keeps the live one (`rebuild`). One projector leads, by a lease; others stand by.
"""
