"""Link each figure of a sentence to the loss that it counts, and to the total that it is a part of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from schemas.claim import Count, Measure, SubjectKind

from . import lexicon, numbers, words
from .numbers import Figure
from .words import Word

_FAR = 14.0
_FAR_OF_A_BARE_FIGURE = 6.0
_OWN_OF_A_PART = 5.0
_FURTHER = re.compile(r"(?:ще|еще|також|также)$")
_JOINS = re.compile(r"(?:та|і|й|и|а|но|але|або|или)$")
_BARE_ENDS = re.compile(r"\s*(?:[,.;:!?)»–—-]|$|(?:з них|із них|із яких|з яких|из них|та|і|й|и|а|ще|еще)\b)")
_KILLED_OF_LOST = re.compile(r"(?:убитыми и ранеными|вбитими (?:та|і|й) пораненими|убитими (?:та|і|й) пораненими)")
_INSTRUMENTAL = re.compile(r"(?:убит|вбит|загибл|погибш|ранен|поранен|пленн|полонен)(?:ыми|ими)$")
_NO_PEOPLE_BEFORE = re.compile(
    r"(?:№|\bст\.|статт\w+|статье\w*|пункт\w*|\bч\.|кім\.|вагоні|км/год)\s?$|\b(?:живи\w+|врят\w+|спасли"
    r"|спас[её]н\w*|эвакуирова\w+|евакуйова\w+)\s(?:\w+\s)?$"
)
_DAY = re.compile(
    r"\s*(?:січня|лютого|березня|квітня|травня|червня|липня|серпня|вересня|жовтня|листопада|грудня|января|февраля|марта"
    r"|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря)"
)


_OF_A_SIDE = re.compile(r"(?:українськ|украинск|російськ|российск|ізраїльськ|израильск)(?:их|ых)")
_SHARED = re.compile(r"\s(?:і|й|та|и)\s(?:[^\W\d]+\s){1,4}")
_SAME_NUMBER = re.compile(r"\b(?:столько же|стільки ж|стільки же|таку ж кількість|такое же количество)\b")


_NUMBER_OF = re.compile(r"(?:кількіст|числ|количеств)\w* (?:\w+ )?$")
_LEVEL = re.compile(r"\b(?:зр[оі]с|возрос|сяг|досяг|достиг|вырос|увелич|збільш|станов|состав|склад|переви|превы)\w*")


@dataclass(frozen=True, slots=True)
class Loss:
    """A word of loss at `start:end` of its sentence; `kind` is its name in the lexicon."""

    start: int
    end: int
    kind: str
    measure: Measure


@dataclass(frozen=True, slots=True)
class Counted:
    """Some people of a sentence: how many (a figure, or one person told without), and the words for them.

    Offsets are into the sentence. `noun` is empty where only the figure stands ("ще дев'ятьох поранено").
    """

    start: int
    end: int
    count: Count
    phrase: tuple[Word, ...]
    noun: str
    kind: SubjectKind
    first: int
    last: int
    of_people: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """People with what befell them. `part_of` is the number of the total among the links, `outer`: it stands before.

    `increase`: "(+15)" behind a running total; `above`: the loss is a word of the line that a bullet stands under.
    """

    people: Counted
    measure: Measure
    loss: Loss
    part_of: int | None = None
    outer: bool = False
    increase: bool = False
    above: bool = False


def losses(low: str, *, prisoners: bool) -> list[Loss]:
    """Return the words of loss in a folded sentence; being freed counts only where `prisoners` are spoken of."""
    found = []
    denied = [match.span() for match in lexicon.NO_LOSSES.finditer(low)]
    for match in lexicon.LOSS.finditer(low):
        kind = match.lastgroup or ""
        if kind == "free" and not prisoners:
            continue
        if any(start <= match.start() < end for start, end in denied):
            continue
        found.append(Loss(match.start(), match.end(), kind, lexicon.MEASURES[kind]))
    return found


def link(sentence: str, low: str, *, prisoners: bool) -> list[Link]:
    """Return the people counted in a sentence with their losses, in order."""
    befell = losses(low, prisoners=prisoners)
    line = words.read(sentence)
    counted = _counted(sentence, low, line)
    links: list[Link] = []
    previous: Counted | None = None
    for number, people in enumerate(counted):
        part = _part_marker(low, previous.last if previous else 0, people.first)
        if previous and _is_increase(sentence, people) and links:
            links.append(replace(links[-1], people=people, part_of=None, increase=True))
            continue
        loss = _nearest(low, people, befell, counted, number)
        total = next((at for at in range(len(links) - 1, -1, -1) if links[at].part_of is None), None)
        if part and total is not None:
            near = loss if loss and _gap(low, people, loss, counted) <= _OWN_OF_A_PART else links[total].loss
            links.append(Link(people, near.measure, near, total))
        elif loss:
            links.append(Link(people, loss.measure, loss, None, part is not None))
        elif not people.count.text:
            continue
        previous = people
    return [_settled(one, low) for one in links]


def singles(sentence: str, low: str, links: Sequence[Link], *, prisoners: bool) -> list[Link]:
    """Return single persons told without a figure: "загинула 62-річна мешканка", "включая подростка"."""
    befell = [loss for loss in losses(low, prisoners=prisoners) if loss.kind not in {"lost", "both", "free"}]
    found: list[Link] = []
    line = words.read(sentence)
    taken = [(one.people.first, one.people.last) for one in links]
    for at, word in enumerate(line):
        if not lexicon.is_one_person(word.low) or any(first <= word.start < last for first, last in taken):
            continue
        first = at
        while first and line[first - 1].end == line[first].start - 1 and _describes_one(line[first - 1].low):
            first -= 1
        count = Count(
            value=1, low=1, high=1, qualifier="exact", basis="counted", text=sentence[line[first].start : word.end]
        )
        start, kind = line[first].start, lexicon.kind_of_one(word.low)
        people = Counted(start, word.end, count, tuple(line[first : at + 1]), word.low, kind, start, word.end)
        before = [at for at, one in enumerate(links) if one.people.first < people.first and one.part_of is None]
        marker = _part_marker(low, links[before[-1]].people.last if before else 0, people.first)
        if before and marker is not None and people.first - marker < 4:
            found.append(Link(people, links[before[-1]].measure, links[before[-1]].loss, before[-1]))
            continue
        if marker is not None and people.first - marker < 4 and not before:
            own = [loss for loss in befell if 0 <= marker - loss.end < 3]
            found += [Link(people, own[0].measure, own[0], None, True)] if own else []
            continue
        for loss in befell:
            if _befalls_one(low, people, loss):
                found.append(Link(people, loss.measure, loss))
                break
    return found


_ONE_DIES = re.compile(
    r"(?:загину(?:в|ла)|погиб(?:ла)?|скончал(?:ся|ась)|помер(?:ла)?|умер(?:ла)?|убит[а]?|вбит[аоий]*|убито"
    r"|поранено|поранен[аий]*"
    r"|ранен[а]?|травмован[аоий]*|травмирован[а]?|постражда(?:в|ла)|пострадал[а]?|вбил[аи]?|убил[аои]?|смерть"
    r"|гибель|загибель|тіло|тело|тела"
    r"|загибелі|гибели|здався|сдался|полонений|пропал[а]?(?: без вести)?|зник(?:ла)?(?: безвісти)?"
    r"|контужен[аий]*|ранило|поранен(?:ь|ня)|ранени(?:е|я|й)|травм(?:и|у|ы)?"
    r"|поранив|ранил|ліквідовано|ликвидирован|уничтожен|знищено)$"
)


_BODY = re.compile(r"т[іе]л[оа]\b")


def _befalls_one(low: str, people: Counted, loss: Loss) -> bool:
    between = low[loss.end : people.first] if loss.end <= people.first else low[people.last : loss.start]
    if _BODY.match(low, loss.start) and not 0 < people.first - loss.end < 2:
        return False
    return bool(_ONE_DIES.match(low[loss.start : loss.end])) and bool(
        re.fullmatch(r"\s*(?:[^\W\d]+ ){0,3}\s*", between)
        and not re.search(r"\b(?:та|і|и|що|що|який|в|у|на|за|по)\b", between)
    )


def _describes_one(low: str) -> bool:
    return (lexicon.describes(low) and low not in lexicon.PRONOUNS) or low[0].isdigit()


def _counted(sentence: str, low: str, line: Sequence[Word]) -> list[Counted]:
    found: list[Counted] = []
    figures = numbers.find(sentence)
    for same in _SAME_NUMBER.finditer(low):
        if told := [figure for figure in figures if figure.end <= same.start() and figure.count.value]:
            count = told[-1].count.model_copy(update={"basis": "implied", "text": sentence[same.start() : same.end()]})
            figures = sorted([*figures, Figure(same.start(), same.end(), count, True)], key=lambda one: one.start)
    for number, figure in enumerate(figures):
        following = figures[number + 1].start if number + 1 < len(figures) else len(sentence)
        people = _people(sentence, low, line, figure, following)
        if people:
            found.append(people)
    for at, (people, other) in enumerate(pairwise(found)):
        if not people.noun and other.noun and _SHARED.fullmatch(low, people.end, other.start):
            found[at] = replace(
                people, phrase=other.phrase, noun=other.noun, kind=other.kind
            )  # "killed 3 and wounded 14 men"
    return found


def _people(sentence: str, low: str, line: Sequence[Word], figure: Figure, following: int) -> Counted | None:
    """Return the people that a figure counts; null where it counts something else."""
    if _NO_PEOPLE_BEFORE.search(low[: figure.start]) or _DAY.match(low, figure.end):
        return None
    if re.match(r"\s?(?:%|°|:\d|-\w)", sentence[figure.end :]):
        return None
    behind = [word for word in line if word.start >= figure.end][:6]
    phrase: list[Word] = []
    position = figure.end
    for word in behind:
        if not re.fullmatch(r"[\s«\"“(+)]*", sentence[position : word.start]) or word.start >= following:
            break
        kind = lexicon.kind_of(word.low)
        phrase.append(word)
        if kind is not None and not (lexicon.describes(word.low) and _noun_follows(line, word)):
            return Counted(
                figure.start,
                figure.end,
                figure.count,
                tuple(phrase),
                word.low,
                _kind(phrase, kind),
                figure.start,
                word.end,
            )
        if not lexicon.describes(word.low):
            break
        position = word.end
    if appended := _behind_a_dash(sentence, line, figure):
        return appended
    bare = Counted(
        figure.start, figure.end, figure.count, (), "", "unknown", figure.start, figure.end, figure.of_people
    )
    if kind := _kind_before(low, figure):
        return replace(bare, kind=kind)
    if phrase and _OF_A_SIDE.fullmatch(phrase[0].low) and (figure.of_people or figure.count.basis == "implied"):
        return replace(bare, phrase=(phrase[0],), noun=phrase[0].low, last=phrase[0].end, kind="combatant")
    if figure.of_people and not (phrase and lexicon._THINGS.match(phrase[-1].low)):
        named = bool(phrase) and not lexicon.LOSS.match(phrase[0].low) and len(phrase) == 1 and phrase[0].low.endswith(
            ("ів", "ок", "ць", "ов", "иц", "ей")
        )  # fmt: skip
        return replace(bare, phrase=tuple(phrase), noun=phrase[0].low, last=phrase[0].end) if named else bare
    rest = low[figure.end :]
    if _BARE_ENDS.match(rest) and not re.match(r"\s*(?:та|і|й|и|а)\s+\d", rest):
        return bare
    if re.match(r"\s*(?:було |были |был |(?:тяжело|тяжко|важко|серйозно|легко) )?", rest) and lexicon.LOSS.match(
        re.sub(r"^\s*(?:було |были |был |(?:тяжело|тяжко|важко|серйозно|легко) )?", "", rest)
    ):
        return bare
    if phrase and re.match(
        r"(?:дістал|дістав|отрима|получил|поступил|потрапил|попал|вважа|счита|госпіталіз|госпитализ|звернул|обратил)",
        phrase[0].low,
    ):
        return bare
    return None


def _behind_a_dash(sentence: str, line: Sequence[Word], figure: Figure) -> Counted | None:
    """Return the people told behind a dash: "семеро – жінки й діти"."""
    dash = re.match(r"\s[–—-]\s", sentence[figure.end :])
    word = next((word for word in line if dash and word.start == figure.end + dash.end()), None)
    kind = lexicon.kind_of(word.low) if word else None
    if word is None or kind in {None, "unknown"} or lexicon.LOSS.match(word.low):
        return None
    start, end = figure.start, figure.end
    return Counted(start, end, figure.count, (word,), word.low, kind or "unknown", start, word.end, figure.of_people)


def _noun_follows(line: Sequence[Word], word: Word) -> bool:
    """Return whether a noun for people stands right behind a word that may be an adjective: "военных медиков"."""
    following = next((other for other in line if other.start == word.end + 1), None)
    return following is not None and lexicon.kind_of(following.low) is not None


def _kind(phrase: Sequence[Word], kind: SubjectKind) -> SubjectKind:
    if kind == "unknown":
        for word in phrase[:-1]:
            told = lexicon.kind_of(word.low)
            if told in {"civilian", "combatant"}:
                return told
    return kind


_OF_THE_STAFF = re.compile(r"(?:особового складу|личного состава|живої сили|живой силы)[^\d,.;]{0,24}$")


def _kind_before(low: str, figure: Figure) -> SubjectKind | None:
    return "combatant" if _OF_THE_STAFF.search(low[: figure.start]) else None


def _is_increase(sentence: str, people: Counted) -> bool:
    return sentence[: people.start].endswith(("(+", "(плюс ", "(+ "))


def _part_marker(low: str, start: int, end: int) -> int | None:
    """Return where the last "among them" between `start` and `end` ends, unless a new sentence part begins behind."""
    last = None
    for match in lexicon.PART.finditer(low, start, end):
        last = match.end()
    if last is None or re.search(r"[;]", low[last:end]) or len(low[last:end].split()) > 8:
        return None
    return last


def _nearest(low: str, people: Counted, befell: Sequence[Loss], counted: Sequence[Counted], number: int) -> Loss | None:
    inside = [loss for loss in befell if people.end <= loss.start < people.last]
    if inside:
        return inside[-1]
    limit = _FAR if people.noun or people.kind != "unknown" else _FAR_OF_A_BARE_FIGURE
    ranked = (
        sorted((_gap(low, people, loss, counted), -loss.start, loss) for loss in _apt(low, befell, people))
        if befell
        else []
    )
    if not ranked or ranked[0][0] > limit:
        return None
    return ranked[0][2]


def _apt(low: str, befell: Sequence[Loss], people: Counted) -> list[Loss]:
    befell = [
        loss
        for loss in befell
        if not (loss.kind == "seized" and people.kind != "combatant" and not (people.of_people and not people.noun))
        and not (loss.kind == "lost" and (people.kind == "civilian" or "," in low[loss.end : people.first]))
    ]
    if people.noun or people.kind != "unknown" or people.of_people:
        return befell
    return [loss for loss in befell if loss.kind not in lexicon.PRONE_TO_THINGS or loss.kind == "free"]


def _gap(low: str, people: Counted, loss: Loss, counted: Sequence[Counted]) -> float:
    """Return how far a loss stands from the people: words, and more for what separates clauses."""
    if people.end <= loss.start < people.last:
        return 0.0
    if loss.start >= people.last:
        between, first, last = low[people.last : loss.start], people.last, loss.start
    else:
        between, first, last = low[loss.end : people.first], loss.end, people.first
    if loss.end <= people.start and _LEVEL.search(between) and _NUMBER_OF.search(low[: loss.start]):
        return 2.0
    cost = 0.0
    for word in re.findall(r"[^\W\d_]+", between):
        cost += 2.0 if _JOINS.match(word) else 0.2 if _FURTHER.match(word) else 1.0
    cost += 2.0 * between.count(",") + 7.0 * between.count(";") + 3.0 * (between.count("(") - between.count("+"))
    cost += 3.0 * len(re.findall(r"[«»“”]", between)) / 2
    cost += 2.0 * sum(first <= other.start < last for other in counted)
    if loss.start < people.start and re.search(r"(?:–|—|:)\s*(?:[^\W\d]+\s)?$", between):
        cost -= 1.0
    if loss.kind in {"dead", "destroyed", "hurt"} and re.search(r"\bз них\b|\bиз них\b", between):
        cost += 1.0
    return max(0.0, cost)


def _settled(one: Link, low: str) -> Link:
    """Return the link with "lost … killed" as killed, and "lost … killed and wounded" as casualties."""
    loss = one.loss
    is_both = (
        loss.kind in {"dead", "hurt"}
        and _INSTRUMENTAL.search(low[loss.start : loss.end])
        and _KILLED_OF_LOST.search(low[max(0, loss.start - 24) : loss.end + 24])
    )
    return replace(one, measure="casualties") if is_both else one


def under(sentence: str, low: str, loss: Loss) -> list[Link]:
    """Return the people of a bullet whose word of loss stands in the line above it."""
    links: list[Link] = []
    for people in _counted(sentence, low, words.read(sentence)):
        if links and _is_increase(sentence, people):
            links.append(replace(links[-1], people=people, increase=True))
        elif people.noun or people.kind != "unknown":
            links.append(Link(people, loss.measure, loss, above=True))
    return links
