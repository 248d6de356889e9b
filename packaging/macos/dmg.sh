#!/bin/sh
# dmg.sh APP IMAGE: signs the application, packs it into a disk image and has Apple notarise it.
#
# Without secrets it signs ad hoc and says so; Apple silicon starts nothing unsigned. With them:
#   MACOS_IDENTITY            name of a "Developer ID Application" certificate in the keychain
#   MACOS_NOTARY_PROFILE      profile stored before with `xcrun notarytool store-credentials`
#   MACOS_NOTARY_KEYCHAIN     keychain with that profile, where it is not the user's own
# Only macOS has these programs.
set -eu
app=$1
image=$2
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
identity=${MACOS_IDENTITY:--}

if [ "$identity" = - ]; then
    echo "Signed ad hoc: MACOS_IDENTITY names no certificate. macOS will ask before the first start."
    set -- --timestamp=none
else
    set -- --timestamp --options runtime --entitlements "$here/entitlements.plist"
fi
# From the inside out, as Apple wants it: libraries first, the bundle last. Never --deep.
find "$app/Contents" -type f \( -name '*.dylib' -o -name '*.so' \) -print0 |
    xargs -0 -n 32 codesign --force --sign "$identity" "$@"
find "$app/Contents" -type d -name '*.framework' -prune -print0 |
    xargs -0 -n 1 codesign --force --sign "$identity" "$@"
codesign --force --sign "$identity" "$@" "$app"
codesign --verify --strict --verbose=2 "$app"

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cp -R "$app" "$folder/"
ln -s /Applications "$folder/Applications"
rm -f "$image"
hdiutil create -volname "Dispute Desk" -srcfolder "$folder" -fs HFS+ -format UDZO \
    -imagekey zlib-level=9 -ov "$image"

if [ "$identity" != - ] && [ -n "${MACOS_NOTARY_PROFILE:-}" ]; then
    codesign --force --sign "$identity" --timestamp "$image"
    set -- --keychain-profile "$MACOS_NOTARY_PROFILE"
    [ -z "${MACOS_NOTARY_KEYCHAIN:-}" ] || set -- "$@" --keychain "$MACOS_NOTARY_KEYCHAIN"
    xcrun notarytool submit "$image" "$@" --wait
    xcrun stapler staple "$image"
else
    echo "Not notarised: MACOS_IDENTITY and MACOS_NOTARY_PROFILE are needed."
fi
