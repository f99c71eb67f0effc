"""What the fetcher counts, each poll and each visit exactly once by its outcome."""

from prometheus_client import Counter

POLLS = Counter("claimledger_fetcher_polls", "How many times a feed was asked, by what came of it", ["outcome"])
PAGES = Counter("claimledger_fetcher_pages", "How many times a page was visited, by what came of it", ["outcome"])
