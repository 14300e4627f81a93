"""When something must be done: contract terms, notice dates, reviews, and what follows if nobody acts."""
