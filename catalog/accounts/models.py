"""People, what they may be, their sessions and their one-time codes."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from catalog.db.base import Base, Line, Pk
from catalog.kernel.actor import Role


class Person(Base):
    """Someone who can sign in, by e-mail or by phone.

    The login is personal data: it is sealed, found by its fingerprint, and shown as a hint.
    ``session_version`` rises when every sign-in shall end, as after a new password.
    """

    __tablename__ = "person"

    id: Mapped[Pk]
    login_hash: Mapped[str] = mapped_column(String(64), unique=True)
    login_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    login_hint: Mapped[str] = mapped_column(String(60))
    name: Mapped[Line]
    language: Mapped[str] = mapped_column(String(2), default="id")
    password_hash: Mapped[str] = mapped_column(String(200))
    must_change_password: Mapped[bool] = mapped_column(default=False)
    session_version: Mapped[int] = mapped_column(default=1)
    is_active: Mapped[bool] = mapped_column(default=True)
    is_sample: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    verified_at: Mapped[datetime | None]  # that the login is theirs
    consent_version: Mapped[str] = mapped_column(String(20), default="")
    consented_at: Mapped[datetime | None]
    new_login_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)  # until it is proven
    totp_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    totp_draft_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)  # until a code fits
    totp_last_step: Mapped[int] = mapped_column(BigInteger, default=0)  # no code counts twice

    grants: Mapped[list["Grant"]] = relationship(
        back_populates="person", cascade="all, delete-orphan", foreign_keys="Grant.person_id"
    )


class Grant(Base):
    """A role of a person, held for a vendor, a gallery, a region, or everywhere.

    ``vendor_id`` and ``gallery_id`` name rows of higher layers; ``region_code`` is that of a city
    or regency (no foreign key: an office outlives a new list of regions).
    """

    __tablename__ = "role_grant"

    id: Mapped[Pk]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    role: Mapped[Role]
    vendor_id: Mapped[UUID | None] = mapped_column(ForeignKey("vendor.id"), index=True)
    gallery_id: Mapped[UUID | None] = mapped_column(ForeignKey("gallery.id"))
    region_code: Mapped[str | None] = mapped_column(String(13))
    granted_at: Mapped[datetime | None]
    granted_by: Mapped[UUID | None]  # no key: the operator of the machine is no person here

    person: Mapped[Person] = relationship(back_populates="grants", foreign_keys=[person_id])


class SignInSession(Base):
    """A browser that is signed in; only the hash of its random id is kept."""

    __tablename__ = "sign_in_session"

    id_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    version: Mapped[int]  # the person's, when it began
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    second_step_at: Mapped[datetime | None]
    is_remembered: Mapped[bool] = mapped_column(default=False)
    agent: Mapped[str] = mapped_column(String(60), default="")  # "Chrome, Android"
    address_hint: Mapped[str] = mapped_column(String(45), default="")

    person: Mapped[Person] = relationship()


class OneTimeCode(Base):
    """A secret that works once; only its fingerprint is kept.

    ``target_id`` is what it opens: a person for a reset, a vendor for a claim.
    """

    __tablename__ = "one_time_code"

    id: Mapped[Pk]
    purpose: Mapped[str] = mapped_column(String(30))
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    target_id: Mapped[UUID] = mapped_column(index=True)
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    issued_by: Mapped[UUID | None]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    used_at: Mapped[datetime | None]
