"""Lets answers count that were graded while counting failed."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

import neuraxis
from quizzes.learning.counting import count
from quizzes.models import Answer


class Command(BaseCommand):
    help = "Let graded answers count for review that did not count yet."

    def handle(self, *args: Any, **options: Any) -> None:
        model = neuraxis.load_model()
        missed = Answer.objects.filter(graded_at__isnull=False, reviews__isnull=True, question__quiz__origin=None)
        tried = 0
        for answer in missed.select_related("question__quiz").order_by("answered_at", "pk").iterator(chunk_size=200):
            count(model, [answer], timezone.now())
            tried += 1
        self.stdout.write(f"{tried} answers looked at.")
