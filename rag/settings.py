"""Settings, read once from flags, then the environment, then `.env`; every default stands here."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from rag.errors import SettingsError

ROOT = Path(__file__).resolve().parent.parent
"""The project's root, wherever one stands."""


class Settings(BaseSettings):
    """Frozen; each field `name` is the variable CAREER_NAME."""

    model_config = SettingsConfigDict(env_prefix="CAREER_", env_file=ROOT / ".env", extra="ignore", frozen=True)

    index: Path | None = Field(None, description="folder of the index; default .career/index under the project")
    corpus: Path = Field(ROOT / "corpus", description="folder of the guides")
    cache: Path = Field(ROOT / ".career" / "cache", description="folder for the exported encoder")
    encoder: str = Field("all-MiniLM-L6-v2", description="a sentence-transformers model: its name, or a folder")
    max_question_chars: int = Field(2000, ge=1, description="longest question, in characters")
    max_article_megabytes: float = Field(10.0, gt=0, description="largest article file, in megabytes")
    lock_timeout_seconds: float = Field(0.0, ge=0, description="how long ingest waits for another one")

    @property
    def index_path(self) -> Path:
        """The index's folder, absolute."""
        return (self.index or ROOT / ".career" / "index").expanduser().absolute()

    @property
    def index_named(self) -> bool:
        """Whether somebody chose the index; only an index that nobody named is built unasked."""
        return self.index is not None


def read_settings(**flags: Any) -> Settings:
    """Settings from flags that were given (not None), the environment and `.env`. Raises SettingsError."""
    try:
        return Settings(**{name: value for name, value in flags.items() if value is not None})
    except ValidationError as error:
        first = error.errors()[0]
        name = "CAREER_" + str(first["loc"][0]).upper() if first["loc"] else "a setting"
        raise SettingsError(f"{name}: {first['msg']} (got {first['input']!r}).") from None
