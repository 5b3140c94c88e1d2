"""One file for each command group, found by its `setup(tree, desk)`: read, call, say."""
