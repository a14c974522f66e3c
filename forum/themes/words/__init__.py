"""Words: stems, fields of meaning, slips, and what is never repeated of a text."""
