"""Looking up an order and seeing what can be claimed."""
