from typing import Any

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in


class QuizzesConfig(AppConfig):
    name = "quizzes"

    def ready(self) -> None:
        from accounts.signals import signed_up
        from quizzes import kinds  # noqa: F401 (they register themselves)

        for signal in (user_logged_in, signed_up):
            signal.connect(merge_session)


def merge_session(*, request: Any = None, user: Any, **kwargs: Any) -> None:
    """What was practiced before signing in belongs to the account afterwards."""
    from quizzes.learners import sessions

    if request is not None:
        sessions.merge(request, user)
