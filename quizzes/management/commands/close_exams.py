"""Closes exams whose time has run out and that nobody has looked at since."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from quizzes.answering.exams import close_overdue
from quizzes.models import Quiz


class Command(BaseCommand):
    help = (
        "Close the exams whose time has run out, each at its deadline. Pages do so themselves when an exam is looked "
        "at; this is for the others, once a day or so."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{close_overdue(Quiz.objects.all(), timezone.now())} closed")
