"""`make pictures`: takes the pictures of the README from the site as it is, with a database of its own."""

import os
import re
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
CHROMIUM = "/usr/bin/chromium"
PORT = 8971
SITE = f"http://127.0.0.1:{PORT}"
CASE = "the-crooked-spoon"
ANSWER = {"motor_class": "UMN", "level": "pons", "side": "L"}
STRUCTURE = "lateral medulla"


def main() -> None:
    with serving(), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1280, "height": 960}, reduced_motion="reduce")
        take_home(page)
        take_question(page)
        take_feedback(page)
        take_exam(page)
        take_progress(page)
        browser.close()


def take_home(page: Page) -> None:
    page.goto(SITE)
    shoot(page, "home")


def take_question(page: Page) -> None:
    page.goto(f"{SITE}/cases/{CASE}/")
    page.get_by_role("button", name=re.compile("olve")).click()
    page.wait_for_url(re.compile("/1/$"))
    shoot(page, "question")


def take_feedback(page: Page) -> None:
    page.locator(f"input[name=motor_class][value={ANSWER['motor_class']}]").check()
    page.locator("select[name=level]").select_option(ANSWER["level"])
    page.locator(f"input[name=side][value={ANSWER['side']}]").check()
    page.locator("input[name=site]").fill(STRUCTURE)
    page.locator("input[name=confidence][value='2']").check()
    page.get_by_role("button", name="Submit").click()
    page.locator("#feedback").wait_for()
    page.evaluate("document.querySelector('.panel svg[viewBox]:not(.icon)')?.scrollIntoView({block: 'center'})")
    shoot(page, "feedback")


def take_exam(page: Page) -> None:
    page.goto(f"{SITE}/practice/")
    page.get_by_label("Exam: feedback at the end").check()
    page.get_by_label("Minutes for the exam").fill("15")
    page.get_by_role("button", name="Start with these").click()
    page.wait_for_url(re.compile("/1/$"))
    shoot(page, "exam")


def take_progress(page: Page) -> None:
    page.goto(f"{SITE}/progress/")
    shoot(page, "progress")


def shoot(page: Page, name: str) -> None:
    page.wait_for_load_state("networkidle")
    page.screenshot(path=HERE / f"{name}.png")


@contextmanager
def serving() -> Iterator[None]:
    """The site on a port of its own, until the pictures are taken."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "DATABASE_URL": f"sqlite:///{folder}/pictures.sqlite3", "PORT": str(PORT)}
        for command in (["migrate", "--verbosity", "0"], ["load_content"]):
            subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=environment, check=True)
        server = subprocess.Popen([sys.executable, "manage.py", "serve"], cwd=ROOT, env=environment)
        try:
            wait_until_ready()
            yield
        finally:
            server.terminate()
            server.wait()


def wait_until_ready() -> None:
    for _ in range(60):
        try:
            urllib.request.urlopen(f"{SITE}/readyz")
        except OSError:
            time.sleep(1)
        else:
            return
    raise RuntimeError("the site did not come up")


if __name__ == "__main__":
    main()
