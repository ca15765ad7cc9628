"""Typed settings; the only module that reads the environment."""

import os
import secrets
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

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
            secret_key=environ.get("CATALOG_SECRET_KEY") or _kept_secret(state_dir),
            database_url=environ.get("CATALOG_DATABASE_URL", f"sqlite:///{state_dir}/catalog.db"),
            state_dir=state_dir,
            uploads_dir=Path(environ.get("CATALOG_UPLOADS_DIR", ROOT / "uploads")).resolve(),
            site_name=environ.get("CATALOG_SITE_NAME", "Sarumban"),
            site_url=site_url.rstrip("/"),
            trusted_hosts=tuple(host.strip() for host in hosts.split(",") if host.strip()),
            # A public site never gets sample people, whose passwords everyone can read.
            demo=environ.get("CATALOG_DEMO", "0" if _is_secure(site_url) else "1") != "0",
            proxies=_count(environ, "CATALOG_PROXIES"),
            secure=_is_secure(site_url),
        )

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
            "MAX_CONTENT_LENGTH": 20 * 1024 * 1024,
        }


def _is_secure(site_url: str) -> bool:
    return site_url.startswith("https://")


def _count(environ: Mapping[str, str], name: str) -> int:
    value = environ.get(name, "0")
    if not value.isascii() or not value.isdigit():
        raise SettingsError(f"{name} must be a whole number from 0")
    return int(value)


def _kept_secret(state_dir: Path) -> str:
    """Return this machine's own secret, made on first use, readable by its owner only."""
    path = state_dir / "secret-key"
    if not path.exists():
        state_dir.mkdir(parents=True, exist_ok=True)
        # Whole or not at all, and the first of two starts wins.
        handle, draft = tempfile.mkstemp(dir=state_dir)
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(48))
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
        raise SettingsError(f"{path} holds no usable secret; delete it to get a new one")
    return secret
