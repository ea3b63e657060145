from django.urls import path

from cases import views

app_name = "cases"
urlpatterns = [
    path("concepts/", views.concepts, name="concepts"),
    path("concepts/<slug:slug>/", views.concept, name="concept"),
    path("cases/", views.library, name="library"),
    path("cases/<slug:slug>/", views.case, name="case"),
]
