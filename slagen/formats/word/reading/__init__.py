"""Word files read: what they say, where it stands, who changed it."""

from slagen.formats.word.reading.comparable import comparable
from slagen.formats.word.reading.document import read
from slagen.formats.word.reading.word_text import Change, Comment, Note, ParagraphText, Position, Story, TableText, View, WordText

__all__ = ["Change", "Comment", "Note", "ParagraphText", "Position", "Story", "TableText", "View", "WordText", "comparable", "read"]
