"""What was measured against what was promised: attainment, credits, and what follows from them."""
