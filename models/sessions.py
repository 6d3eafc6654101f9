"""Who is signed in to the portal, by what, and what it keeps for them meanwhile."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, Index
from sqlmodel import Field, SQLModel

from models.columns import UtcDateTime, one_of


class SignedInBy(StrEnum):
    """What a person showed to sign in."""

    LINK = "link"
    OPENID = "openid"


class PortalSession(SQLModel, table=True):
    """One browser signed in as one person. The browser alone has the token."""

    __tablename__ = "portal_sessions"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (Index(None, "person_id"),)

    id: int | None = Field(default=None, primary_key=True)
    token_sha256: str = Field(unique=True, max_length=64)
    person_id: int = Field(foreign_key="people.id")
    signed_in_by: SignedInBy = Field(sa_type=one_of(SignedInBy, "signed_in_by"))
    browser: str = Field(max_length=200)
    """As it calls itself, for the person to recognise it by."""
    created_at: datetime = Field(sa_type=UtcDateTime)
    last_seen_at: datetime = Field(sa_type=UtcDateTime)
    ends_at: datetime = Field(sa_type=UtcDateTime)
    """The end that no activity puts off."""
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When it was signed out, here or from elsewhere."""
    passkey_owed: bool = False
    """Whether a passkey has yet to be shown: until then it opens nothing."""
    challenge: str | None = Field(default=None, max_length=200)
    """What a passkey has to sign next."""


class SignInLink(SQLModel, table=True):
    """A link sent to a known person. The mail alone has the nonce."""

    __tablename__ = "sign_in_links"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (Index(None, "person_id"),)

    nonce_sha256: str = Field(primary_key=True, max_length=64)
    person_id: int = Field(foreign_key="people.id")
    asked_at: datetime = Field(sa_type=UtcDateTime)
    ends_at: datetime = Field(sa_type=UtcDateTime)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Passkey(SQLModel, table=True):
    """A second factor that a person registered."""

    __tablename__ = "passkeys"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (Index(None, "person_id"),)

    credential_id: str = Field(primary_key=True, max_length=1400)
    """base64url, as the browser names it."""
    person_id: int = Field(foreign_key="people.id")
    public_key: str
    """base64url."""
    sign_count: int
    name: str = Field(max_length=80)
    added_at: datetime = Field(sa_type=UtcDateTime)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class KeptForm(SQLModel, table=True):
    """What somebody had typed when their session was over, until they are back."""

    __tablename__ = "kept_forms"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (Index(None, "person_id"),)

    id: str = Field(primary_key=True, max_length=32)
    person_id: int = Field(foreign_key="people.id")
    path: str = Field(max_length=500)
    fields: list[list[str]] = Field(sa_type=JSON)
    """Names and values, in the order sent; files are not kept."""
    kept_at: datetime = Field(sa_type=UtcDateTime)


class SentForm(SQLModel, table=True):
    """A form that was taken, so that a second click is not a second act."""

    __tablename__ = "sent_forms"  # pyright: ignore[reportAssignmentType]

    once_sha256: str = Field(primary_key=True, max_length=64)
    person_id: int = Field(foreign_key="people.id")
    location: str | None = Field(default=None, max_length=500)
    """Where it led to."""
    at: datetime = Field(sa_type=UtcDateTime)
