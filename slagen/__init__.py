"""slagen: contracts from vetted clauses, and the life they lead afterwards."""

__version__ = "0.1.0"
