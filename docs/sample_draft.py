"""An application that is being written: what is in it already, and what is still missing."""

from collections.abc import Generator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

from actions.draft_files import attach_file
from actions.draft_items import add_item
from actions.draft_starting import start_draft
from actions.drafts import edit_draft
from database import Session
from documents import DocumentStore
from models.cases import CaseKind


@dataclass(frozen=True, slots=True)
class Writing:
    """Somebody who writes a body's application from the sample that ships."""

    session: Session
    store: DocumentStore
    examples: Path
    by: str
    now: datetime

    def begin(self, code: str, town: str) -> str:
        """Write it as far as its first alternative; gives the draft's id.

        Missing are the chief's view, the second file, and what an alternative needs.
        """
        begun = start_draft(self.session, CaseKind.WAIVER, code, by=self.by, now=self.now)
        sample: dict[str, Any] = yaml.safe_load((self.examples / "waiver.yaml").read_text())
        name_the_town(sample, town)
        typed = {"scope": sample["scope"], "school_years": ["2026-27"]}
        typed |= self._consultation(begun.id, sample["chief_consultations"][0], town)
        for number, one in enumerate(sample["reasons"], 1):
            typed[f"{self._add(begun.id, 'reasons', f'r{number}')}.text"] = one["text"]
        typed |= dict(self._evidence(begun.id, sample["evidence"]))
        other = self._add(begun.id, "alternatives", "a1")
        typed |= {
            f"{other}.kind": "procedure",
            f"{other}.description": sample["alternatives"][0]["description"],
        }
        edit_draft(self.session, begun.id, typed, seen=begun.revision, by=self.by, now=self.now)
        return begun.id

    def _consultation(self, draft: str, said: dict[str, Any], town: str) -> dict[str, Any]:
        first = self._add(draft, "chief_consultations", "c1")
        return {
            f"{first}.office": f"Chief of Police, {town}",
            f"{first}.dates": ["2026-09-30"],
            f"{first}.mode": said["mode"],
            f"{first}.summary": said["summary"],
            f"{first}.attested_by": self.by,
        }

    def _evidence(self, draft: str, items: list[dict[str, Any]]) -> Generator[tuple[str, Any]]:
        for number, one in enumerate(items, 1):
            item = self._add(draft, "evidence", f"e{number}")
            yield from ((f"{item}.{part}", one[part]) for part in ("title", "source", "period"))
            if number == 1:
                examined = self.store.put(self.examples / one["file"])
                attach_file(
                    self.session, draft, item, examined, Path(one["file"]).name,
                    instead_of=None, by=self.by, now=self.now,
                )  # fmt: skip

    def _add(self, draft: str, listed: str, item: str) -> str:
        return add_item(self.session, draft, listed, by=self.by, now=self.now, item=item)


def name_the_town(sample: dict[str, Any], town: str) -> None:
    """Have the reasons speak of the applicant: the same words in two cases are pointed out."""
    for reason in sample["reasons"]:
        text = str(reason["text"]).replace("the two schools", f"the two schools of {town}")
        reason["text"] = text.replace("students say", f"the students of {town} say")
