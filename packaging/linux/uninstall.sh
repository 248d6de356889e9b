#!/bin/sh
# Removes Dispute Desk for this user. Your data in ~/.local/share/dispute-desk stays;
# --with-data removes it, too.
set -eu
name=dispute-desk
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
prefix=$(dirname "$(dirname "$here")")
case $here in
    "$prefix/lib/$name") ;;
    *) echo "This is not where Dispute Desk was installed: $here" >&2; exit 1 ;;
esac
@STOP_IF_RUNNING@
stop_if_running "$here/$name"
# First the menu's cache: its folder is to go with the last file in it.
menu=$prefix/share/applications
rm -f "$menu/$name.desktop"
if [ -f "$menu/mimeinfo.cache" ] && update-desktop-database "$menu" 2>/dev/null; then
    [ "$(cat "$menu/mimeinfo.cache")" != "[MIME Cache]" ] || rm -f "$menu/mimeinfo.cache"
fi
while read -r file; do
    rm -f "$prefix/share/$file"
    # Folders that nobody else uses go along; others are not empty.
    rmdir -p --ignore-fail-on-non-empty "$(dirname "$prefix/share/$file")" 2>/dev/null || :
done <"$here/installed-files"
rm -f "$prefix/bin/$name"
rm -rf "$here"
rmdir --ignore-fail-on-non-empty "$prefix/bin" "$prefix/lib" 2>/dev/null || :
if [ "${1:-}" = --with-data ]; then
    rm -rf "${XDG_DATA_HOME:-$HOME/.local/share}/$name"
    echo "Dispute Desk and its data are removed."
else
    echo "Dispute Desk is removed. Your data is still in ${XDG_DATA_HOME:-$HOME/.local/share}/$name"
fi
