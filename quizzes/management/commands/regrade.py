"""Grades what is stored: answers that were never graded, or, on request, all of them again."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db.models import Q, QuerySet
from django.utils import timezone

import neuraxis
from quizzes.answering.grading import grade_stored, regrade
from quizzes.models import Answer, Mode


class Command(BaseCommand):
    help = (
        "Grade the answers that are stored without a grade. --all grades every answer again and keeps the old grades."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--all", action="store_true", help="graded answers too; changed grades leave a revision")
        parser.add_argument("--reason", default="", help="why, for the revision (needed with --all)")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["all"] and not options["reason"].strip():
            self.stderr.write("--all needs --reason: it is kept with every grade that changes.")
            raise SystemExit(2)
        model = neuraxis.load_model()
        of_running_exam = Q(question__quiz__mode=Mode.EXAM, question__quiz__finished_at__isnull=True)
        answers = Answer.objects.exclude(of_running_exam).select_related("question").order_by("pk")
        self.grade_waiting(model, answers.filter(graded_at__isnull=True))
        if options["all"]:
            self.grade_again(model, answers.filter(graded_at__isnull=False), options["reason"].strip()[:200])

    def grade_waiting(self, model: neuraxis.Model, answers: QuerySet[Answer]) -> None:
        results = [grade_stored(model, answer, timezone.now()).is_graded for answer in answers.iterator(chunk_size=200)]
        self.stdout.write(f"{sum(results)} graded, {len(results) - sum(results)} still waiting (see the log)")

    def grade_again(self, model: neuraxis.Model, answers: QuerySet[Answer], reason: str) -> None:
        changed = unchanged = unreadable = 0
        for answer in answers.iterator(chunk_size=200):
            try:
                revision = regrade(model, answer, reason, timezone.now())
            except (neuraxis.InputError, KeyError, ValueError) as error:
                unreadable += 1
                self.stderr.write(f"answer {answer.pk} keeps its grade: {error}")
                continue
            changed, unchanged = (changed + 1, unchanged) if revision else (changed, unchanged + 1)
        self.stdout.write(f"{changed} changed, {unchanged} unchanged, {unreadable} could not be graded again")
