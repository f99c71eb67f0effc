"""The contract of claimledger: its events, the claim, actors, streams and the status document.

Imports nothing but pydantic and the standard library, so that a consumer can vendor it.
"""

from .actor import ActorKind, Conflict, Party, Perspective, Phase, RegisteredActor
from .article import ArticleExtracted, ArticleExtractionFailed, ArticleFetched, article_id
from .claim import (
    Actor,
    Claim,
    Claimant,
    ClaimArticle,
    ClaimRecorded,
    ClaimWithdrawn,
    Context,
    Count,
    Custody,
    Evidence,
    Extraction,
    Period,
    Place,
    Subject,
)
from .dead import EntryDied
from .document import Document, DocumentClaims
from .event import Event, Payload, Record, canonical_json, derive_id, rfc3339
from .feed import FeedPolled, PageVisited
from .ruling import ArticleErased, ClaimErased
from .status import FeedStatus, ServiceStatus, Status, StreamStatus, TallySummary
from .streams import PAYLOADS, STREAMS, Stream
from .tally import ActorTallies, Freshness, TallyRow

__all__ = [
    "PAYLOADS",
    "STREAMS",
    "Actor",
    "ActorKind",
    "ActorTallies",
    "ArticleErased",
    "ArticleExtracted",
    "ArticleExtractionFailed",
    "ArticleFetched",
    "Claim",
    "ClaimArticle",
    "ClaimErased",
    "ClaimRecorded",
    "ClaimWithdrawn",
    "Claimant",
    "Conflict",
    "Context",
    "Count",
    "Custody",
    "Document",
    "DocumentClaims",
    "EntryDied",
    "Event",
    "Evidence",
    "Extraction",
    "FeedPolled",
    "FeedStatus",
    "Freshness",
    "PageVisited",
    "Party",
    "Payload",
    "Period",
    "Perspective",
    "Phase",
    "Place",
    "Record",
    "RegisteredActor",
    "ServiceStatus",
    "Status",
    "Stream",
    "StreamStatus",
    "Subject",
    "TallyRow",
    "TallySummary",
    "article_id",
    "canonical_json",
    "derive_id",
    "rfc3339",
]
