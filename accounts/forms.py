from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm, BaseUserCreationForm
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts import throttle
from accounts.models import User


class SignInForm(AuthenticationForm):
    error_messages = {
        "invalid_login": "This e-mail address and password do not belong together. Large and small letters of the "
        "password count.",
        "inactive": "This account is closed.",
        "throttled": "Too many tries. The next one is possible in %(minutes)d minutes.",
    }

    def clean(self) -> dict[str, Any]:
        email = self.cleaned_data.get("username")
        address = self.request.META.get("REMOTE_ADDR", "") if self.request else ""
        if not email or not self.cleaned_data.get("password"):
            return self.cleaned_data
        now = timezone.now()
        try:
            throttle.count_try(email, address, now)
        except throttle.TooManyTries as refusal:
            minutes = -(-(refusal.until - now).total_seconds() // 60)
            raise ValidationError(
                self.error_messages["throttled"], code="throttled", params={"minutes": minutes}
            ) from refusal
        cleaned = super().clean()
        throttle.forget_tries(email, address, now)
        return cleaned


class SignUpForm(BaseUserCreationForm):
    class Meta:
        model = User
        fields = ("email", "name")
        field_classes: dict[str, type[forms.Field]] = {}
        widgets = {
            "email": forms.EmailInput(attrs={"autocomplete": "email", "autofocus": True}),
            "name": forms.TextInput(attrs={"autocomplete": "name"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].help_text = "10 characters or more; neither common nor only digits."
        self.fields["password2"].label = "Password again"
        self.fields["password2"].help_text = ""


class ProfileForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ("name",)
        widgets = {"name": forms.TextInput(attrs={"autocomplete": "name"})}


class DeleteAccountForm(forms.Form):
    """The password again: an open browser is not its owner's word."""

    password = forms.CharField(
        label="Your password",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        if not self.user.check_password(password):
            raise ValidationError("This is not your password. Nothing was deleted.")
        return password
