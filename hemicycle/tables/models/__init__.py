from hemicycle.tables.models.imports import Import
from hemicycle.tables.models.saved_views import SavedView, SavedViewQuerySet, views_of

__all__ = ["Import", "SavedView", "SavedViewQuerySet", "views_of"]
