from hemicycle.tables.models.imports import Import
from hemicycle.tables.models.saved_views import SavedView, SavedViewQuerySet

__all__ = ["Import", "SavedView", "SavedViewQuerySet"]
