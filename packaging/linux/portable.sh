#!/bin/sh
# Dispute Desk @VERSION@: installs itself for this user. No root and no network are needed.
#
#   sh @NAME@                    install into ~/.local, or update what is there
#   sh @NAME@ --prefix FOLDER    install somewhere else
#   sh @NAME@ --check            only check that the download is whole
#   sh @NAME@ --extract FOLDER   only unpack
#
# What follows the last line of this script is the program, packed with tar and gzip.
set -eu
umask 022

name=dispute-desk
prefix=${HOME:-}/.local
action=install
folder=
while [ $# -gt 0 ]; do
    case $1 in
        --prefix) prefix=${2:?--prefix needs a folder}; shift 2 ;;
        --extract) action=extract; folder=${2:?--extract needs a folder}; shift 2 ;;
        --check) action=check; shift ;;
        -h | --help) sed -n '2,9s/^# \{0,1\}//p' "$0"; exit 0 ;;
        *) echo "$0 does not know $1; see --help" >&2; exit 2 ;;
    esac
done

payload() { tail -n +@FIRST@ "$0"; }

found=$(payload | sha256sum | cut -d' ' -f1)
if [ "$found" != @SUM@ ]; then
    echo "This file is damaged: download it again." >&2
    exit 1
fi
[ $action = check ] && { echo "This file is whole."; exit 0; }
if [ $action = extract ]; then
    mkdir -p "$folder"
    payload | tar -xzf - -C "$folder"
    exit 0
fi

refuse() { echo "$1 Nothing is installed." >&2; exit 4; }

machine=$(uname -m)
[ "$machine" = @MACHINE@ ] ||
    refuse "This program is for computers with @MACHINE@, and this one has $machine."
glibc=$(getconf GNU_LIBC_VERSION 2>/dev/null | cut -d' ' -f2)
older=$(printf '%s\n' @GLIBC@ "${glibc:-0}" | sort -V | head -n 1)
[ "$older" = @GLIBC@ ] ||
    refuse "This program needs glibc @GLIBC@ or newer, and this system has ${glibc:-another C library}."

case $prefix in
    /?*) ;;
    *) echo "The folder to install into must be a full path, such as $PWD/$prefix" >&2; exit 2 ;;
esac
program=$prefix/lib/$name
@STOP_IF_RUNNING@
stop_if_running "$program/$name"

# First all of it beside the old one, then one rename: a full disk leaves the old one working.
new=$program.new
rm -rf "$new"
mkdir -p "$new"
trap 'rm -rf "$new"; rmdir "$prefix/lib" "$prefix" 2>/dev/null || :' EXIT
payload | tar -xzf - -C "$new"
# As the loader will look for them, the program's own first.
lacking=$(find "$new/lib" \( -path "$new/lib/$name" -o -name QtGui.abi3.so -o -name libqxcb.so \) \
    -exec env LD_LIBRARY_PATH="$new/lib/_internal" ldd {} + 2>/dev/null |
    sed -n 's/^[[:space:]]*\([^ ]*\) => not found.*/\1/p' | sort -u | tr '\n' ' ')
[ -z "$lacking" ] ||
    refuse "This system lacks ${lacking% }, which a desktop has; on Debian: sudo apt install @PACKAGES@."
(cd "$new/share" && find . -type f) | sed 's|^\./||' >"$new/lib/installed-files"
mv "$new/uninstall" "$new/lib/uninstall"
rm -rf "$program.old"
[ ! -d "$program" ] || mv "$program" "$program.old"
mv "$new/lib" "$program"
mkdir -p "$prefix/bin"
ln -sf "../lib/$name/$name" "$prefix/bin/$name"
while read -r file; do
    mkdir -p "$(dirname "$prefix/share/$file")"
    cp "$new/share/$file" "$prefix/share/$file"
done <"$program/installed-files"
if [ -f "$program.old/installed-files" ]; then
    # What the old version brought and this one does not.
    grep -vxFf "$program/installed-files" "$program.old/installed-files" |
        while read -r file; do rm -f "$prefix/share/$file"; done
fi
rm -rf "$program.old"
# A menu does not look into PATH, and it wants quotes around a path with spaces. Around others
# xdg-open would take them for a part of the path, where no desktop environment does its work.
entry=$prefix/share/applications/$name.desktop
quoted=$(printf '%s' "$program/$name" | sed 's/[\\&|]/\\&/g')
case $program in *[!A-Za-z0-9/._+-]*) quoted="\"$quoted\"" ;; esac
sed "s|^Exec=$name|Exec=$quoted|" "$new/share/applications/$name.desktop" >"$entry"
rm -rf "$new"
trap - EXIT
# Browsers find the program for its links in the menu's cache.
update-desktop-database "$prefix/share/applications" 2>/dev/null || :
echo "Dispute Desk @VERSION@ is installed. Start it from the menu or as '$prefix/bin/$name'"
case :$PATH: in
    *:"$prefix/bin":*) ;;
    *) echo "$prefix/bin is not on your PATH: the bare command '$name' works once it is." ;;
esac
echo "To remove it: sh '$program/uninstall'"
exit 0
