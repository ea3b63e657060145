from django.urls import path

from quizzes.views import asking, results, starting

app_name = "quizzes"
urlpatterns = [
    path("", starting.home, name="home"),
    path("practice/", starting.practice, name="practice"),
    path("cases/<slug:slug>/solve/", starting.solve_case, name="solve_case"),
    path("question/<int:seed>-<slug:version>/", starting.permanent, name="permanent"),
    path("quiz/<uuid:quiz_id>/", asking.resume, name="resume"),
    path("quiz/<uuid:quiz_id>/<int:position>/", asking.question, name="question"),
    path("quiz/<uuid:quiz_id>/<int:position>/flag/", asking.flag, name="flag"),
    path("quiz/<uuid:quiz_id>/<int:position>/report/", asking.report, name="report"),
    path("quiz/<uuid:quiz_id>/<int:position>/another/", starting.another, name="another"),
    path("quiz/<uuid:quiz_id>/results/", results.results, name="results"),
    path("shared/<str:token>/", results.shared, name="shared"),
]
