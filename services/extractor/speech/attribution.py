"""Find who says so: the speaker of a figure, in its sentence, around its quotation, or one sentence on.

A figure that no one is named for is told in the article's own voice. The innermost speaker is the claimant ("Kyiv
said that Moscow claimed 5": Moscow); an outer one relays.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from services.extractor.discourse import Discourse, Sentence
from services.extractor.page.sentences import Span

from . import authorship, backreferences, identities, reporting, sources, speakers
from .identities import Speaker

Attitude = Literal["says", "denies", "concedes"]
_SAYS_IN_PASSING = re.compile(
    r"\s+(?:had|has|have|was|were|is|are|would|left|led|caused|\w+ed|struck|hit|shot|took|cost|brought|\d+)\b"
)
"""What stands behind "that the army said" where it tells something: "killed five", "had left", "36 dead"."""
_QUOTATIONS_REACH = 4
"""So many sentences of one quotation, over several paragraphs, are looked back for who is quoted."""


@dataclass(frozen=True, slots=True)
class Voice:
    """A speaker with the attitude of the verb, and where the verb stands. `relayed_via` names an outer speaker.

    `is_aside`: a relative clause ("a strike that the army said killed five"), which governs only what it says itself.
    """

    speaker: Speaker
    attitude: Attitude
    verb: int
    relayed_via: str | None = None
    is_aside: bool = False


def voice_at(discourse: Discourse, sentence: Sentence, position: int) -> Voice | None:
    """Return who says what stands at `position` of `sentence`; null is the article's own voice."""
    return _named_for(discourse, sentence, position) or _governing(discourse, sentence)


def _named_for(discourse: Discourse, sentence: Sentence, position: int) -> Voice | None:
    """Return who is named for the words at `position`: around the quotation, in the sentence, over the list."""
    quotation = discourse.quotation_at(position)
    if quotation and (quotation.end > sentence.end or quotation.start <= sentence.start):
        voice = _around_quotation(discourse, sentence, quotation.start, quotation.end)
        if voice:
            return voice
    if source := sources.labelled(discourse, sentence, position):
        return Voice(source.speaker, "says", source.at)
    if voice := _in_sentence(discourse, sentence, position):
        return voice
    if quotation and (voice := _quoted_on(discourse, sentence, quotation)):
        return voice
    passage = discourse.passage_of(sentence)
    if passage.lead_in is not None:
        leading = discourse.sentences_of(passage.lead_in)
        if leading and (voice := _in_sentence(discourse, leading[-1], leading[-1].end)):
            return voice
    following = discourse.after(sentence)
    if following and reporting.SAID_THIS.search(following.text) and passage.section == "body":
        return _in_sentence(discourse, following, following.end)
    return None


def _governing(discourse: Discourse, sentence: Sentence) -> Voice | None:
    """Return who speaks in the sentences around one that names nobody, where they plainly govern it."""
    if issuer := authorship.of(discourse):
        name = discourse.registry.name(issuer.actor_id)
        return Voice(
            Speaker(issuer.actor_id, name, issuer.text, sentence.start, sentence.start), "says", sentence.start
        )
    if discourse.passage_of(sentence).section != "body":
        return None
    return _carried_on(discourse, sentence) or _introduced_behind(discourse, sentence)


def _carried_on(discourse: Discourse, sentence: Sentence) -> Voice | None:
    """Return who spoke right before, where the sentence goes on with it ("Six more …") or the speaker does after it."""
    before = next(iter(discourse.before(sentence, 1)), None)
    last = _last_voice(discourse, before) if before else None
    if before is None or last is None:
        return None
    following = discourse.after(sentence)
    again = voices(discourse, following) if following else ()
    if again and _is_same(again[0], last):
        return last
    same_passage = before.passage == sentence.passage
    if same_passage and reporting.GOES_ON.match(sentence.text):
        return last
    return None


def _introduced_behind(discourse: Discourse, sentence: Sentence) -> Voice | None:
    """Return who is named in the second sentence of an article for what the first one tells."""
    leads = [one for one in discourse.sentences if discourse.passage_of(one).section == "body"][:1]
    following = discourse.after(sentence)
    if sentence not in leads or following is None:
        return None
    found = voices(discourse, following)
    told = reporting.TELLS_OF_IT.search(following.text)
    if not told or not found or found[0].attitude != "says":
        return None
    return None if reporting.HEARSAY.fullmatch(found[0].speaker.text) else found[0]


def _last_voice(discourse: Discourse, sentence: Sentence) -> Voice | None:
    """Return who speaks at the end of a sentence, or who carries on in it."""
    found = [voice for voice in voices(discourse, sentence) if voice.attitude != "denies" and not voice.is_aside]
    return found[-1] if found else None


def _is_same(one: Voice, other: Voice) -> bool:
    ours, theirs = one.speaker, other.speaker
    if ours.actor_id or theirs.actor_id:
        return ours.actor_id == theirs.actor_id
    return (ours.name or ours.text).lower() == (theirs.name or theirs.text).lower()


@lru_cache(maxsize=512)  # asked several times for each figure of a sentence
def voices(discourse: Discourse, sentence: Sentence) -> tuple[Voice, ...]:
    """Return every speaker of a sentence whose words are reported in it, in order of the verbs."""
    found = []
    for match in reporting.VERB.finditer(sentence.text):
        speaker = speakers.speaker_of(discourse, sentence, match)
        speaker = backreferences.settled(discourse, sentence, speaker) if speaker else None
        if speaker:
            is_aside = _in_relative_clause(discourse, sentence, speaker, match)
            if is_aside and not (match["says"] and _SAYS_IN_PASSING.match(sentence.text, match.end())):
                continue
            attitude: Attitude = "denies" if match["denies"] else "concedes" if match["concedes"] else "says"
            found.append(Voice(speaker, attitude, sentence.start + match.start(), is_aside=is_aside))
    return tuple(found)


