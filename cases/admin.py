"""The editor's pages: an instructor writes a case, the model says what it thinks, the case is handed in for review."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone

from accounts.models import User
from accounts.policies import NotAllowed
from cases.authoring import CaseForm, free_slug
from cases.checking import faults_of, name_of, read_model
from cases.models import Case, CaseVersion, Concept, Reference, Report, ReviewEvent
from cases.policies import can_author, can_edit_case, can_review
from cases.review import Refused
from cases.versions import store_version, submit, verdict


def percent(probability: float) -> str:
    """A probability to read: never 0 or 100 for what is neither."""
    return "<1" if 0 < probability < 0.01 else ">99" if 0.99 < probability < 1 else f"{probability:.0%}".rstrip("%")


def with_percents(lint: dict[str, Any]) -> dict[str, Any]:
    rivals = [{**rival, "percent": percent(rival["probability"])} for rival in lint["rivals"]]
    return {**lint, "percent": percent(lint["probability"]), "rivals": rivals}


def signed_in(request: HttpRequest) -> User:
    """The admin lets nobody in who is not."""
    if not isinstance(request.user, User):
        raise NotAllowed("Sign in to write cases.")
    return request.user


class ForAuthors:
    """Authors look at everything here; each class says what they may do."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return can_author(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return can_author(request.user)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class VersionInline(ForAuthors, admin.TabularInline):
    model = CaseVersion
    fields = ("number", "created_at", "created_by", "source", "key", "model_version", "sound")
    readonly_fields = fields
    show_change_link = True
    extra = 0

    def get_queryset(self, request: HttpRequest) -> QuerySet[CaseVersion]:
        return super().get_queryset(request).select_related("created_by", "case")


class EventInline(ForAuthors, admin.TabularInline):
    model = ReviewEvent
    fk_name = "case"
    fields = ("created_at", "action", "before", "after", "reason", "actor", "model_version")
    readonly_fields = fields
    extra = 0
    verbose_name_plural = "review"

    def get_queryset(self, request: HttpRequest) -> QuerySet[ReviewEvent]:
        return super().get_queryset(request).select_related("actor")


@admin.register(Case)
class CaseAdmin(ForAuthors, admin.ModelAdmin):
    form = CaseForm
    change_form_template = "cases/admin_case.html"
    view_on_site = False
    list_display = ("title", "status", "topic", "difficulty", "agrees", "author", "updated")
    list_filter = ("status", "current__topic", "current__difficulty", "current__sound")
    list_select_related = ("current", "author")
    search_fields = ("title", "slug", "current__key", "current__vignette")
    actions = ("submit_cases",)
    fieldsets = (
        ("Patient", {"fields": ("title", "vignette", "stage", "reading", "findings")}),
        ("Answer", {"fields": ("key", "topic", "difficulty")}),
        ("Teaching", {"fields": ("teaching", "references", "concepts", "based_on")}),
    )

    class Media:
        css = {"all": ("css/cases-admin.css",)}

    @admin.display(ordering="current__topic")
    def topic(self, case: Case) -> str:
        return case.current.get_topic_display() if case.current else ""

    @admin.display(ordering="current__difficulty")
    def difficulty(self, case: Case) -> int | None:
        return case.current.difficulty if case.current else None

    @admin.display(boolean=True, description="the model agrees", ordering="current__sound")
    def agrees(self, case: Case) -> bool:
        return case.current is not None and case.current.sound

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return can_author(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Case | None = None) -> bool:
        return can_author(request.user) if obj is None else can_edit_case(request.user, obj)

    def get_inlines(self, request: HttpRequest, obj: Case | None = None) -> tuple[type[admin.TabularInline], ...]:
        return (VersionInline, EventInline) if obj else ()

    def get_fieldsets(self, request: HttpRequest, obj: Case | None = None) -> Any:
        return (
            self.fieldsets if self._may_write(request, obj) else ((None, {"fields": ("title", "status", "updated")}),)
        )

    def _may_write(self, request: HttpRequest, case: Case | None) -> bool:
        return self.has_change_permission(request, case) if case else self.has_add_permission(request)

    def save_model(self, request: HttpRequest, obj: Case, form: Any, change: bool) -> None:
        author = signed_in(request)
        if not change:
            obj.slug, obj.author = free_slug(obj.title), author
            obj.save()
        source, before = CaseVersion.Source.SITE, obj.status
        version = store_version(obj, form.case_text, model=read_model(), source=source, by=author, now=timezone.now())
        if version is None:
            messages.info(request, "Nothing was changed; the version is still the same.")
        elif obj.status != before:
            messages.warning(request, "The case was approved. Its text has changed, so it is under review again.")

    def response_add(self, request: HttpRequest, obj: Case, post_url_continue: str | None = None) -> HttpResponse:
        return self._submitted(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request: HttpRequest, obj: Case) -> HttpResponse:
        return self._submitted(request, obj) or super().response_change(request, obj)

    def _submitted(self, request: HttpRequest, case: Case) -> HttpResponse | None:
        """“Save and submit”: the text is stored either way; what stands against submission is said."""
        if "_submit_case" not in request.POST:
            return None
        self._submit(request, case)
        return HttpResponseRedirect(f"../{'' if request.path.endswith('/add/') else '../'}{case.pk}/change/")

    def _submit(self, request: HttpRequest, case: Case) -> None:
        try:
            submit(case, model=read_model(), by=signed_in(request), now=timezone.now())
        except Refused as refusal:
            for reason in refusal.reasons:
                messages.error(request, f"“{case}” is stored, and not submitted: {reason}")
        else:
            messages.success(request, f"“{case}” is submitted for review.")

    @admin.action(description="Submit the chosen cases for review", permissions=["change"])
    def submit_cases(self, request: HttpRequest, queryset: QuerySet[Case]) -> None:
        for case in queryset.select_related("current"):
            if can_edit_case(request.user, case):
                self._submit(request, case)
            else:
                messages.error(request, f"“{case}” belongs to another author.")

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        model = read_model()
        case = self.get_object(request, object_id) if object_id else None
        context: dict[str, Any] = {
            "places": model.places.values(),
            "items": model.items.values(),
            "may_write": self._may_write(request, case),
        }
        if case is not None and case.current is not None and can_author(request.user):
            lint = verdict(case.current, model)
            context |= {
                "lint": with_percents(lint),
                "faults": faults_of(lint),
                "case": case,
                "key_name": name_of(model, case.current.key),
                "stale": case.current.model_version != model.version,
                "model_version": model.version,
            }
        return super().changeform_view(request, object_id, form_url, {**context, **(extra_context or {})})


