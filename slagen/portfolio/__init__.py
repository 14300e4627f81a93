"""Many agreements at once."""
