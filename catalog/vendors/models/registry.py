"""What is kept of a vendor behind the counter: contact, registry facts, where they come from.

Personal values are sealed (``catalog.kernel.vault``), bound to ``vendor_contact.<column>:<id>``.
"""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from catalog.db.base import Base, Json, JsonList, Line, Pk
from catalog.vendors.rules.registering import ApplicationState, ClaimState
from catalog.vendors.rules.registry import BusinessClass, Gender, LegalForm


class VendorContact(Base):
    """How the gallery reaches the maker; never on a public page, in the index or in a log.

    Fingerprints find the record again that a person or a list names, and let no second one be.
    """

    __tablename__ = "vendor_contact"
    __table_args__ = (
        UniqueConstraint("phone_hash"),
        UniqueConstraint("nik_hash"),
        UniqueConstraint("nib_hash"),
    )

    vendor_id: Mapped[UUID] = mapped_column(ForeignKey("vendor.id"), primary_key=True)
    owner_name: Mapped[bytes | None] = mapped_column(LargeBinary)
    phone: Mapped[bytes | None] = mapped_column(LargeBinary)
    email: Mapped[bytes | None] = mapped_column(LargeBinary)
    address: Mapped[bytes | None] = mapped_column(LargeBinary)
    nik: Mapped[bytes | None] = mapped_column(LargeBinary)
    nib: Mapped[bytes | None] = mapped_column(LargeBinary)
    npwp: Mapped[bytes | None] = mapped_column(LargeBinary)
    phone_hash: Mapped[str | None] = mapped_column(String(64))
    nik_hash: Mapped[str | None] = mapped_column(String(64))
    nib_hash: Mapped[str | None] = mapped_column(String(64))
    nik_last4: Mapped[str] = mapped_column(String(4), default="")


class VendorRegistry(Base):
    """The offices' facts of a vendor; yearly sales and capital are sealed."""

    __tablename__ = "vendor_registry"

    vendor_id: Mapped[UUID] = mapped_column(ForeignKey("vendor.id"), primary_key=True)
    legal_form: Mapped[LegalForm | None]
    kbli: Mapped[str] = mapped_column(String(5), default="")
    kbli_version: Mapped[str] = mapped_column(String(4), default="")
    owner_gender: Mapped[Gender | None]
    business_class: Mapped[BusinessClass | None]
    sales: Mapped[bytes | None] = mapped_column(LargeBinary)
    capital: Mapped[bytes | None] = mapped_column(LargeBinary)
    programmes: Mapped[JsonList]
    kinds: Mapped[JsonList]  # slugs of the categories that it says it makes
    permit: Mapped[str] = mapped_column(String(10), default="")  # said at registration
    is_outside: Mapped[bool] = mapped_column(default=False, index=True)
    suspended_reason: Mapped[str] = mapped_column(String(300), default="")


class VendorFact(Base):
    """Where one stored field of a vendor comes from."""

    __tablename__ = "vendor_fact"

    vendor_id: Mapped[UUID] = mapped_column(ForeignKey("vendor.id"), primary_key=True)
    field: Mapped[str] = mapped_column(String(30), primary_key=True)
    source: Mapped[str] = mapped_column(String(80))
    learnt_on: Mapped[date]
    is_verified: Mapped[bool] = mapped_column(default=False)


class VendorNumber(Base):
    """The number of a vendor in another system."""

    __tablename__ = "vendor_number"

    source: Mapped[str] = mapped_column(String(80), primary_key=True)
    external_id: Mapped[str] = mapped_column(String(120), primary_key=True)
    vendor_id: Mapped[UUID] = mapped_column(ForeignKey("vendor.id"), index=True)


class Registration(Base):
    """A registration that a person has begun; it goes once the vendor stands.

    ``sealed`` holds what is personal in it, as JSON.
    """

    __tablename__ = "registration"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    version: Mapped[int] = mapped_column(default=0)
    step: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(120), default="")
    kinds: Mapped[JsonList]
    region_code: Mapped[str] = mapped_column(String(13), default="")
    permit: Mapped[str] = mapped_column(String(10), default="")
    galleries: Mapped[JsonList]
    answers: Mapped[Json]
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class VendorConsent(Base):
    """What a person agreed to for a vendor, in which words, for which purpose."""

    __tablename__ = "vendor_consent"
    __table_args__ = (UniqueConstraint("vendor_id", "key", "version"),)

    id: Mapped[Pk]
    vendor_id: Mapped[UUID] = mapped_column(ForeignKey("vendor.id"))
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    key: Mapped[str] = mapped_column(String(80))
    version: Mapped[str] = mapped_column(String(40))
    agreed_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class VendorApplication(Base):
    """A vendor's wish to be taken in by a gallery, with what it answered."""

    __tablename__ = "vendor_application"

    vendor_id: Mapped[UUID] = mapped_column(ForeignKey("vendor.id"), primary_key=True)
    gallery_id: Mapped[UUID] = mapped_column(ForeignKey("gallery.id"), primary_key=True)
    state: Mapped[ApplicationState] = mapped_column(default=ApplicationState.ASKED, index=True)
    answers: Mapped[Json]
    asked_at: Mapped[datetime]
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_by: Mapped[UUID | None]
    answered_at: Mapped[datetime | None]


class VendorClaim(Base):
    """Somebody's wish to take over a record that an office or a list brought in."""

    __tablename__ = "vendor_claim"
    __table_args__ = (UniqueConstraint("vendor_id", "person_id"),)

    id: Mapped[Pk]
    vendor_id: Mapped[UUID] = mapped_column(ForeignKey("vendor.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    state: Mapped[ClaimState]
    asked_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]


class OnBehalf(Base):
    """A change that somebody who is no member made for a vendor; its owner confirms it later.

    ``what`` is a msgid, ``url`` the place where the change can be seen.
    """

    __tablename__ = "vendor_on_behalf"

    id: Mapped[Pk]
    vendor_id: Mapped[UUID] = mapped_column(ForeignKey("vendor.id"), index=True)
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    what: Mapped[Line]
    url: Mapped[str] = mapped_column(String(300), default="")
    happened_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    is_confirmed: Mapped[bool | None]


class VendorList(Base):
    """A list of vendors that an office has sent up; its content is sealed and goes when done."""

    __tablename__ = "vendor_list"

    id: Mapped[Pk]
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    name: Mapped[Line]
    source: Mapped[str] = mapped_column(String(80))
    dated_on: Mapped[date]
    columns: Mapped[Json]
    decisions: Mapped[Json]
    report: Mapped[Json]
    content: Mapped[bytes | None] = mapped_column(LargeBinary)
    created_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