@admin.register(CaseVersion)
class CaseVersionAdmin(ForAuthors, admin.ModelAdmin):
    """Read only, and reached from its case."""

    fields = (
        "case", "number", "title", "vignette", "teaching", "stage", "reading", "finding_lines", "key", "topic",
        "difficulty", "cites", "teaches", "model_version", "sound", "verdict", "source", "created_at", "created_by",
    )  # fmt: skip
    readonly_fields = ("finding_lines", "cites", "teaches", "verdict")

    @admin.display(description="findings")
    def finding_lines(self, version: CaseVersion) -> str:
        return "\n".join(f"{item} = {value}" for item, value in version.findings)

    @admin.display(description="references")
    def cites(self, version: CaseVersion) -> str:
        return "\n".join(str(row.reference) for row in version.reference_rows.select_related("reference"))

    @admin.display(description="articles")
    def teaches(self, version: CaseVersion) -> str:
        return "\n".join(str(row.concept) for row in version.concept_rows.select_related("concept"))

    @admin.display(description="what the model said")
    def verdict(self, version: CaseVersion) -> str:
        lint = version.lint
        head = f"The key ranks {lint['rank']} with {percent(lint['probability'])} %."
        return "\n".join([head, *(issue["text"] for issue in lint["issues"])])

    def has_module_permission(self, request: HttpRequest) -> bool:
        return False


@admin.register(Reference)
class ReferenceAdmin(ForAuthors, admin.ModelAdmin):
    list_display = ("key", "kind", "authors", "title", "year")
    list_filter = ("kind",)
    search_fields = ("key", "authors", "title", "doi", "pmid")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return can_author(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return can_review(request.user)


@admin.register(Concept)
class ConceptAdmin(ForAuthors, admin.ModelAdmin):
    """Read only: articles are written as text files in content/."""

    list_display = ("title", "status", "order", "updated")
    view_on_site = False
    exclude = ("digest",)


@admin.register(Report)
class ReportAdmin(ForAuthors, admin.ModelAdmin):
    """What learners report, with the question as they saw it."""

    list_display = ("text", "version", "created_at", "closed_at")
    list_filter = (("closed_at", admin.EmptyFieldListFilter),)
    list_select_related = ("version",)
    actions = ("close",)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return can_review(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return can_review(request.user)

    @admin.action(description="Close the chosen reports", permissions=["view"])
    def close(self, request: HttpRequest, queryset: QuerySet[Report]) -> None:
        closed = queryset.filter(closed_at=None).update(closed_at=timezone.now())
        messages.success(request, f"{closed} closed.")
