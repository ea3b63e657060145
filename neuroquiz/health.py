"""Is the process alive, and is it ready to serve."""

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """Alive: the process answers. Asks nothing of the database, so that a slow database restarts nobody."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """Ready: the database answers and every migration is applied."""
    try:
        waiting = unapplied_migrations()
    except DatabaseError:
        return HttpResponse("database: no answer\n", status=503, content_type="text/plain")
    if waiting:
        return HttpResponse(f"migrations: {len(waiting)} not applied\n", status=503, content_type="text/plain")
    return HttpResponse("ready\n", content_type="text/plain")


def unapplied_migrations() -> list[str]:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]
