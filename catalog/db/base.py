"""Declarative base, naming convention and the column types that models share."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, BigInteger, DateTime, Enum, MetaData, String, TypeDecorator
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.mutable import MutableDict
from sqlalchemy.orm import DeclarativeBase, mapped_column, registry

from catalog.kernel.text import LocalText


class UtcDateTime(TypeDecorator[datetime]):
    """An aware datetime, stored as naive UTC on every database."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive values; store UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("naive datetime")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Give back an aware UTC value."""
        return None if value is None else value.replace(tzinfo=UTC)


PlainJson = JSON().with_variant(JSONB(), "postgresql")


class LocalTextType(TypeDecorator[LocalText]):
    """A text per language, stored as a JSON object; assign a new value to change it."""

    impl = PlainJson
    cache_ok = True

    def process_bind_param(self, value: LocalText | dict[str, str] | None, dialect: Dialect) -> Any:
        """Store only languages that have a text."""
        return None if value is None else dict(LocalText.of(value))

    def process_result_value(self, value: Any, dialect: Dialect) -> LocalText | None:
        """Give back a ``LocalText``."""
        return None if value is None else LocalText(value)


Pk = Annotated[UUID, mapped_column(primary_key=True, default=uuid4)]
Slug = Annotated[str, mapped_column(String(80), unique=True)]
Line = Annotated[str, mapped_column(String(200))]
Rupiah = Annotated[int, mapped_column(BigInteger)]
# A type object of its own: as_mutable watches every column that shares the object it is given.
_WatchedJson = MutableDict.as_mutable(JSON().with_variant(JSONB(), "postgresql"))
Json = Annotated[dict[str, Any], mapped_column(_WatchedJson, default=dict)]
JsonList = Annotated[list[Any], mapped_column(PlainJson, default=list)]
Local = Annotated[LocalText, mapped_column(LocalTextType, default=LocalText)]

_METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _values(kind: type[StrEnum]) -> list[str]:
    return [member.value for member in kind]


class Base(DeclarativeBase):
    """Base of all models."""

    # A registry of our own: Flask-SQLAlchemy 3.1 copies this class, and
    # SQLAlchemy 2.1 refuses a copy that holds both a registry and a type map.
    registry = registry(
        metadata=_METADATA,
        type_annotation_map={
            datetime: UtcDateTime,
            LocalText: LocalTextType,
            # Plain text with the enum's values on every database: a new value needs no ALTER TYPE.
            StrEnum: Enum(StrEnum, native_enum=False, length=20, values_callable=_values),
        },
    )
