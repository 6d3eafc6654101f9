"""Bodies that may apply, their schools, and the towns these stand in."""

from datetime import datetime
from enum import StrEnum

from sqlmodel import Field, SQLModel

from models.columns import UtcDateTime, one_of


class OrganizationKind(StrEnum):
    """The classes that 37P tells apart; `OTHER` until an operator sets one."""

    MUNICIPAL = "municipal"
    MUNICIPAL_NON_OPERATING = "municipal_non_operating"
    REGIONAL = "regional"
    COUNTY_AGRICULTURAL = "county_agricultural"
    COMMONWEALTH_CHARTER = "commonwealth_charter"
    OTHER = "other"


class Organization(SQLModel, table=True):
    """A school department, district or school as the registry lists it."""

    __tablename__ = "organizations"  # pyright: ignore[reportAssignmentType]

    code: str = Field(primary_key=True, max_length=8)
    name: str = Field(max_length=200)
    kind: OrganizationKind = Field(sa_type=one_of(OrganizationKind, "kind"))
    listed_as: str = Field(max_length=60)
    """The class in the source's own word, kept when `kind` cannot say it."""
    kind_set_by: str | None = Field(default=None, max_length=254)
    """The operator who set the class by hand, or None where the list gave it."""
    kind_basis: str | None = Field(default=None, max_length=500)
    kind_set_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class OrganizationTown(SQLModel, table=True):
    """A town that belongs to an organization."""

    __tablename__ = "organization_towns"  # pyright: ignore[reportAssignmentType]

    organization_code: str = Field(primary_key=True, foreign_key="organizations.code")
    town: str = Field(primary_key=True, max_length=100)


class School(SQLModel, table=True):
    """A school and the town it stands in: 37P(b) asks where the school is located."""

    __tablename__ = "schools"  # pyright: ignore[reportAssignmentType]

    code: str = Field(primary_key=True, max_length=8)
    name: str = Field(max_length=200)
    organization_code: str = Field(foreign_key="organizations.code", index=True)
    town: str = Field(max_length=100)
