"""Early warning: who is slipping away while a call can still change it."""
