"""What every service is told from outside: addresses, folders, ports.

The only place, with the `settings` module of each service, that reads the environment. A secret may come as
`<NAME>_FILE`, the path of a file that holds it.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Literal, TypeVar

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

LogLevel = Literal["debug", "info", "warning", "error"]


class SettingsError(ValueError):
    """A setting is missing or wrong. The message names it and says what would be right."""


class SecretFiles(PydanticBaseSettingsSource):
    """Reads `<NAME>_FILE` for each setting: the value is the content of the file that the variable names."""

    def get_field_value(self, field: Any, field_name: str) -> tuple[Any, str, bool]:
        for variable in self._variables(field_name, field):
            if path := os.environ.get(f"{variable}_FILE"):
                try:
                    return Path(path).read_text(encoding="utf-8").strip(), field_name, False
                except OSError as error:
                    problem = f"{variable}_FILE names {path}, which cannot be read: {error.strerror}"
                    raise SettingsError(problem) from error
        return None, field_name, False

    def _variables(self, field_name: str, field: Any) -> list[str]:
        if isinstance(field.validation_alias, str):
            return [field.validation_alias.upper()]
        return [f"{self.config.get('env_prefix', '')}{field_name}".upper()]

    def __call__(self) -> dict[str, Any]:
        found = {name: self.get_field_value(field, name)[0] for name, field in self.settings_cls.model_fields.items()}
        return {
            (field.validation_alias if isinstance(field.validation_alias, str) else name): found[name]
            for name, field in self.settings_cls.model_fields.items()
            if found[name] is not None
        }


def _shared(name: str) -> str:
    """Return the one variable that all services read, whatever their own prefix."""
    return f"CLAIMLEDGER_{name}"


class ServiceSettings(BaseSettings):
    """Settings that all services share. Each service subclasses it with a prefix of its own."""

    model_config = SettingsConfigDict(
        frozen=True, extra="ignore", populate_by_name=True, env_ignore_empty=True, env_prefix="CLAIMLEDGER_"
    )

    redis_url: str = Field(default="redis://127.0.0.1:6379/0", validation_alias=_shared("REDIS_URL"))
    """Where the streams are: redis://, rediss:// or unix://."""
    data_dir: Path = Field(default=Path("data"), validation_alias=_shared("DATA_DIR"))
    """Where pages and the embedded databases are kept."""
    database_url: str | None = Field(default=None, validation_alias=_shared("DATABASE_URL"))
    """The archive; SQLite in the data folder when absent."""
    pages_url: str | None = Field(default=None, validation_alias=_shared("PAGES_URL"))
    """The page store; a folder in the data folder when absent."""
    actors: tuple[Path, ...] = Field(default=(), validation_alias=_shared("ACTORS"))
    """Further actor and conflict files, as a JSON list of paths."""
    log_format: Literal["console", "json"] = Field(default="console", validation_alias=_shared("LOG_FORMAT"))
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", validation_alias=_shared("LOG_LEVEL")
    )
    health_port: int | None = None
    """Where this service serves /livez, /readyz and /metrics; nowhere when absent."""
    health_host: str = "127.0.0.1"
    instance: str = Field(default="1")
    """Which of several replicas this is: the slot in consumer and lease names."""
    patience_s: float = Field(default=60, gt=0, validation_alias=_shared("PATIENCE_S"))
    """How long a service waits at its start for Redis and the database before it gives up."""

    @property
    def archive_url(self) -> str:
        """The SQLAlchemy address of the archive."""
        return self.database_url or f"sqlite:///{self.data_dir.absolute() / 'archive.db'}"

    @property
    def page_store_url(self) -> str:
        """The address of the page store."""
        return self.pages_url or (self.data_dir.absolute() / "pages").as_uri()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return init_settings, SecretFiles(settings_cls), env_settings


Settings = TypeVar("Settings", bound=ServiceSettings)


def load(settings: type[Settings], **given: Any) -> Settings:
    """Return the settings of a service from the environment; `given` values win.

    Raises:
        SettingsError: naming the variable that is wrong and why.
    """
    try:
        return settings(**given)
    except ValidationError as error:
        problems = "; ".join(f"{_variable(settings, problem['loc'])}: {problem['msg']}" for problem in error.errors())
        raise SettingsError(f"A setting does not fit. {problems}.") from error


def _variable(settings: type[BaseSettings], where: tuple[int | str, ...]) -> str:
    """Return the variable that a problem is about, as an operator wrote it."""
    name = str(where[0]) if where else "?"
    return name if name.startswith("CLAIMLEDGER_") else f"{settings.model_config.get('env_prefix', '')}{name}".upper()
