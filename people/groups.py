"""The groups of Wagtail that stand for a role. Names only: courses lay the groups, programmes put people in them."""

EDITORS = "Editoras y editores"
REVIEWERS = "Revisión"
# Keeps the conversations in order; opens none of the editors' screens.
MODERATORS = "Moderación"
