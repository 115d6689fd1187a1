"""The only prose of Headway: codes and facts go in, sentences come out."""
