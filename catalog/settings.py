"""Typed settings; the only module that reads the environment."""

import os
import secrets
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from catalog.kernel.mailbox import MailServer, read_sender, read_server
from catalog.kernel.vault import new_key, read_key

ROOT = Path(__file__).resolve().parent.parent
SHORTEST_SECRET = 32


class SettingsError(RuntimeError):
    """The environment holds a value that cannot be used."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Settings:
    """Everything that differs between one deployment and another."""

    secret_key: str
    database_url: str
    state_dir: Path
    uploads_dir: Path
    data_keys: tuple[bytes, ...]  # seal personal data: the first seals, every one opens
    mail_url: str = ""  # smtp://user:password@host:587; empty writes mails into a folder
    mail_from: str = "Sarumban <no-reply@localhost>"
    site_name: str = "Sarumban"
    site_url: str = "http://127.0.0.1:8000"  # links in mails, sitemap and share cards
    trusted_hosts: tuple[str, ...] = ("127.0.0.1", "localhost")
    secure: bool = False  # served over HTTPS: Secure cookies and HSTS
    demo: bool = True  # fill an empty catalogue with sample data
    proxies: int = 0  # reverse proxies in front, whose X-Forwarded-* headers are believed
    testing: bool = False

    @classmethod
    def from_environ(cls, environ: Mapping[str, str] = os.environ) -> Self:
        """Read and check the environment; fail before the first request."""
        state_dir = Path(environ.get("CATALOG_STATE_DIR", ROOT / "instance")).resolve()
        site_url = environ.get(
            "CATALOG_SITE_URL", f"http://127.0.0.1:{environ.get('PORT', '8000')}"
        )
        if not site_url.startswith(("http://", "https://")):
            raise SettingsError("CATALOG_SITE_URL must begin with http:// or https://")
        hosts = environ.get("CATALOG_TRUSTED_HOSTS", "127.0.0.1,localhost")
        return cls(
            secret_key=environ.get("CATALOG_SECRET_KEY")
            or _kept(state_dir / "secret-key", secrets.token_urlsafe(48)),
            database_url=environ.get("CATALOG_DATABASE_URL", f"sqlite:///{state_dir}/catalog.db"),
            state_dir=state_dir,
            uploads_dir=Path(environ.get("CATALOG_UPLOADS_DIR", ROOT / "uploads")).resolve(),
            data_keys=_data_keys(environ, state_dir),
            mail_url=_mail_url(environ),
            mail_from=_mail_from(environ),
            site_name=environ.get("CATALOG_SITE_NAME", "Sarumban"),
            site_url=site_url.rstrip("/"),
            trusted_hosts=tuple(host.strip() for host in hosts.split(",") if host.strip()),
            # A public site never gets sample people, whose passwords everyone can read.
            demo=environ.get("CATALOG_DEMO", "0" if _is_secure(site_url) else "1") != "0",
            proxies=_count(environ, "CATALOG_PROXIES"),
            secure=_is_secure(site_url),
        )

    @property
    def mail_server(self) -> MailServer | None:
        """Return the server that mails go through; None writes them into a folder."""
        return read_server(self.mail_url)

    @property
    def mail_dir(self) -> Path:
        """Return the folder that mails are written to when no server is set."""
        return self.state_dir / "mail"

    @property
    def jobs_path(self) -> Path:
        """Return the file of the queue that wakes the worker."""
        return self.state_dir / "jobs.db"

    @property
    def search_dir(self) -> Path:
        """Return the private folder of the search index."""
        return self.state_dir / "search"

    def flask_config(self) -> dict[str, Any]:
        """Return the mapping that Flask and its extensions read."""
        return {
            "SECRET_KEY": self.secret_key,
            "SQLALCHEMY_DATABASE_URI": self.database_url,
            "TESTING": self.testing,
            "SITE_NAME": self.site_name,
            "TRUSTED_HOSTS": list(self.trusted_hosts),
            "SESSION_COOKIE_NAME": "sarumban",
            "SESSION_COOKIE_SAMESITE": "Lax",
            "SESSION_COOKIE_SECURE": self.secure,
            "WTF_CSRF_TIME_LIMIT": None,  # its token ends with the session
            "MAX_CONTENT_LENGTH": 20 * 1024 * 1024,
        }


def _is_secure(site_url: str) -> bool:
    return site_url.startswith("https://")


def _count(environ: Mapping[str, str], name: str) -> int:
    value = environ.get(name, "0")
    if not value.isascii() or not value.isdigit():
        raise SettingsError(f"{name} must be a whole number from 0")
    return int(value)


def _mail_url(environ: Mapping[str, str]) -> str:
    url = environ.get("CATALOG_MAIL_URL", "").strip()
    try:
        read_server(url)
    except ValueError as error:
        raise SettingsError(f"CATALOG_MAIL_URL: {error}") from error
    return url


def _mail_from(environ: Mapping[str, str]) -> str:
    sender = environ.get("CATALOG_MAIL_FROM", "Sarumban <no-reply@localhost>")
    try:
        read_sender(sender)
    except ValueError as error:
        raise SettingsError(f"CATALOG_MAIL_FROM: {error}") from error
    return sender


def _data_keys(environ: Mapping[str, str], state_dir: Path) -> tuple[bytes, ...]:
    texts = environ.get("CATALOG_DATA_KEYS") or _kept(state_dir / "data-key", new_key())
    try:
        return tuple(read_key(text.strip()) for text in texts.split(","))
    except ValueError as error:
        raise SettingsError(f"CATALOG_DATA_KEYS: {error}") from error


def _kept(path: Path, fresh: str) -> str:
    """Return this machine's own secret, made on first use, readable by its owner only."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        # Whole or not at all, and the first of two starts wins.
        handle, draft = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "w") as file:
            file.write(fresh)
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            Path(draft).unlink()
    secret = path.read_text().strip()
    if len(secret) < SHORTEST_SECRET:
        raise SettingsError(f"{path} holds no usable secret; restore it from a backup")
    return secret
