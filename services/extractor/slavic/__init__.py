"""Ukrainian and Russian (experimental): claims by grammar and lemmas, without a parser. The entry is `reader`."""
