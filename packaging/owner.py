"""What only this project's owner can fill in, before a release. It stands nowhere else.

Nobody owns a domain for it yet, and a made-up one would be somebody else's some day. RFC 9476 keeps
`.alt` for names outside of DNS, and RFC 2606 `.invalid` for addresses that are none. What is empty
here is left out of the packages.
"""

VENDOR_ID = "alt.disputedesk"
"""A domain of the owner's, from its end. Programs are told apart by it: it stays once it is out."""
NAME = "Dispute Desk contributors"
"""Whom the installers, the systems' lists of programs and LICENSE name."""
CONTACT = "contributors@disputedesk.invalid"
"""The maintainer's address, in the Debian package. It is public."""
HOMEPAGE = ""
"""Where the program is described."""
DOWNLOADS = ""
"""Where its files are, with what is new in them."""
ISSUES = ""
"""Where faults are told of."""
SCREENSHOTS: tuple[str, ...] = ()
"""Addresses of pictures for the systems' software centres, the best one first."""
