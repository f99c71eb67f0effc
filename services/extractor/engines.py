"""Which extractor reads: by rules, or by a language model, as the settings say."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import structlog

from services import logs

from .llm.endpoint import Model
from .llm.extractor import LlmExtractor, llm_extractor
from .reading import Extractor, rules_extractor
from .settings import ExtractorSettings


def preparation(settings: ExtractorSettings) -> Callable[[], Extractor]:
    """Return what makes the extractor, in this process or in others that it is sent to.

    Raises:
        SettingsError: what the llm engine needs is missing.
    """
    if settings.engine == "llm":
        Model(settings.endpoint)  # says here, once, what each worker would fail of
        return partial(_prepared_llm, settings)
    return partial(rules_extractor, settings.actors, parser=settings.parser)


def _prepared_llm(settings: ExtractorSettings) -> LlmExtractor:
    if not structlog.is_configured():  # a spawned worker; it says what it drops, and not on standard output
        logs.configure("extractor", settings.log_format, settings.log_level)
    return llm_extractor(settings.actors, settings.endpoint)
