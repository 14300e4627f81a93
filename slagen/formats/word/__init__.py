"""Word: shells opened and checked, documents written as .docx."""
