"""Step 7, how do we keep the momentum going: alarms on gains, lessons, standard work, recognition."""
