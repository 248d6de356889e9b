"""A CJ of many characters, and runs of the real program against it that one seed replays."""
