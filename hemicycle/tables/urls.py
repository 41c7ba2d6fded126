from django.urls import path

from hemicycle.tables import import_views as imports
from hemicycle.tables import views

app_name = "tables"
NEW = "imports/new/<slug:kind>/<str:subject>/"
urlpatterns = [
    path("<slug:name>/views/", views.save_view, name="save_view"),
    path("views/<str:id>/removal/", views.remove_view, name="remove_view"),
    path(NEW, imports.new, name="new_import"),
    path(f"{NEW}table.xlsx", imports.template, name="template"),
    path("imports/<str:id>/", imports.show, name="import"),
    path("imports/<str:id>/rows/", imports.rows, name="import_rows"),
    path("imports/<str:id>/reading/", imports.reading, name="import_reading"),
    path("imports/<str:id>/to-correct.xlsx", imports.problems, name="import_problems"),
    path("imports/<str:id>/discard/", imports.discard, name="discard_import"),
]
