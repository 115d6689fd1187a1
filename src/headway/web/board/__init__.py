"""What all the other slices know, on one screen: the board, the page of an improvement, its one-page report. Writes nothing."""
