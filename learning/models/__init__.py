from learning.models.attempt import QuizAttempt
from learning.models.progress import LastPlace, LessonCompletion

__all__ = ["LastPlace", "LessonCompletion", "QuizAttempt"]
