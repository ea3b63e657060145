"""What a learner asks for: what to practice, and what to mend."""

from datetime import timedelta

from django import forms

import neuraxis
from cases.models import DIFFICULTIES, Report
from quizzes.kinds import kind_names
from quizzes.making.selection import Wish
from quizzes.models import MAX_LENGTH, Mode

REPORT_LIMIT = 2000
USUAL_NUMBER = 10
LONGEST_EXAM = 240


class PracticeForm(forms.Form):
    """What to practice; left alone, everything mixed."""

    topic = forms.ChoiceField(
        label="Topic",
        required=False,
        choices=[("", "Everything, mixed"), *((str(topic), name) for topic, name in neuraxis.TOPIC_NAMES.items())],
        error_messages={"invalid_choice": "There is no such topic. Choose one from the list."},
    )
    kind = forms.ChoiceField(
        label="Kind of question",
        required=False,
        choices=[("", "All kinds, mixed"), *kind_names().items()],
        error_messages={"invalid_choice": "There is no such kind of question. Choose one from the list."},
    )
    difficulty = forms.TypedChoiceField(
        label="Difficulty",
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", "Any"), *((number, f"{number}: {name}") for number, name in DIFFICULTIES.items())],
        error_messages={"invalid_choice": "There is no such difficulty. Choose one from the list."},
    )
    number = forms.IntegerField(
        label="How many questions?",
        required=False,
        initial=USUAL_NUMBER,
        min_value=1,
        max_value=MAX_LENGTH,
        error_messages={
            "invalid": "Give the number of questions in digits.",
            "min_value": "Ask for one question at least.",
            "max_value": f"Ask for {MAX_LENGTH} questions at most.",
        },
    )
    mode = forms.ChoiceField(
        label="Mode",
        required=False,
        choices=Mode.choices,
        initial=Mode.TUTOR,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "There is no such mode. Choose one from the list."},
    )
    minutes = forms.IntegerField(
        label="Minutes for the exam",
        required=False,
        min_value=1,
        max_value=LONGEST_EXAM,
        help_text="Leave it empty for an exam without a limit.",
        error_messages={
            "invalid": "Give the minutes in digits.",
            "min_value": "Allow one minute at least.",
            "max_value": f"Allow {LONGEST_EXAM} minutes at most.",
        },
    )

    @property
    def length(self) -> int:
        return self.cleaned_data["number"] or USUAL_NUMBER

    @property
    def is_exam(self) -> bool:
        return bool(self.cleaned_data["mode"] == Mode.EXAM)

    @property
    def limit(self) -> timedelta | None:
        """How long the exam may take; practice may take as long as it likes."""
        minutes = self.cleaned_data["minutes"]
        return timedelta(minutes=minutes) if self.is_exam and minutes else None

    @property
    def wish(self) -> Wish:
        topic = self.cleaned_data["topic"]
        return Wish(
            topic=neuraxis.Topic(topic) if topic else None,
            difficulty=self.cleaned_data["difficulty"],
            kind=self.cleaned_data["kind"],
        )


class ReportForm(forms.ModelForm):
    """What is wrong with a question."""

    text = forms.CharField(
        label="What is wrong?",
        max_length=REPORT_LIMIT,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="The question, your answer and the grade are sent along. Please name nobody.",
        error_messages={"required": "Say in a few words what is wrong."},
    )

    class Meta:
        model = Report
        fields = ("text",)
