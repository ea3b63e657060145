"""`manage.py load_content`: bring the database in step with the text files of `content/`."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from cases.checking import read_model
from cases.content import ContentError, read_content
from cases.loading import load


class Command(BaseCommand):
    help = "Load references, concept articles and cases from content/. Loading twice changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--root", type=Path, default=settings.BASE_DIR / "content", help="another folder")

    def handle(self, *args: Any, **options: Any) -> None:
        root: Path = options["root"]
        if not root.is_dir():
            raise CommandError(
                f"{root} is no folder. Give the folder that holds references.toml, concepts/ and cases/."
            )
        model = read_model()
        try:
            content = read_content(root, model)
        except ContentError as error:
            faults = "\n".join(f"  {fault}" for fault in error.faults)
            raise CommandError(f"Nothing was loaded. {len(error.faults)} to correct:\n{faults}") from error
        summary = load(content, model, timezone.now())
        for line in summary.lines():
            self.stdout.write(line)
        for remark in summary.remarks:
            self.stdout.write(self.style.WARNING(f"look at {remark}"))
