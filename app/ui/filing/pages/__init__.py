"""The pages of the filing dialog, in their order, and what stands on them."""
