"""People, what they may be, and their sessions."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from catalog.db.base import Base, Line, Pk
from catalog.kernel.actor import Role


class Person(Base):
    """Someone who can sign in, by e-mail or by phone."""

    __tablename__ = "person"

    id: Mapped[Pk]
    login: Mapped[str] = mapped_column(String(200), unique=True)
    name: Mapped[Line]
    password_hash: Mapped[str] = mapped_column(String(200))
    is_active: Mapped[bool] = mapped_column(default=True)
    is_sample: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]

    grants: Mapped[list["Grant"]] = relationship(
        back_populates="person", cascade="all, delete-orphan"
    )


class Grant(Base):
    """A role of a person, held for a vendor, for a gallery, or everywhere.

    ``vendor_id`` and ``gallery_id`` name rows of higher layers.
    """

    __tablename__ = "role_grant"

    id: Mapped[Pk]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    role: Mapped[Role]
    vendor_id: Mapped[UUID | None] = mapped_column(ForeignKey("vendor.id"))
    gallery_id: Mapped[UUID | None] = mapped_column(ForeignKey("gallery.id"))

    person: Mapped[Person] = relationship(back_populates="grants")


class SignInSession(Base):
    """A browser that is signed in; only the hash of its random id is kept."""

    __tablename__ = "sign_in_session"

    id_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]

    person: Mapped[Person] = relationship()


class SignInAttempt(Base):
    """A failed sign-in, kept as hashes for the limits."""

    __tablename__ = "sign_in_attempt"

    id: Mapped[Pk]
    login_hash: Mapped[str] = mapped_column(String(64), index=True)
    address_hash: Mapped[str] = mapped_column(String(64), index=True)
    tried_at: Mapped[datetime] = mapped_column(index=True)
