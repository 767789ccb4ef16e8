"""Commands that make what ships as data: parameters and models, seeded."""
