"""What the demo's feed tells: invented items, of which some concern the catalogue and some do not."""

from __future__ import annotations

from bot.demo.feed import FeedItem

BEFORE = (
    FeedItem("Sample wire opens", "Every item of this feed is invented for the demo."),
    FeedItem("ASEAN defence ministers prepare their meeting", "This was in the feed before the bot came."),
)
"""In the feed when it is added: the first poll posts nothing."""

AFTERWARDS = (
    FeedItem(
        "Invented: delegations arrive for the 12th ADMM-Plus",
        "Ministers of ASEAN and its eight partners are expected at the ADMM-Plus on Saturday.",
    ),
    FeedItem("Invented: bakery on Bridge Street wins a prize", "Nothing the catalogue knows is mentioned."),
    FeedItem(
        "Invented: experts look ahead to counter-terrorism drill",
        "The Experts’ Working Group on Counter-Terrorism is co-chaired by Malaysia and India.",
    ),
    FeedItem("Invented: give us a break, say commuters", "“Us” is a pronoun here, and no country."),
    FeedItem(
        "Invented: navies plan the second ASEAN-India Maritime Exercise",
        "Maritime security and freedom of navigation are on the programme.",
    ),
    FeedItem("Invented: Indiana opens a new library", "Indiana is not India."),
    FeedItem(
        "Invented: sustainable tourism statement welcomed",
        "The ASEAN-India Joint Leaders’ Statement on Sustainable Tourism was read aloud.",
    ),
)
"""Published one by one while the demo runs."""
