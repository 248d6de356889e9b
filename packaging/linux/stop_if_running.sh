# A running program still loads parts of itself: taking them away would break it.
stop_if_running() {
    for exe in /proc/[0-9]*/exe; do
        if [ "$(readlink "$exe" 2>/dev/null)" = "$1" ]; then
            echo "Dispute Desk is running: choose Quit in its menu, then run this again." >&2
            exit 3
        fi
    done
}
