"""One table maps keys to sentences, in three registers."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache
from pathlib import Path


class Register(StrEnum):
    """For whom a sentence is worded."""

    STUDENT = "student"
    CLINICIAN = "clinician"
    LAY = "lay"


def say(key: str, params: Mapping[str, object] | None = None, register: Register = Register.STUDENT) -> str:
    """The sentence of `key` with its parameters; the student's wording where a register has none of its own."""
    group, _, name = key.partition(".")
    entry = sentences()[group][name]
    return (entry.get(register) or entry["student"]).format(**(params or {}))


@lru_cache(maxsize=1)
def sentences() -> dict[str, dict[str, dict[str, str]]]:
    """The whole table: group, key, register."""
    # Imported where it is needed: a process that only loads the model does without.
    import tomllib

    text = (Path(__file__).parent / "sentences.toml").read_text(encoding="utf-8")
    table: dict[str, dict[str, dict[str, str]]] = tomllib.loads(text)
    return table


def capitalize(text: str) -> str:
    """The first letter upper case, the rest as it is."""
    return text[:1].upper() + text[1:]


def join(parts: list[str]) -> str:
    """`a, b and c`."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}" if parts else ""
