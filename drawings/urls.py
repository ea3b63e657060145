from django.urls import path

from drawings import views

app_name = "drawings"
urlpatterns = [
    path("schematic/<slug:version>/map.html", views.fragment, name="map"),
    path("schematic/<slug:version>/sites.json", views.sites, name="sites"),
    path("schematic/<slug:version>/map.svg", views.picture, name="picture"),
]
