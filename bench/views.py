"""The measuring stick: the least that a signed-in page can be."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import render


@login_required
def smallest(request):
    """One session, one user query, one small template."""
    return render(request, "bench/smallest.html")
