"""Rows that are written once: history that somebody may have to trust years later."""

from typing import Any, NoReturn

from django.db import models


class WrittenOnceError(TypeError):
    """Somebody tried to change or delete history."""


class WrittenOnceQuerySet(models.QuerySet):
    def update(self, **values: Any) -> NoReturn:
        raise WrittenOnceError(f"{self.model.__name__} rows are written once; store a new one instead.")

    def delete(self) -> NoReturn:
        raise WrittenOnceError(f"{self.model.__name__} rows are kept for ever.")


class WrittenOnce(models.Model):
    """Saving an existing row and deleting one are refused. Each model has a manager of WrittenOnceQuerySet."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **options: Any) -> None:
        if not self._state.adding:
            raise WrittenOnceError(f"{self} is written once; store a new one instead.")
        super().save(*args, **{**options, "force_insert": True})

    def delete(self, *args: Any, **options: Any) -> NoReturn:
        raise WrittenOnceError(f"{self} is kept for ever.")


def refuse_change(instance: models.Model, **_: Any) -> NoReturn:
    """Listens to the many-to-many relations of such rows: their links are stored once, as rows of their own."""
    raise WrittenOnceError(f"What {instance} refers to is written once; store a new one instead.")
