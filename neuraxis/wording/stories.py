"""The story of a generated case in two or three sentences."""

from __future__ import annotations

from neuraxis.generation import GeneratedCase
from neuraxis.generation.stories import Complaint, Story
from neuraxis.vocabulary import LATERAL, Side
from neuraxis.wording.sentences import Register, capitalize, join, say

_SIDE_WORDS = {Side.RIGHT: "right ", Side.LEFT: "left ", Side.MIDLINE: ""}
_PLURALS = {
    "leg": "legs", "arm": "arms", "hand": "hands", "foot": "feet", "thigh": "thighs", "groin": "groins",
    "shoulder": "shoulders", "buttock": "buttocks",
}  # fmt: skip
_CHILDREN = {"woman": "girl", "man": "boy"}
GROWN_UP = 18


def word_vignette(generated: GeneratedCase, register: Register = Register.STUDENT) -> str:
    """Who, when and what the patient noticed; the examination is charted beside it."""
    return word_story(generated.story, register)


def word_story(story: Story, register: Register = Register.STUDENT) -> str:
    """The story's sentences. The same story always reads the same."""
    complaints = [_complaint(one, register) for one in story.complaints] or [say("complaint.unwell", register=register)]
    article = "an" if str(story.age).startswith(("8", "11", "18")) else "a"
    params = {
        "age": story.age,
        "article": capitalize(article),
        "a": article,
        "sex": story.sex if story.age >= GROWN_UP else _CHILDREN[story.sex],
        "pronoun": "she" if story.sex == "woman" else "he",
        "handed": story.handed,
        "complaints": join(complaints),
    }
    pronoun = str(params["pronoun"])
    params |= {"Pronoun": capitalize(pronoun), "tempo": _beginning(story, pronoun, register)}
    return say(f"story.opening_{story.variant}", params, register)


def _beginning(story: Story, pronoun: str, register: Register) -> str:
    """When it began, and what brought it on."""
    tempo = say(f"tempo.{story.tempo}", {"pronoun": pronoun}, register)
    return f"{tempo}, {say(f'mechanism.{story.mechanism}', register=register)}" if story.mechanism else tempo


def _complaint(complaint: Complaint, register: Register) -> str:
    both = all(side in complaint.sides for side in LATERAL)
    part = complaint.part or "body"
    where = f"both {_PLURALS[part]}" if both and part in _PLURALS else f"the {_SIDE_WORDS[complaint.sides[0]]}{part}"
    if part not in _PLURALS:
        side = _SIDE_WORDS[complaint.sides[0]]
        where = f"the {part}" if both or not side else f"the {side}side of the {part}"
    side = "both sides" if both else f"the {_SIDE_WORDS[complaint.sides[0]].strip() or 'same'} side"
    return say(f"complaint.{complaint.key}", {"where": where, "side": side, "part": part}, register)
