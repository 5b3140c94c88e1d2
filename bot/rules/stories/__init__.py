"""Stories: entries that tell the same news. What is one story and what is two stands in `window`."""
