"""Documents of a case: what came in, letters that were made here, and every version of both."""
