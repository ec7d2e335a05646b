from courses.models.catalogue import CataloguePage
from courses.models.course import CoursePage, ModulePage
from courses.models.lesson import LessonPage

__all__ = ["CataloguePage", "CoursePage", "LessonPage", "ModulePage"]
