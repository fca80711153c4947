"""Signs per person: who observed what, what follows from it by the rule, and the signs that the centre adds to the lists."""
