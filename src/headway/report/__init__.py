"""Results → people: the words, the charts, the page, the terminal, the documents."""
