"""The report of who was in a video call (Zoom, Google Meet, Microsoft Teams): read, summed, brought to the list."""
