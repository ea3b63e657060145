"""The text of a case as a value, apart from where it comes from (a file, a form) and where it is kept."""

import hashlib
import json
from dataclasses import asdict, dataclass

from cases.checking import Draft
from cases.models import CaseVersion


def digest_of(data: object) -> str:
    """Equal texts have equal digests, whatever the machine."""
    return hashlib.sha256(json.dumps(data, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


@dataclass(frozen=True)
class CaseText:
    """All that an author writes of a case."""

    title: str
    vignette: str
    teaching: str
    draft: Draft
    topic: str
    difficulty: int
    references: tuple[str, ...]
    concepts: tuple[str, ...]

    @property
    def story(self) -> str:
        """What a learner reads before answering."""
        return f"{self.title}\n{self.vignette}"

    @property
    def digest(self) -> str:
        return digest_of(asdict(self))


def text_of(version: CaseVersion) -> CaseText:
    """The text that a version keeps."""
    return CaseText(
        title=version.title,
        vignette=version.vignette,
        teaching=version.teaching,
        draft=version.draft,
        topic=version.topic,
        difficulty=version.difficulty,
        references=tuple(row.reference.key for row in version.reference_rows.select_related("reference")),
        concepts=tuple(row.concept.slug for row in version.concept_rows.select_related("concept")),
    )
