"""Reading one TOML table by its fields: every fault is collected, each says what would be right."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from difflib import get_close_matches
from typing import Any


def suggest(word: str, known: Iterable[str]) -> str:
    """A clause that names the closest known words, or nothing."""
    close = get_close_matches(word, list(known), n=3, cutoff=0.5)
    return f"; did you mean {' or '.join(close)}?" if close else ""


class Fields:
    """One table. A field that cannot be read gives an empty value and a fault, so that reading goes on."""

    def __init__(self, data: Mapping[str, Any], where: str, faults: list[str]) -> None:
        self.data = data
        self.where = where
        self.faults = faults
        self.asked: list[str] = []

    def fault(self, field: str, sentence: str) -> None:
        self.faults.append(f"{self.where}: {field}: {sentence}")

    def text(self, field: str, *, limit: int, required: bool = True) -> str:
        value = self._value(field, str, "a text in quotes", required=required)
        if value is None:
            return ""
        if required and not value.strip():
            self.fault(field, "is empty; write it, or leave the file out")
        if len(value) > limit:
            self.fault(field, f"has {len(value):,} characters; at most {limit:,} fit")
        return value.strip()

    def choice(self, field: str, known: Collection[str], *, required: bool = True) -> str:
        value = self.text(field, limit=60, required=required)
        if value and value not in known:
            listed = suggest(value, known) if len(known) > 12 else f"; it is one of {', '.join(known)}"
            self.fault(field, f"{value!r} is not known{listed}")
        return value

    def number(self, field: str, lowest: int, highest: int) -> int:
        value = self._value(field, int, f"a whole number from {lowest} to {highest}")
        if value is None:
            return lowest
        if not lowest <= value <= highest:
            self.fault(field, f"is {value}; it lies between {lowest} and {highest}")
        return int(value)

    def date(self, field: str) -> dt.date:
        value = self._value(field, dt.date, "a date such as 2026-11-22, without quotes")
        if isinstance(value, dt.datetime):
            return value.date()
        return value if value is not None else dt.date.min

    def words(self, field: str, known: Collection[str], *, required: bool = False) -> tuple[str, ...]:
        """A list of known words, each once."""
        values = self._value(field, list, 'a list such as ["one", "two"]', required=required) or []
        words = [str(value) for value in values]
        for word in dict.fromkeys(words):
            if word not in known:
                self.fault(field, f"{word!r} is not known{suggest(word, known)}")
            if words.count(word) > 1:
                self.fault(field, f"{word!r} stands {words.count(word)} times; keep one")
        return tuple(dict.fromkeys(words))

    def table(self, field: str) -> Mapping[str, Any]:
        return self._value(field, dict, f"a table [{field}] with one line per item") or {}

    def finish(self) -> None:
        """Name the fields that nobody asked for."""
        for field in self.data:
            if field not in self.asked:
                self.fault(field, f"is not a field here{suggest(field, self.asked)}")

    def _value(self, field: str, kind: type, right: str, *, required: bool = True) -> Any:
        self.asked.append(field)
        if field not in self.data:
            if required:
                self.fault(field, f"is missing; give {right}")
            return None
        value = self.data[field]
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            self.fault(field, f"is {value!r}; give {right}")
            return None
        return value
