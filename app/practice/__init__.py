"""Practice mode: a stateful stand-in for CJ that speaks real HTTP on the loopback interface.

It is the demo for a newcomer and the default of `dev.py run`. It imports nothing from the rest of
the program, so a bug of the client cannot hide in it.
"""
