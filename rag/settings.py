"""Settings, read once from flags, then the environment, then `.env`; every default stands here."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from rag.errors import SettingsError

_CODE = Path(__file__).resolve().parent
CHECKOUT = (_CODE.parent / "pyproject.toml").is_file()
"""Whether this runs from the project's own folder, and not from an installed package."""
ROOT = _CODE.parent if CHECKOUT else _CODE / "shipped"
"""The folder of what ships: corpus, models, prompts, the page. The project's root, or a folder inside the package."""
OPENAI_URL = "https://api.openai.com/v1"


@dataclass(frozen=True, slots=True)
class Homes:
    """Where things stand that nobody named a place for; `config` holds the file `.env`."""

    config: Path
    corpus: Path
    index: Path
    cache: Path


def homes(checkout: bool = CHECKOUT) -> Homes:
    """The project's own folder where there is one, else the user's folders as the platform has them."""
    if checkout:
        return Homes(ROOT, ROOT / "corpus", ROOT / ".career" / "index", ROOT / ".career" / "cache")
    from platformdirs import PlatformDirs  # late: a checkout needs none of it

    folders = PlatformDirs("career-assistant", appauthor=False)
    data = folders.user_data_path
    return Homes(folders.user_config_path, data / "corpus", data / "index", folders.user_cache_path)


HOMES = homes()


class Settings(BaseSettings):
    """Frozen; each field `name` is the variable CAREER_NAME."""

    model_config = SettingsConfigDict(
        env_prefix="CAREER_", env_file=HOMES.config / ".env", extra="ignore", frozen=True, populate_by_name=True
    )

    index: Path | None = Field(None, description="folder of the index; without one, the default index")
    chroma_url: SecretStr | None = Field(  # secret, since addresses can hold passwords
        None, description="a Chroma server that holds the index in place of a folder"
    )
    chroma_headers: SecretStr | None = Field(None, description="headers for that server, as a JSON object")
    chroma_index: str = Field("career", pattern=r"^[a-z0-9][a-z0-9_-]{1,62}$", description="the index's name there")
    chroma_seconds: float = Field(20.0, gt=0, description="longest wait for that server")
    corpus: Path = Field(HOMES.corpus, description="folder of the guides")
    cache: Path = Field(HOMES.cache, description="folder for what is made from another encoder")
    encoder: str = Field("career-encoder", description="the shipped encoder, or a sentence-transformers model")
    max_question_chars: int = Field(2000, ge=1, description="longest question, in characters")
    max_article_megabytes: float = Field(10.0, gt=0, description="largest article file, in megabytes")
    fetch_seconds: float = Field(20.0, gt=0, description="longest time for a web page that is added")
    private_hosts: str | None = Field(None, description="hosts of one's own network that may be read")
    lock_timeout_seconds: float = Field(0.0, ge=0, description="how long ingest waits for another one")
    figure_age_years: float = Field(3.0, ge=0, description="figures older than that are marked, in years")
    model: str | None = Field(None, description="the model that writes answers; without it, answers are quotes")
    openai_api_key: SecretStr | None = Field(None, validation_alias="OPENAI_API_KEY", description="the model's key")
    openai_base_url: SecretStr | None = Field(  # secret, since addresses can hold passwords; the host is shown
        None, validation_alias="OPENAI_BASE_URL", description="an OpenAI-compatible server; default OpenAI's own"
    )
    model_context_tokens: int | None = Field(
        None, ge=512, description="tokens the model takes, its answer included; else 8192, at OpenAI's own server 24000"
    )
    verify: bool = Field(True, description="whether the model looks a second time at what it wrote: on or off")
    model_first_token_seconds: float = Field(30.0, gt=0, description="longest wait for the model's first word")
    model_stall_seconds: float = Field(15.0, gt=0, description="longest wait between two words of the model")
    model_total_seconds: float = Field(120.0, gt=0, description="longest time for a model's whole answer")
    model_rest_seconds: float = Field(60.0, ge=0, description="how long a model that keeps failing isn't asked")

    read_only: bool = Field(False, description="whether the page adds and removes no guides: on or off")
    serve_key: SecretStr | None = Field(None, description="the key that `career serve` asks its clients for")

    @property
    def index_path(self) -> Path:
        """The index's folder, absolute."""
        return (self.index or HOMES.index).expanduser().absolute()

    @property
    def index_named(self) -> bool:
        """Whether somebody chose the index; only an index that nobody named is built unasked."""
        return self.index is not None or self.on_server

    @property
    def on_server(self) -> bool:
        """Whether a Chroma server holds the index. A folder that is named by a flag goes before it."""
        return bool(self.chroma_address)

    @property
    def chroma_address(self) -> str:
        """The address of the index's server as it was given, secrets and all; empty where a folder holds the index."""
        return _secret(self.chroma_url)

    @property
    def base_url(self) -> str:
        """The address of the model's server."""
        return _secret(self.openai_base_url) or OPENAI_URL

    @property
    def context_tokens(self) -> int:
        """What the model may be sent: enough for a small folder whole, where its server is known to take as much."""
        return self.model_context_tokens or (24_000 if self.base_url == OPENAI_URL else 8192)

    @property
    def api_key(self) -> str:
        """The model's key; empty where none is set."""
        return _secret(self.openai_api_key)

    @property
    def model_host(self) -> str:
        """The server's host and port, which may be shown; empty where the address isn't one."""
        return host_of(self.base_url)

    @property
    def no_model(self) -> str | None:
        """Why no model can answer, and what to set; None where one can."""
        if not self.model:
            return "CAREER_MODEL names no model"
        if not self.api_key and not _secret(self.openai_base_url):
            return "CAREER_MODEL is set, but neither OPENAI_API_KEY nor OPENAI_BASE_URL"
        if self.api_key and not (self.api_key.isascii() and self.api_key.isprintable()):
            return "OPENAI_API_KEY holds characters that no key has"
        if not self.model_host:
            return "OPENAI_BASE_URL is no http address, as http://localhost:11434/v1 is"
        return None


