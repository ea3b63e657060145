"""Weighs answers against the wrong beliefs that the model knows; `/progress/` starts it and reads the result."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

import neuraxis
from quizzes.learners.sessions import Learner
from quizzes.learning.beliefs import is_weighed, localizations, weigh
from quizzes.models import Profile


class Command(BaseCommand):
    help = "Weigh the last answers of a learner against wrong beliefs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("profile", type=int, help="the number of the learner's profile")

    def handle(self, *args: Any, **options: Any) -> None:
        profile = Profile.objects.select_related("owner").filter(pk=options["profile"]).first()
        if profile is None:
            raise CommandError("There is no such profile.")
        model = neuraxis.load_model()
        learner = Learner(user=profile.owner, token=profile.learner_token or "")
        waiting = [answer for answer in localizations(learner) if not is_weighed(model, answer)]
        if waiting:
            weigh(model, waiting)
        self.stdout.write(f"{len(waiting)} answers weighed.")
