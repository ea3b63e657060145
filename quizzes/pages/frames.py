"""Frames: what never changes of a page, cut at the gaps that each visit fills."""

import re
from collections.abc import Mapping

from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

# Private-use characters, which no text of ours holds.
GAP = re.compile("\ue000([a-z_]+)\ue001")
# Text, name of a gap, text, and so on.
Frame = tuple[str, ...]


def cut(printed: str) -> Frame:
    """A printed page as text, name of a gap, text, and so on."""
    return tuple(GAP.split(printed))


def fill(frame: Frame, parts: Mapping[str, str]) -> str:
    return "".join([parts[part] if at % 2 else part for at, part in enumerate(frame)])


def gap(name: str) -> SafeString:
    return SafeString(f"\ue000{name}\ue001")


def print_messages(request: HttpRequest) -> SafeString:
    waiting = get_messages(request)
    return render_to_string("_messages.html", {"messages": waiting}) if len(waiting) else SafeString("")
