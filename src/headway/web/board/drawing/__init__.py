"""The board's drawings: classes instead of colours, a sentence for those who hear them."""
