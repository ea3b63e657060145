"""One or several: the number of a noun, and the words that agree with it."""

from __future__ import annotations

import re

_HEAD = re.compile(r",| \(| (?:of|to|in|at|from|with|for|on|above|around|within|between|behind|down|that|which)\b")
# Words that end like a plural and are none, and plurals that do not end in s.
_SINGULAR = re.compile(r"(?:us|is|ss|pons)$")
_LATIN_PLURAL = re.compile(r"(?:nuclei|ganglia)$")


def is_plural(name: str) -> bool:
    """Whether a noun with what follows it is several: "motor axons to the biceps", "nodulus and uvula"."""
    head = _HEAD.split(name, maxsplit=1)[0]
    last = head.rpartition(" ")[2]
    ends = last.endswith("s") and not _SINGULAR.search(last)
    return " and " in head or ends or bool(_LATIN_PLURAL.search(last))


def says_plural(predicate: str) -> bool:
    """Whether what begins with a verb in the present is said of several: "do not cross", "lie on both sides"."""
    verb = predicate.partition(" ")[0]
    return verb.endswith("ss") or not verb.endswith("s")


def agree(plural: bool) -> dict[str, str]:
    """The words of a sentence that agree with its subject."""
    if plural:
        return {"is": "are", "its": "their", "fails": "fail", "It": "They"}
    return {"is": "is", "its": "its", "fails": "fails", "It": "It"}
