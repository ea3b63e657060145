"""Sign up, sign in and out, the account page."""

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.contrib.auth import login, logout, views
from django.contrib.auth.decorators import login_required
from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import NON_FIELD_ERRORS
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError, RestrictedError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe
from django.views.generic import CreateView

from accounts import policies
from accounts.forms import DeleteAccountForm, ProfileForm, SignInForm, SignUpForm
from accounts.models import User
from accounts.signals import signed_up

BACKEND = "django.contrib.auth.backends.ModelBackend"


class SignIn(views.LoginView):
    template_name = "accounts/sign_in.html"
    authentication_form = SignInForm

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        response = super().form_invalid(form)
        if form.has_error(NON_FIELD_ERRORS, "throttled"):
            response.status_code = 429
        return response


@method_decorator([sensitive_post_parameters("password1", "password2"), never_cache], name="dispatch")
class SignUp(views.RedirectURLMixin, CreateView):
    template_name = "accounts/sign_up.html"
    form_class = SignUpForm
    next_page = "/"

    def form_valid(self, form: SignUpForm) -> HttpResponse:
        try:
            with transaction.atomic():
                user = form.save()
                signed_up.send(User, user=user, request=self.request)
        except IntegrityError:
            # Two sign-ups with one address in the same instant; if it was something else, it is raised again.
            if not User.objects.filter(email=form.instance.email).exists():
                raise
            form.add_error("email", "This address has an account.")
            return self.form_invalid(form)
        login(self.request, user, backend=BACKEND)
        messages.success(self.request, "Your account is ready, and you are signed in.")
        return redirect(self.get_success_url())


class ChangePassword(views.PasswordChangeView):
    template_name = "accounts/change_password.html"
    success_url = reverse_lazy("accounts:account")

    def form_valid(self, form: forms.BaseForm) -> HttpResponse:
        messages.success(self.request, "Your password is changed. Other browsers are signed out.")
        return super().form_valid(form)


@login_required
@never_cache
def account(request: HttpRequest) -> HttpResponse:
    owner = cast("User", request.user)
    form = ProfileForm(request.POST or None, instance=owner)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "Saved.")
        return redirect("accounts:account")
    may_delete = policies.can_delete_account(owner, owner)
    return render(request, "accounts/account.html", {"form": form, "may_delete": may_delete})


@login_required
@never_cache
@sensitive_post_parameters("password")
def delete(request: HttpRequest) -> HttpResponse:
    owner = cast("User", request.user)
    policies.check_can_delete_account(owner, owner)
    form = DeleteAccountForm(owner, request.POST or None)
    if request.method == "POST" and form.is_valid() and _deleted(request, form):
        messages.success(request, "Your account is deleted.")
        return redirect("/")
    return render(request, "accounts/delete.html", {"form": form})


def _deleted(request: HttpRequest, form: DeleteAccountForm) -> bool:
    try:
        with transaction.atomic():
            form.user.delete()
    except (ProtectedError, RestrictedError):
        form.add_error(
            None,
            "Cases that others learn from carry your name. Ask an administrator to hand them over first. "
            "Nothing was deleted.",
        )
        return False
    logout(request)
    return True


@require_safe
def admin_sign_in(request: HttpRequest, **_: Any) -> HttpResponse:
    """The editor's pages have no sign-in of their own: one door, one throttle."""
    if request.user.is_authenticated and not request.user.is_staff:
        raise policies.NotAllowed("These pages are for instructors, reviewers and administrators.")
    return views.redirect_to_login(request.GET.get("next", "/admin/"), reverse("accounts:sign-in"))
