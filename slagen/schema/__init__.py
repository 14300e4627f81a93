"""What a file may say: rule sets as data, and one validator."""
