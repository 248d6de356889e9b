#!/bin/sh
# Lets no @WHEN@ happen under a running program.
set -e
@STOP_IF_RUNNING@
if [ "$1" = @WHEN@ ]; then
    stop_if_running /usr/lib/dispute-desk/dispute-desk
fi
