"""Where a passage is set, by the stems of towns and regions that these wars are told of."""

from __future__ import annotations

import re

_STEMS = {
    "UA": (
        r"харків|харьков|ізюм|сумськ|сумск|сумщин|суми\b|сумах|херсон|запоріж|запорож|дніпр|днепр|одес|миколаїв"
        r"|николаев|чернігів"
        r"|чернигов|києв|києві|київщ|полтав|львів|львов|донеччин|краматор|покровськ|куп'янськ|купянск|нікопол"
        r"|никопол|кривому роз"
        r"|кривом роге|кривий ріг|кривой рог|україн|украин"
    ),
    "RU": (
        r"белгород|бєлгород|брянск|брянськ|курск|курськ|воронеж|шебекин|грайворон|ростов|липецк|орловск"
        r"|краснодар|подмосков"
        r"|таганрог|рыльск|энгельс|днр\b"
    ),
    "PS": r"газ[іиеуы]\b|рафах|хан-юн|палестин",
    "SD": r"судан|хартум|дарфур|фашер|обейд",
    "SY": r"сирі|сири[ийяю]|дамаск|ідліб|идлиб|алеппо",
    "LB": r"ліван|ливан|бейрут",
    "IL": r"ізраїл|израил|тель-авів|тель-авив|хайф",
    "YE": r"ємен|йемен",
}
_PLACE = re.compile("|".join(rf"(?P<{country}>\b(?:{stems}))" for country, stems in _STEMS.items()))


_ABROAD = (
    r"(?:азербайдж|армен|армянск|турц|туреч|турецк|иран|іран|ирак|ірак|британ|сша|америк|герман|немецк|німец|німеч|франц"
    r"|польш|польщ|литв|латви|латві|эстон|естон|афган|пакистан|инди|інді|кита|нигери|нігері|мали|малі|египт|єгип|эфиоп"
    r"|ефіоп|конго|сомал|кндр|коре|грузи|грузі|молдов|беларус|белорус|білорус|казах|таджик|кыргыз|киргиз|узбек|венесу"
    r"|мексик|колумб|филипп|мьянм|оаэ|оае|катар|саудов|иорд|йорд|буркин|чад|камерун|мозамб|руанд|ливи|лівії)"
)
_FOREIGN = re.compile(rf"\b{_ABROAD}")


def is_abroad(low: str) -> bool:
    """Return whether a folded word or text begins with a country that none of the stems above stands for."""
    return bool(_FOREIGN.match(low))


def names_abroad(low: str) -> bool:
    """Return whether a folded text names such a country."""
    return bool(_FOREIGN.search(low))


def first(low: str) -> str | None:
    """Return the country (ISO 3166) of the first place named in a folded text."""
    match = _PLACE.search(low)
    return match.lastgroup if match else None


def last(low: str) -> str | None:
    """Return the country of the last place named in a folded text."""
    found = None
    for match in _PLACE.finditer(low):
        found = match.lastgroup
    return found
