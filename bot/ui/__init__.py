"""Everything that imports discord: the client, the messenger, embeds, views and the commands."""
