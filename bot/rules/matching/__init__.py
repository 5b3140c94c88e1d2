"""What an entry mentions: names of the catalogue in its title and summary.

What is read. The title without what its publisher put around it (`BREAKING: … - India Today`), and the
summary; each stands for itself, so that no name runs on from one into the other. Entities, even escaped
twice, are the letters they mean; what is never seen, tags, addresses and accounts are left out.

How it is compared. In words, so that a name never stands inside another word (Indiana is not India),
whatever the case, hyphens, dashes, apostrophes, accents, full-width letters or British and American
spelling. In scripts without spaces every letter with its marks is a word: a name is found inside a sentence,
but never splits a letter, nor a loan word in Katakana. A name goes over a comma or the end of a sentence only
where it has one.

What wins. Of all that is found the longest comes first and uses up its words: the ASEAN-India Summit is the
summit, the South China Sea is not China, Air India is not India. What looks like a name and is none is
listed in `lookalikes.py` and uses up its words too.

What else is found. A country by what is of it (the Indian Navy), in English; names in Russian, Tamil and
Korean with the endings that these languages join to them.

What else is asked. A name that is marked exact, has up to three letters or is a common noun (US, Úc, Turkey)
counts in its own letters, and not in a line that is all in capitals, nor as money (US$5 billion). A short
name keeps its accents (Mỹ is not `my`). A short form (EWG, AIME, HADR), and what is listed as meaning
something else elsewhere, counts where another name stands in the same entry, or the text is in the language
of the name; only of topics and countries may that be a country's name. Of other names for look-ups, those of
several words count beside the forum that they belong to (Experts' Working Group, ADMM-Plus), and no others. A
meeting whose name stands beside another number (the 23rd, 2030) is another one: then its series is mentioned.
"""

from bot.rules.matching.matcher import Matcher, Mention, Reading

__all__ = ["Matcher", "Mention", "Reading"]
