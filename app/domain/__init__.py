"""The words and rules of disputes: pure values and functions, standard library only."""
