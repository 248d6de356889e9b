"""What is said of work that goes on, went wrong or is over."""
