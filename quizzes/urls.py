from datetime import date

from django.urls import path, register_converter

from quizzes.views import (
    anki,
    asking,
    charts,
    daily,
    offline,
    printing,
    progress,
    results,
    starting,
    striking,
    submitting,
)


class DayConverter:
    """A day as 2026-11-22; a date that is none has no page."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)

    def to_url(self, value: date) -> str:
        return value.isoformat()


class ChartConverter:
    """Whose chart: what was seen, what the key predicts, what the answer predicts."""

    regex = "seen|key|answer"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(DayConverter, "day")
register_converter(ChartConverter, "chart")

app_name = "quizzes"
urlpatterns = [
    path("", daily.home, name="home"),
    path("today/", daily.today, name="today"),
    path("today/<day:day>/", daily.page, name="daily"),
    path("anki/", anki.anki, name="anki"),
    path("practice/", starting.practice, name="practice"),
    path("practice/pack/", offline.pack, name="pack"),
    path("offline/", offline.page, name="offline"),
    path("manifest.webmanifest", offline.manifest, name="manifest"),
    path("sw.js", offline.worker, name="worker"),
    path("cases/<slug:slug>/solve/", starting.solve_case, name="solve_case"),
    path("question/<int:seed>-<slug:version>/", starting.permanent, name="permanent"),
    path("progress/", progress.progress, name="progress"),
    path("progress/review/", progress.review, name="start_review"),
    path("progress/exam/", progress.exam, name="exam_date"),
    path("progress/export.csv", progress.export_csv, name="export_csv"),
    path("progress/export.json", progress.export_json, name="export_json"),
    path("quiz/<uuid:quiz_id>/", asking.resume, name="resume"),
    path("quiz/<uuid:quiz_id>/<int:position>/", asking.question, name="question"),
    path("quiz/<uuid:quiz_id>/<int:position>/flag/", asking.flag, name="flag"),
    path("quiz/<uuid:quiz_id>/<int:position>/strike/", striking.strike, name="strike"),
    path("quiz/<uuid:quiz_id>/<int:position>/report/", asking.report, name="report"),
    path("quiz/<uuid:quiz_id>/<int:position>/another/", starting.another, name="another"),
    path("quiz/<uuid:quiz_id>/<int:position>/twin/", starting.twin, name="twin"),
    path("quiz/<uuid:quiz_id>/<int:position>/predicted/<chart:who>/", charts.predicted, name="predicted"),
    path("quiz/<uuid:quiz_id>/review/", submitting.review, name="review"),
    path("quiz/<uuid:quiz_id>/finish/", submitting.finish, name="finish"),
    path("quiz/<uuid:quiz_id>/again/", submitting.again, name="again"),
    path("quiz/<uuid:quiz_id>/print/", printing.sheets, name="print"),
    path("quiz/<uuid:quiz_id>/results/", results.results, name="results"),
    path("shared/<str:token>/", results.shared, name="shared"),
]
