"""Find who says so in Ukrainian and Russian: by the verb of saying, by "за даними", by the channel or bulletin."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from services.extractor.discourse import Discourse, Sentence

from . import lexicon, words
from .actors import Actors, Named
from .numerals import folded
from .settling import Settle, Speaker

_SAYS = (
    r"повідом(?:ив|ила|или|ило|ляє|ляють|ляли|ляв)|заяв(?:ив|ила|или|ило|ляє|ляють|ил|ляет|ляют|ляли)"
    r"|зазнач(?:ив|ила|или|ає|ають)"
    r"|сказа(?:в|ла|ли|л)|розпов(?:ів|іла|іли|ідає|ідають)|рассказ(?:ал|ала|али|ывает|ывают)|уточн(?:ив|ила|или"
    r"|ил|ює|яет|юють|яют)"
    r"|добав(?:ил|ила|или|ляет)|дода(?:в|ла|ли)|напис(?:ав|ала|али|ал)|пиш(?:е|ет|ут|уть)|писали|інформу(?:є"
    r"|ють|вали|вав)"
    r"|поінформу(?:вав|вала|вали)|проинформировал\w*|информиру(?:ет|ют)|сообщ(?:ил|ила|или|ило|ает|ают|али)"
    r"|говор(?:ит|ят|ил|или)"
    r"|каж(?:е|уть)|отмет(?:ил|ила|или)|наголос(?:ив|ила|или)|підтверд(?:ив|ила|или|жує|жують)|подтверд(?:ил"
    r"|ила|или|ило)"
    r"|подтвержда(?:ет|ют)|стверджу(?:є|ють|вали)|утвержда(?:ет|ют|ли)|тверд(?:ять|ить|ят|ит)|уверя(?:ет|ют)"
    r"|запевн(?:яє|яють|или|ив)"
    r"|поясн(?:ив|ила|или|ил|ює)|объясн(?:ил|ила|яет)|відзвіту\w+|доповіда\w+|допові(?:в|ли)|доложил\w*"
    r"|отчита\w+|визна(?:в|ла|ли)"
    r"|призна(?:л|ла|ли|лись|лось)|подсчита\w+|порахува\w+|переда(?:є|ють|ет|ют)|оприлюдн\w+|опубликова\w+"
    r"|озвуч\w+|повідомляється"
    r"|обвин(?:ил|ила|или)|звинува(?:тив|тила|тили)|констатува\w+|привод(?:ит|ят)|наводить|наводять|звітує"
    r"|рапорту\w+|зауваж\w+"
    r"|заверил\w*|приводит|свідч(?:ать|ить)|свидетельству(?:ют|ет)|установи\w+|насчита\w+|нарахува\w+"
    r"|обновля\w+|обнародова\w+|показа(?:в|ли|ла)|отчитал\w*|оцени(?:л|ла|ли|вает|вают)|оцін(?:ив|или|ює|юють)"
    r"|зафіксува\w+"
)
_DENIES = (
    r"спростував|спростувала|спростували|спростовує|спростовують|заперечив|заперечила|заперечили|заперечує"
    r"|заперечують|відкинув"
    r"|відкинула|відкинули|опроверг|опровергла|опровергли|опровергает|опровергают|отрицает|отрицают|отверг"
    r"|отвергла|отвергли"
    r"|отвергает|отрицал|отрицала|отрицали|назвав|назвала|назвали|назвал"
)
_VERB = re.compile(rf"\b(?:(?P<denies>{_DENIES})|(?:{_SAYS}))\b")
_CALLED_FALSE = re.compile(
    r"фейк|брехн|маячн|вигад|неправд|нісенітн|лож|вымыс|бред|фабрикаци|ерунд|клевет|наклеп|вкид|чуш|дезінформ"
    r"|дезинформ|пропаганд"
)
_BY = re.compile(
    r"\b(?:за|по|згідно з|згідно|согласно) (?:(?:його|її|їх|їхніми|его|ее|их|моїми) )?(?:(?P<whose>\w+(?:ськими"
    r"|зькими|цькими|ским)) |\w+(?:ими|ым|им) )?"
    r"(?:даними|данным|словами|словам|інформацією|информации|оцінк\w+|оценк\w+|підрахунк\w+|подсчетам|подсчетам"
    r"|версією|версии"
    r"|повідомленням\w*|сообщени\w+|твердженням\w*|утверждени\w+|свідченням\w*|показаниям|зведенням|сводк\w+"
    r"|наблюдениям)\b"
)
_CITING = re.compile(r"\b(?:з посиланням на|посилаючись на|со ссылкой на|ссылаясь на)\b")
_THIS = re.compile(r"^(?:про це|об этом|про наслідки|відповідні дані|такие данные|такі дані)\b")
_STOP = re.compile(r"[,;:()«»\"“”\n]|\s[–—-]\s|\.(?=\s|$)")
_REPORTED = re.compile(r"\s(?:что|що|про|о|об|щодо|якобы|буцімто|нібито|будто|журналистам|журналістам|агентству)\b")
_PRONOUN = re.compile(
    r"^\s*(?:(?:також|также|водночас|позднее|пізніше|однак|однако|тем временем|раніше|ранее|він|вона|вони|он"
    r"|она|они|відомство|ведомство|міністр|министр|речник|речниця|чиновник|губернатор|глава региона"
    r"|очільник|посадовець|спикер|представник|агенція|пресс-секретарь|лейтенант|штаб|организация|организации"
    r"|организацией"
    r"|його|її|їх|їхніми|его|ее|их|нього|цього)\s*)+(?:штабу|ведомства|відомства|области|області|угруповання"
    r"|в\b.*|у\b.*)?\s*$"
)
_ROLE = re.compile(
    r"\b(?:губернатор|мер\b|мэр|речни|пресс-секретар|пресслужб|пресс-служб|пресслужба|спікер|спикер|начальник"
    r"|глава|голова|очільник"
    r"|командир|командувач|командующ|міністр|министр|офіцер|офицер|полковник|підполковник|подполковник|майор"
    r"|капітан|капитан"
    r"|генерал|прокур|омбудсмен|уповноважен|уполномоч|представит|представн|координатор|старост|рятувальник"
    r"|спасател|очевид"
    r"|мешкан|жител|лікар|врач|медик|джерел|источник|канал|паблік|паблик|влад|власт|уряд|правительств|служб|адміністрац"
    r"|администрац|поліці|полици|штаб|управлін|управлени|секретар|депутат|заступник|заместител|дипломат"
    r"|журналіст|журналист"
    r"|видання|издание|агентств|організац|организаци|комітет|комитет|міністерств|министерств|лейтенант|сержант"
    r"|комбриг|боец"
    r"|боєць|учител|вчител|эксперт|експерт|аналітик|аналитик|розвідк|разведк|сторон|джерела|військов|военн|армі"
    r"|арми)\w*"
)
_NAME = re.compile(
    r"(?:[А-ЯІЇЄҐЁ][а-яіїєґё’'ʼ]+(?:-[А-ЯІЇЄҐЁ]?[а-яіїєґё]+)*(?: (?=[А-ЯІЇЄҐЁ][а-яіїєґё])|(?![\w-]))){1,4}"
)
_BULLETIN = re.compile(r"\b(?:сводк|зведенн|брифинг|брифінг|інформаці|оперативн|щоденн)\w*")
_OPENING = re.compile(
    r"^[^.!?\n]{3,140}?\b(?:інформує|інформують|повідомляє|повідомляють|сообщает|сообщают|звертає увагу|заявляє"
    r"|заявляет|информирует)\b"
)
_THE_BODY = re.compile(
    r"\b(?:штабу|відомств\w*|ведомств\w*|угруповання|міністерств[ауі]|министерств[ае]|прокуратури|служби)\b"
)
_THE_ARMY = re.compile(
    r"^\W*(?:водночас |тем временем |при этом )?(?:армія|армия|армії|армии|військові|военные|військових|военных)\b"
)
_HEADED = re.compile(r"^(?:\d\d:\d\d\s)?[«\"](?P<name>[^»\"]{3,40})[»\"]:\s|(?P<source>\((?P<named>[^()]{2,60})\)\W*$)")
_LEADING = re.compile(r"^\W*(?:губернатор|речни|начальник|мер|мэр|глава|голова|прокурат|пресс-служб|оперштаб|штаб)\w*")
_ASIDE = re.compile(r"\([^()]*\)|[«“\"](?=[а-яіїєґёa-z-]{2,}(?: [^\s,.]+){0,3}[»”\"])|(?<=[\w])[»”](?= )")
_WHOSE = re.compile(r"^\s*(?:їхн\w+|його|її|їх|их|его|ее)\s")
_SOLDIER = re.compile(
    r"\b(?:командир|боєць|боец|речни|представ|начальник|заступ|замест|офіцер|офицер|спікер|спикер)\w*"
)
_INTRODUCED = re.compile(
    r"(?P<name>[А-ЯІЇЄҐЁ][\w’'ʼ-]+ [А-ЯІЇЄҐЁ][\w’'ʼ-]+), (?:\w+ )?(?:лейтенант|капітан|капитан|майор|полковник"
    r"|сержант|командир"
    r"|комбат|офіцер|офицер|боєць|боец)\w* [^,.]{0,40}?(?:бригад|батальйон|батальон|полк|взвод|рот[иы])"
)
_NAMED_FIRST = re.compile(r"(?P<name>[А-ЯІЇЄҐЁ][\w’'ʼ-]+ [А-ЯІЇЄҐЁ][\w’'ʼ-]+)(?:,| [|/–—-]) (?P<role>[^\d:?!.]{4,70})$")
_BODY_FIRST = re.compile(r"^(?P<body>[^:.,!?\d«»\n]{3,60}):\s")
_CARRIED_SENTENCES = 8
_WORDS_OF_A_CHANNEL = 9
_OVA = re.compile(
    r"\b(?:ова|ода|мер|мэр\w*|мера|міськ\w+ голов\w+|місцев\w+ влад\w+|местн\w+ власт\w+|облдержадміністраці\w+"
    r"|обладміністраці\w+|глава региона|очільник області|губернатор|оперштаб|мвa)\b"
)


@dataclass(frozen=True, slots=True)
class Voice:
    """A speaker, where the verb stands, whether the words are denied, and which way of the verb they stand."""

    speaker: Speaker
    verb: int
    denies: bool
    opens: bool


class Speaking:
    """Who says what in one article; sentences are asked in order, so that a surname is known again."""

    def __init__(self, discourse: Discourse, actors: Actors, settle: Settle) -> None:
        self._discourse = discourse
        self._actors = actors
        self._settle = settle
        self._known: dict[str, Speaker] = {}
        self._last: Speaker | None = None
        self.channel: Speaker | None = None
        self.channel = self._channel()
        self._spoken = [self.channel] if self.channel else []
        for match in _INTRODUCED.finditer(discourse.text):
            speaker = Speaker(match.start("name"), match.end("name"), match["name"], settle.home_army())
            self._known.setdefault(words.stem(folded(match["name"].split()[-1])), speaker)
        self._voices = {sentence.start: self._read(sentence) for sentence in discourse.sentences}
        told = [voice for voices in self._voices.values() for voice in voices]
        self._only = (
            told[0] if len({voice.speaker.actor_id for voice in told}) == 1 and told[0].speaker.actor_id else None
        )

    def voices(self, sentence: Sentence) -> tuple[Voice, ...]:
        """Return every speaker of a sentence, in order of the verbs."""
        return self._voices[sentence.start]

    def voice_at(self, sentence: Sentence, position: int) -> Voice | None:
        """Return who says what stands at `position` of the article's text; null is the article's own voice."""
        found = [voice for voice in self.voices(sentence) if not voice.denies]
        if found:
            before = [voice for voice in found if voice.opens and voice.verb <= position]
            after = [voice for voice in found if voice.verb > position and not voice.opens]
            text = self._discourse.text
            if before and not (after and ";" in text[before[-1].verb : position]):
                return before[-1]
            if after:
                return after[0]
            whole = [voice for voice in found if voice.verb <= position] or found
            if not (whole[-1].opens and ";" in text[position : whole[-1].verb]):
                return whole[-1]
        return self._carried(sentence)

    def _carried(self, sentence: Sentence) -> Voice | None:
        """Return who speaks where the sentence names nobody: as before in the paragraph, or right behind it."""
        first = self._discourse.after(sentence)
        following = [first] if first and first.passage == sentence.passage else []
        if following and _THIS.match(folded(following[0].text)) and self.voices(following[0]):
            return self.voices(following[0])[0]
        for other in self._discourse.before(sentence, _CARRIED_SENTENCES):
            told = [voice for voice in self.voices(other) if not voice.denies]
            if told and other.passage == sentence.passage:
                return told[-1]
        if self.channel:
            return Voice(self.channel, self.channel.start, False, True)
        if following and (
            told := [voice for voice in self.voices(following[0]) if not voice.opens and not voice.denies]
        ):
            return told[0]
        if first and _THIS.match(folded(first.text)) and self.voices(first):
            return self.voices(first)[0]
        return self._only

    def _channel(self) -> Speaker | None:
        """Return whose channel or bulletin the article is, by its title or its first line."""
        discourse = self._discourse
        body = next((one for one in discourse.sentences if discourse.passage_of(one).section == "body"), None)
        title = next((one for one in discourse.sentences if discourse.passage_of(one).section == "title"), None)
        if title:
            low = folded(title.text)
            if (person := _NAMED_FIRST.match(title.text)) and _ROLE.search(folded(person["role"])):
                body_of = self._speaker(title.start + person.start("role"), title.end)
                start, end = title.start + person.start("name"), title.start + person.end("name")
                return Speaker(start, end, person["name"], body_of.actor_id if body_of else None)
            short = len(low.split()) <= _WORDS_OF_A_CHANNEL and not re.search(r"\d|[:?!]", low)
            if (short and not _VERB.search(low)) or _BULLETIN.search(low):
                speaker = self._speaker(title.start, title.end)
                if speaker and (_BULLETIN.search(low) or self._is_all(title, speaker, low)):
                    return speaker
        if body and (opening := _OPENING.match(folded(body.text))):
            return self._speaker(body.start, body.start + opening.end())
        return None

    @staticmethod
    def _is_all(title: Sentence, speaker: Speaker, low: str) -> bool:
        """Return whether a title is the speaker and nothing else, but for what the person is."""
        rest = len(title.text.split()) - len(speaker.text.split())
        last = title.end - speaker.end < 4 or bool(re.search(r"(?:област|район)\w*$", low))
        return rest <= 1 or (last and bool(_LEADING.match(low)) and not re.search(r"\b(?:удар|атак|обстр)", low))

    def _read(self, sentence: Sentence) -> tuple[Voice, ...]:
        low = folded(sentence.text)
        if len(low) > lexicon.LONGEST:
            return ()
        found: list[Voice] = []
        for match in _VERB.finditer(low):
            denies = bool(match["denies"])
            if match[0].startswith("назва") and not _CALLED_FALSE.search(low[match.end() :]):
                continue
            if voice := self._by_verb(sentence, low, match.start(), match.end(), denies):
                found.append(voice)
                self._last = voice.speaker
            elif found and not denies and re.search(r"(?:\bі|\bта|\bи|,)\s*(?:\w+,\s*)?$", low[: match.start()]):
                found.append(Voice(found[-1].speaker, sentence.start + match.start(), False, True))
        for match in _BY.finditer(low):
            if voice := self._by_source(sentence, low, match):
                found.append(voice)
        if headed := _HEADED.search(sentence.text):
            group = "name" if headed["name"] else "named"
            start, end = sentence.start + headed.start(group), sentence.start + headed.end(group)
            speaker = self._speaker(start, end, roles=False)
            if speaker is None and headed["name"]:
                speaker = Speaker(start, end, headed["name"], None)
            if speaker and (headed["name"] or speaker.actor_id):
                found.append(Voice(speaker, start, False, bool(headed["name"])))
        if first := _BODY_FIRST.match(sentence.text):
            start, end = sentence.start, sentence.start + first.end("body")
            named = self._named(start, end)
            if len(named) == 1 and (named[0].start, named[0].end) == (start, end) and self._settle.speaks(named[0]):
                actor_id = self._settle.actor(named[0], start)
                found.append(Voice(Speaker(start, end, named[0].text, actor_id), start, False, True))
        found.sort(key=lambda voice: voice.verb)
        for match in _CITING.finditer(low):
            end = _end_of(low, match.end())
            cited = self._speaker(sentence.start + match.end(), sentence.start + end)
            if cited and cited.actor_id:
                denials = [voice for voice in found if voice.denies]
                found = [Voice(cited, sentence.start + match.start(), False, True), *denials]
        if found:
            self._last = found[-1].speaker
            self._spoken += [voice.speaker for voice in found]
        return tuple(found)

    def _by_verb(self, sentence: Sentence, low: str, start: int, end: int, denies: bool) -> Voice | None:
        low = _ASIDE.sub(lambda aside: " " * len(aside[0]), low)
        begin = max((stop.end() for stop in _STOP.finditer(low, 0, start)), default=0)
        behind = min(_end_of(low, end), (reported.start() if (reported := _REPORTED.search(low, end)) else len(low)))
        before = low[begin:start]
        if before.strip() and not re.fullmatch(r"\s*(?:як|как|при цьому|при этом|также|також|а)\s*", before):
            speaker = self._speaker(sentence.start + begin, sentence.start + start)
            if speaker is None and begin and low[begin - 1 : begin] == "," and behind > end + 1:
                speaker = self._speaker(sentence.start + end, sentence.start + behind)
                if speaker:
                    return Voice(speaker, sentence.start + start, denies, False)
            if speaker is None and begin:  # "the ministry, citing its own count, said"
                earlier = max((stop.end() for stop in _STOP.finditer(low, 0, begin - 1)), default=0)
                speaker = self._speaker(sentence.start + earlier, sentence.start + begin - 1, roles=False)
            if speaker:
                return Voice(speaker, sentence.start + start, denies, True)
        speaker = self._speaker(sentence.start + end, sentence.start + behind)
        if speaker is None:
            return None
        opens = bool(re.match(r"\s*(?:як|как)\s*$", before)) or low[behind : behind + 1] == ":"
        return Voice(speaker, sentence.start + start, denies, opens or begin == 0)

    def _by_source(self, sentence: Sentence, low: str, match: re.Match[str]) -> Voice | None:
        end = _end_of(low, match.end())
        opens = end < len(low.rstrip(" .;!")) or match.start() < 2
        if match["whose"]:
            named = self._named(sentence.start + match.start("whose"), sentence.start + match.end())
            speaker = self._settle.government(named[0]) if named else None
        else:
            pronoun = re.search(r"\b(?:його|її|їх|їхніми|его|ее|их)\b", match[0])
            speaker = self._last if pronoun else self._speaker(sentence.start + match.end(), sentence.start + end, 5)
            if speaker is None and (found := _NAME.search(sentence.text, match.end(), end)):
                start = sentence.start + found.start()
                speaker = Speaker(start, sentence.start + found.end(), found[0], None)
        return Voice(speaker, sentence.start + match.start(), False, opens) if speaker else None

    def _speaker(self, start: int, end: int, limit: int = 16, *, roles: bool = True) -> Speaker | None:
        """Return who is named between `start` and `end`: a person with a role, a body, or somebody known before."""
        text = self._discourse.text
        line = words.read(text, start, end)[:limit]
        if not line:
            return None
        start, end = line[0].start, line[-1].end
        segment = text[start:end]
        low = folded(segment)
        if _PRONOUN.match(low):
            return self._last
        named = self._named(start, end)
        bodies = [one for one in named if not one.demonym and self._settle.speaks(one)]
        actor_id = self._settle.actor(bodies[-1], start) if bodies else None
        if actor_id is None and _OVA.search(low):
            actor_id = self._settle.only_authority()
        if actor_id is None and (body := _THE_BODY.search(low)):
            actor_id = self._called_before(body[0][:6])
        if actor_id is None and self._last and _WHOSE.match(low):
            actor_id = self._last.actor_id
        if actor_id is None and self.channel and not named and _SOLDIER.search(low):
            actor_id = self.channel.actor_id
        if actor_id is None and _THE_ARMY.search(low) and not named:
            actor_id = self._settle.army_before(start)
        for match in _NAME.finditer(segment):
            if match[0].split()[-1] in self._surnames(match[0]):
                known = self._known[words.stem(folded(match[0].split()[-1]))]
                return Speaker(start + match.start(), start + match.end(), known.text, known.actor_id)
        if roles and (person := self._person(segment, start, bodies, actor_id)):
            return person
        if bodies:
            last = bodies[-1]
            return Speaker(last.start, last.end, last.text, actor_id)
        states = [one for one in named if not one.demonym]
        if states:
            return Speaker(states[-1].start, states[-1].end, states[-1].text, self._settle.actor(states[-1], start))
        if roles and _ROLE.search(low):
            return Speaker(start, end, segment, actor_id or self._settle.body(low, named))
        return None

    def _called_before(self, noun: str) -> str | None:
        """Return the last speaker whose name had this noun: "речник штабу" is of the headquarters named before."""
        told = [one.actor_id for one in self._spoken if noun in folded(one.text)]
        return told[-1] if told else self._last.actor_id if self._last else None

    def _surnames(self, name: str) -> tuple[str, ...]:
        surname = name.split()[-1]
        return (surname,) if words.stem(folded(surname)) in self._known else ()

    def _person(self, segment: str, start: int, bodies: Sequence[Named], actor_id: str | None) -> Speaker | None:
        """Return the person at the end of a segment, introduced with a role: "губернатор … Ольга Вигадана"."""
        low = folded(segment)
        role = _ROLE.search(low)
        taken = [(one.start, one.end) for one in bodies]
        names = [
            match for match in _NAME.finditer(segment) if " " in match[0] or not role or match.start() > role.end()
        ]
        names = [
            match
            for match in names
            if not any(first < start + match.end() and start + match.start() < last for first, last in taken)
            and (" " in match[0] or role)
            and match.end() >= len(segment.rstrip()) - 14
        ]
        if not names or (not role and " " not in names[-1][0]):
            return None
        match = names[-1]
        if actor_id is None and role:
            actor_id = self._settle.body(low, self._named(start, start + len(segment)))
        speaker = Speaker(start + match.start(), start + match.end(), match[0], actor_id)
        if role:
            self._known.setdefault(words.stem(folded(match[0].split()[-1])), speaker)
        return speaker

    def _named(self, start: int, end: int) -> list[Named]:
        text = self._discourse.text
        return self._actors.find(words.read(text, start, end), text)


def _end_of(low: str, start: int) -> int:
    stop = _STOP.search(low, start)
    return stop.start() if stop else len(low)
