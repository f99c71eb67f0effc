"""The fetcher: asks feeds for news, visits the pages they name, and says which versions of which articles it saw.

    feeds.toml ─▶ poller ─▶ due list ─▶ visitor ─▶ page store, then `articles`
                     ╰────────▶ `feeds` ◀──────╯

The core (`feed_list`, `feed_document`, `addresses`, `memory`, `polling`, `visiting`, `turns`) takes and returns values.
The edges (`download`, `robots`, `parser`, `leases`, `poller`, `visitor`, `rounds`, `given`, `app`) do what the core
decides, in an order that a crash between any two lines leaves right.
"""

SOURCE = "claimledger/fetcher"
"""The CloudEvents `source` of everything that the fetcher says."""
