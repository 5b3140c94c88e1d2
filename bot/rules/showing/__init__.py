"""What is shown of an entity: cards, pages, citations, timelines."""
