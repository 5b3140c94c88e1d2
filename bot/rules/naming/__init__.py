"""Names: which entity is meant by one, however it is spelt, and where one stands in a text."""
