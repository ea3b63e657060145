"""Makes the cases of the coming days, so that no visitor waits for one."""

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

import neuraxis
from quizzes.making.daily import day_of, prepare
from quizzes.views.starting import new_seed

MOST = 366


class Command(BaseCommand):
    help = "Make the case of today and of the days after it, where there is none yet. Run it once a day, or not at all."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--days", type=int, default=2, help="how many days, from today on (2)")

    def handle(self, *args: Any, **options: Any) -> None:
        if not 1 <= options["days"] <= MOST:
            self.stderr.write(f"--days is a number from 1 to {MOST}.")
            raise SystemExit(2)
        model, now = neuraxis.load_model(), timezone.now()
        for ahead in range(options["days"]):
            daily = prepare(model, day_of(now) + timedelta(days=ahead), new_seed(), now)
            source = "generated" if daily.case_version_id is None else "from the library"
            made = "made" if daily.created_at == now else "was there"
            self.stdout.write(f"{daily.date} {made}: {source}, difficulty {daily.payload['difficulty']}")
