"""The way from an empty programme to its first sheets, a step a page. What is done is read from what there is."""
