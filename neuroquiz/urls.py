from django.contrib import admin
from django.urls import include, path

from accounts.views import admin_sign_in
from neuroquiz import errors, health

admin.site.site_header = "Neuroquiz: editor's pages"
admin.site.site_title = "Neuroquiz"
admin.site.index_title = "What can be edited"

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("account/", include("accounts.urls")),
    path("admin/login/", admin_sign_in),
    path("admin/", admin.site.urls),
    path("", include("cases.urls")),
    path("", include("drawings.urls")),
    path("", include("quizzes.urls")),
]

handler400 = errors.bad_request
handler403 = errors.permission_denied
handler500 = errors.server_error