def variable(name: str) -> str:
    """The environment variable of a setting."""
    alias = Settings.model_fields[name].validation_alias
    return alias if isinstance(alias, str) else f"CAREER_{name.upper()}"


def host_of(address: str) -> str:
    """The host and port that an http address names, which may be shown; empty where it isn't one."""
    try:
        url = urlsplit(address)
        port = f":{url.port}" if url.port else ""
    except ValueError:
        return ""
    host = f"[{url.hostname}]" if url.hostname and ":" in url.hostname else url.hostname
    return f"{host}{port}" if url.scheme in ("http", "https") and host else ""


def _secret(value: SecretStr | None) -> str:
    return value.get_secret_value().strip() if value else ""


def _encoding(path: Path) -> str:
    """What a file is written in, as an editor or a shell may have it. Raises SettingsError where it can't be read."""
    try:
        data = path.read_bytes() if path.is_file() else b""
        data.decode(encoding := json.detect_encoding(data))
    except OSError as error:
        raise SettingsError(f"{path} can't be read ({error.strerror}); let it be read, or remove it.") from None
    except UnicodeDecodeError:
        return "latin-1"  # in which all bytes are text
    return encoding


def read_settings(**flags: Any) -> Settings:
    """Settings from flags that were given (not None), the environment and `.env`. Raises SettingsError."""
    given = {name: value for name, value in flags.items() if value is not None}
    if "index" in given:
        given.setdefault("chroma_url", "")
    given["_env_file_encoding"] = _encoding(given.get("_env_file", HOMES.config / ".env"))
    try:
        return Settings(**given)
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0]) if first["loc"] else ""
        if name not in Settings.model_fields:  # an alias: a secret, whose value is never told
            raise SettingsError(f"{name or 'A setting'}: {first['msg']}.") from None
        raise SettingsError(f"{variable(name)}: {first['msg']} (got {first['input']!r}).") from None
