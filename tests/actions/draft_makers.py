"""A desk to write drafts at: the sample registry, a store, one line an act."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import yaml

from actions.draft_files import attach_file
from actions.draft_items import add_item
from actions.draft_papers import paper_of
from actions.draft_signing import Sent, submit_draft
from actions.draft_starting import start_draft
from actions.drafts import Edited, edit_draft
from actions.policies import adopt_policy
from database import reading, transaction
from documents import DocumentStore
from models.cases import CaseKind
from models.drafts import Draft
from tests.actions.makers import KEYBOARD, SUPERINTENDENT, House
from tests.shared import CASES

PORT = "99010000"
EDITOR = "grants@portexample.example"


@dataclass
class Desk:
    """Where drafts are written."""

    house: House
    store: DocumentStore

    def start(self, *, by: str = SUPERINTENDENT, code: str = PORT) -> str:
        """Begin an empty draft of an application."""
        with transaction(self.house.engine) as session:
            draft = start_draft(session, CaseKind.WAIVER, code, by=by, now=self.house.now)
            return draft.id

    def edit(
        self, draft: str, typed: dict[str, Any], *, seen: int, by: str = SUPERINTENDENT
    ) -> Edited:
        """Save what a page says."""
        with transaction(self.house.engine) as session:
            return edit_draft(session, draft, typed, seen=seen, by=by, now=self.house.now)

    def add(self, draft: str, listed: str, item: str, *, by: str = SUPERINTENDENT) -> str:
        """Add an item."""
        with transaction(self.house.engine) as session:
            return add_item(session, draft, listed, item=item, by=by, now=self.house.now)

    def attach(
        self,
        draft: str,
        path: str,
        file: str,
        *,
        instead_of: str | None = None,
        by: str = SUPERINTENDENT,
    ) -> str:
        """Put a sample file to an item; gives its hash."""
        examined = self.store.put(CASES / file)
        with transaction(self.house.engine) as session:
            attach_file(
                session, draft, path, examined, Path(file).name,
                instead_of=instead_of, by=by, now=self.house.now,
            )  # fmt: skip
        return examined.sha256

    def show(self, draft: str) -> Draft:
        """Give a draft as it is."""
        with reading(self.house.engine) as session:
            found = session.get_one(Draft, draft)
            session.expunge_all()
            return found

    def hash(self, draft: str) -> str:
        """Give the hash that a signer is shown."""
        with reading(self.house.engine) as session:
            return paper_of(session, session.get_one(Draft, draft), self.store).sha256

    def sign(self, draft: str, *, saw: str | None = None, by: str = SUPERINTENDENT) -> Sent:
        """Sign a draft, having seen it as it is unless said otherwise."""
        saw = self.hash(draft) if saw is None else saw
        with transaction(self.house.engine) as session:
            policy = adopt_policy(session, self.house.policy, now=self.house.now)
            return submit_draft(
                session, draft, policy, self.store,
                saw=saw, by=by, entered_by=KEYBOARD, now=self.house.now,
            )  # fmt: skip

    def write_complete(self, draft: str, file: str = "waiver-complete-municipal.yaml") -> None:
        """Type a whole sample application into a draft, file by file."""
        written = yaml.safe_load((CASES / file).read_text())
        fields: dict[str, Any] = {
            "scope": written["scope"],
            "school_years": written["school_years"],
            "signed_by.name": written["signed_by"]["name"],
            "signed_by.statement": written["signed_by"]["statement"],
        }
        for listed in ("chief_consultations", "reasons", "evidence"):
            for number, item in enumerate(written[listed], 1):
                fields |= self._item(draft, listed, f"{listed[0]}{number}", item)
        for number, item in enumerate(written["alternatives"], 1):
            path = f"alternatives[a{number}].supporting_data"
            data = item.pop("supporting_data")
            fields |= self._item(draft, "alternatives", f"a{number}", item)
            for place, one in enumerate(data, 1):
                fields |= self._item(draft, path, f"a{number}s{place}", one)
        self.edit(draft, fields, seen=self.show(draft).revision)

    def _item(self, draft: str, listed: str, item: str, said: dict[str, Any]) -> dict[str, Any]:
        path = self.add(draft, listed, item)
        if file := said.pop("file", None):
            self.attach(draft, path, file)
        return {f"{path}.{name}": _typed(value) for name, value in said.items()}


def _typed(value: Any) -> Any:
    return [str(one) for one in cast("list[Any]", value)] if isinstance(value, list) else str(value)
