"""The form in which an instructor writes a case. Nothing typed is lost on an error; every fault is named at once."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.contrib.admin.widgets import FilteredSelectMultiple
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.text import slugify

import neuraxis
from cases import markdown
from cases.checking import Draft, read_findings, read_model
from cases.fields import suggest
from cases.models import (
    DIFFICULTY_CHOICES,
    READINGS,
    STAGES,
    TOPICS,
    Case,
    CaseVersion,
    Concept,
    Reference,
)
from cases.texts import CaseText, text_of

LONG = {"cols": 90}


class CaseForm(forms.ModelForm):
    """The text of a case; `case_text` holds it once it is valid."""

    vignette = forms.CharField(
        widget=forms.Textarea(attrs={**LONG, "rows": 8}),
        help_text="The story in Markdown, two to four sentences. What the examination shows stands below, as findings.",
    )
    stage = forms.ChoiceField(choices=STAGES)
    reading = forms.ChoiceField(
        choices=READINGS, initial=neuraxis.Reading.VIGNETTE, help_text="What an unlisted item means."
    )
    findings = forms.CharField(
        widget=forms.Textarea(attrs={**LONG, "rows": 16, "class": "findings", "spellcheck": "false"}),
        help_text=(
            "One finding a line: item = value, such as str.triceps.R = 3 or plantar.L = extensor. Right and left are "
            "the patient's. List what is normal too, if it was examined."
        ),
    )
    key = forms.CharField(
        label="Key: where the lesion is",
        max_length=60,
        widget=forms.TextInput(attrs={"list": "places", "autocomplete": "off", "size": 60}),
        help_text="Type part of the name and choose, such as “lateral medulla”.",
    )
    topic = forms.ChoiceField(choices=TOPICS)
    difficulty = forms.TypedChoiceField(choices=DIFFICULTY_CHOICES, coerce=int)
    teaching = forms.CharField(
        required=False,
        widget=forms.Textarea(attrs={**LONG, "rows": 8}),
        help_text="What the case teaches, in Markdown; shown after the answer. [@key] cites a reference chosen below.",
    )
    references = forms.ModelMultipleChoiceField(
        queryset=Reference.objects.all(), widget=FilteredSelectMultiple("references", is_stacked=False)
    )
    concepts = forms.ModelMultipleChoiceField(
        label="Articles",
        required=False,
        queryset=Concept.objects.all(),
        widget=FilteredSelectMultiple("articles", is_stacked=False),
    )
    based_on = forms.IntegerField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Case
        fields = ("title",)
        help_texts = {"title": "Learners read it before they answer: it must not give the place away."}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.current: CaseVersion | None = self.instance.current if self.instance.pk else None
        if self.current is not None:
            self.initial = {**initial_of(self.current), **self.initial}

    def clean_key(self) -> str:
        typed = str(self.cleaned_data["key"])
        places = read_model().places
        if typed in places:
            return typed
        names = {place.name: key for key, place in places.items()}
        if typed in names:
            return names[typed]
        raise ValidationError(
            f"The model knows no place “{typed}”. Choose one from the list{suggest(typed, [*places, *names]) or '.'}"
        )

    def clean_findings(self) -> tuple[tuple[str, str], ...]:
        pairs, faults = parse_lines(self.cleaned_data["findings"])
        try:
            found = read_findings(read_model(), pairs)
        except neuraxis.InputError as error:
            faults.extend(error.faults)
        if faults:
            raise ValidationError(faults)
        if not found:
            raise ValidationError("No line holds a finding. Write one a line: item = value.")
        return found

    def clean_vignette(self) -> str:
        return self._markdown("vignette")

    def clean_teaching(self) -> str:
        return self._markdown("teaching")

    def _markdown(self, field: str) -> str:
        source = str(self.cleaned_data[field]).replace("\r\n", "\n")
        try:
            markdown.render(source)
        except markdown.TooLongError as error:
            raise ValidationError(str(error)) from error
        return source

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self._refuse_unlisted_citations(cleaned)
        self._refuse_to_overwrite()
        return cleaned

    def _refuse_unlisted_citations(self, cleaned: dict[str, Any]) -> None:
        if "references" not in cleaned:
            return
        listed = [reference.key for reference in cleaned["references"]]
        for field in {"vignette", "teaching"} & cleaned.keys():
            for key in markdown.render(cleaned[field]).cited:
                if key not in listed:
                    self.add_error(field, f"Cites “{key}”, which is not among the chosen references.")

    def _refuse_to_overwrite(self) -> None:
        """Somebody else may have saved a version while this one was being written."""
        number = self.current.number if self.current else None
        if self.current is None or self.cleaned_data.get("based_on") == number:
            return
        typed = cast("QueryDict", self.data).copy()
        typed[self.add_prefix("based_on")] = str(number)
        self.data = typed
        self.add_error(
            None,
            f"Version {number} was stored while you were writing. Your text is kept here, and not saved yet. "
            f"Compare it with version {number} under Versions; save again to store yours as the next one.",
        )

    @property
    def case_text(self) -> CaseText:
        cleaned = self.cleaned_data
        before = text_of(self.current) if self.current else None
        return CaseText(
            title=cleaned["title"],
            vignette=cleaned["vignette"],
            teaching=cleaned["teaching"],
            draft=Draft(cleaned["stage"], cleaned["reading"], cleaned["key"], cleaned["findings"]),
            topic=cleaned["topic"],
            difficulty=cleaned["difficulty"],
            references=in_order((row.key for row in cleaned["references"]), before.references if before else ()),
            concepts=in_order((row.slug for row in cleaned["concepts"]), before.concepts if before else ()),
        )


def initial_of(version: CaseVersion) -> dict[str, Any]:
    """What the form shows of a stored version."""
    same = ("title", "vignette", "teaching", "stage", "reading", "key", "topic", "difficulty")
    return {name: getattr(version, name) for name in same} | {
        "findings": "\n".join(f"{item} = {value}" for item, value in version.findings),
        "references": [row.reference_id for row in version.reference_rows.all()],
        "concepts": [row.concept_id for row in version.concept_rows.all()],
        "based_on": version.number,
    }


def parse_lines(text: str) -> tuple[list[tuple[str, str]], list[str]]:
    """Pairs of item and value, and a sentence for every line that holds none. Quotes and # comments may stand."""
    pairs: list[tuple[str, str]] = []
    faults: list[str] = []
    for number, line in enumerate(text.splitlines(), start=1):
        written = line.split("#", 1)[0].strip()
        item, equals, value = (part.strip().strip('"').strip() for part in written.partition("="))
        if not written:
            continue
        if equals and item and value:
            pairs.append((item, value))
        else:
            faults.append(f"Line {number}, “{written}”: write item = value, such as plantar.R = extensor.")
    return pairs, faults


def in_order(chosen: Iterable[str], before: tuple[str, ...]) -> tuple[str, ...]:
    """The chosen ones, those of the last version first and in its order: a form has no order of its own."""
    wanted = list(chosen)
    return (*(key for key in before if key in wanted), *(key for key in wanted if key not in before))


def free_slug(title: str) -> str:
    """An address for a new case that no other has."""
    stem = slugify(title)[:44] or "case"
    taken = set(Case.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    candidates = (stem, *(f"{stem}-{number}" for number in range(2, len(taken) + 3)))
    return next(slug for slug in candidates if slug not in taken)
