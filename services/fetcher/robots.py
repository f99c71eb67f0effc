"""What a site lets robots read (RFC 9309), for article pages.

A feed is published to be read by programs, so feeds are asked without this. A robots.txt that cannot be had forbids
nothing: a site that is down answers the page no better.
"""

from __future__ import annotations

from collections import OrderedDict
from datetime import datetime, timedelta

import structlog
from protego import Protego
from yarl import URL

from services.fetcher.answers import Downloaded
from services.fetcher.download import Downloader
from services.fetcher.errors import FetchError, Refused

log = structlog.get_logger(__name__)

PRODUCT = "claimledger"
KEPT_FOR = timedelta(hours=12)
MOST_SITES = 2_000


class RobotsRules:
    """The rules of the sites visited lately, each asked for once in twelve hours."""

    def __init__(self, downloader: Downloader) -> None:
        self._downloader = downloader
        self._rules: OrderedDict[str, tuple[datetime, Protego]] = OrderedDict()

    async def check(self, url: str, now: datetime) -> None:
        """Check that robots may read `url`.

        Raises:
            Refused: the site asks them not to, or this is no address.
        """
        try:
            site = str(URL(url).origin())
        except ValueError as error:
            raise Refused(f"its address cannot be asked ({error})", kind="bad_address") from error
        known = self._rules.get(site)
        if known is None or known[0] <= now:
            known = (now + KEPT_FOR, await self._ask(site))
            self._rules[site] = known
            if len(self._rules) > MOST_SITES:
                self._rules.popitem(last=False)
        if not known[1].can_fetch(url, PRODUCT):
            raise Refused("its robots.txt asks programs not to read this page", kind="robots")

    async def _ask(self, site: str) -> Protego:
        try:
            answer = await self._downloader.download(f"{site}/robots.txt")
        except FetchError as error:
            log.debug("no robots.txt", site=site, error=str(error))
            return Protego.parse("")
        text = answer.body.decode("utf-8", errors="replace") if isinstance(answer, Downloaded) else ""
        return Protego.parse(text)
