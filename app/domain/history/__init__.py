"""What is known of disputes afterwards: asked for, counted, noted and handed on."""
