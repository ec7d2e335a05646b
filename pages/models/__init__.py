from pages.models.pages import HomePage, InfoPage

__all__ = ["HomePage", "InfoPage"]
