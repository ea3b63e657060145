from django.apps import AppConfig


class DrawingsConfig(AppConfig):
    name = "drawings"

    def ready(self) -> None:
        from drawings import checks  # noqa: F401 (it registers itself)