def _in_relative_clause(discourse: Discourse, sentence: Sentence, speaker: Speaker, match: re.Match[str]) -> bool:
    """Return whether a verb only describes something: "Norland, which denies …, struck", "bombs that police found"."""
    before = discourse.text[sentence.start : min(speaker.start, sentence.start + match.start())]
    if speaker.end <= sentence.start + match.start() and re.search(r"\b(?:that|which|whom)\s+(?:the\s+)?$", before):
        return not re.search(
            r"\b(?:said|says|told|added|reported|announced|stated"
            r"|confirmed)\b[^,]*\bthat\s+(?:the\s+)?$",
            before,
        )
    between = discourse.text[speaker.end : sentence.start + match.start()]
    return bool(re.fullmatch(r",\s(?:which|who)\s(?:has\s|have\s|had\s)?(?:\w+ly\s)?", between)) and bool(
        re.match(
            r"[^.;]{3,110}?,\s(?:\w+ly\s)?(?:has|had|have|\w+ed|is|are|was|were|said"
            r"|says)\b",
            sentence.text[match.end() :],
        )
    )


def _is_past(discourse: Discourse, voice: Voice, position: int) -> bool:
    """Return whether `position` lies behind the clause that an aside says."""
    return voice.is_aside and "," in discourse.text[voice.verb : position]


def _in_sentence(discourse: Discourse, sentence: Sentence, position: int) -> Voice | None:
    found = voices(discourse, sentence)
    if not found:
        return None
    before = [voice for voice in found if voice.verb < position and not _is_past(discourse, voice, position)]
    after = [voice for voice in found if voice.verb >= position]
    spoken_before = [voice for voice in before if voice.speaker.start < voice.verb or voice.speaker.end <= position]
    chosen = spoken_before[-1] if spoken_before else None
    if chosen is None or re.search(r";", discourse.text[chosen.verb : position]):
        chosen = _trailing(after, discourse, position) or chosen
    if chosen is None:
        return None
    outer = [
        voice
        for voice in found
        if voice.verb < chosen.speaker.start
        and voice.speaker.actor_id != chosen.speaker.actor_id
        and not reporting.NEW_CLAUSE.search(discourse.text, voice.verb, chosen.speaker.start)
    ]
    relay = next(
        (voice.speaker.name or voice.speaker.text for voice in reversed(outer) if voice.attitude == "says"), None
    )
    citing = reporting.CITING.search(sentence.text)
    if citing:
        cited = discourse.mentions_in(sentence.start + citing.end(), sentence.end)
        if cited:
            source = _who_cites(discourse, sentence, sentence.start + citing.start()) or chosen.speaker
            via = source.name or source.text if source.actor_id != cited[0].actor_id else None
            return Voice(identities.of_mention(discourse, cited[0]), "says", sentence.start + citing.start(), via)
    return Voice(chosen.speaker, chosen.attitude, chosen.verb, relay)


def _who_cites(discourse: Discourse, sentence: Sentence, citing: int) -> Speaker | None:
    """Return who is named right before ", citing": "Reuters, citing the army, reported"."""
    named = discourse.mentions_in(sentence.start, citing)
    if named and re.fullmatch(r"\s*,?\s*", discourse.text[named[-1].end : citing]):
        return identities.of_mention(discourse, named[-1])
    return None


def _trailing(after: list[Voice], discourse: Discourse, position: int) -> Voice | None:
    """Return the speaker named behind the words: ", the ministry said", ", according to the ministry"."""
    for voice in after:
        if voice.attitude == "denies" or voice.is_aside:
            continue  # who denies at the end does not say what stands before
        between = discourse.text[position : min(voice.verb, voice.speaker.start)]
        if re.search(r";\s[^;]{0,20}$", between) and discourse.text[voice.speaker.end : voice.speaker.end + 1] == ",":
            continue  # "…; according to the police, they were armed": only what comes behind it
        if voice.speaker.start >= voice.verb or re.search(r"[,”\"’)]", between):
            return voice
    return None


def _quoted_on(discourse: Discourse, sentence: Sentence, quotation: Span) -> Voice | None:
    """Return who speaks on in a quotation that opens a sentence and names nobody: who was quoted right before."""
    opens = sentence.start <= quotation.start <= sentence.start + 1
    is_closed = discourse.text[quotation.end - 1] in "”\"»’'"
    if not opens and (quotation.start > sentence.start or not is_closed):
        return None
    for other in discourse.before(sentence, _QUOTATIONS_REACH):
        if voice := _last_voice(discourse, other):
            return voice
        if discourse.quotation_at(other.start) is None:
            return None
    return None


def _around_quotation(discourse: Discourse, sentence: Sentence, start: int, end: int) -> Voice | None:
    """Return who is quoted: named right behind the quotation, else right before it."""
    for other in discourse.sentences_of(sentence.passage):
        if other.start < end <= other.end:
            outside = [voice for voice in voices(discourse, other) if voice.verb >= end]
            if outside:
                return outside[0]
    for other in discourse.sentences_of(sentence.passage):
        if other.start <= start < other.end:
            outside = [voice for voice in voices(discourse, other) if voice.verb < start]
            if outside:
                return outside[-1]
    return None
