"""The files of a new workspace that are not copied from the reference library."""

from __future__ import annotations

import json

GITIGNORE = """\
# What slagen build makes again at any time.
/build/
"""

GITATTRIBUTES = """\
# Texts have the same line ends everywhere, so that differences show words and nothing else.
*.md   text eol=lf
*.yaml text eol=lf
*.toml text eol=lf
*.lock text eol=lf
*.csv  -text
*.pdf  binary
# What was sent, received or signed is kept to the byte.
agreements/**/files/** binary
# Word files are shown as text by git diff and git log -p, where “slagen init --git-diff” has been run.
*.docx -text -merge diff=slagen-docx
"""

AGREEMENTS_README = """\
# Agreements

One folder for each agreement, with its facts in `agreement.yaml`. Folders may nest, by customer for example.

Begin with:

    slagen new ID

It asks what the agreement is for, recommends a template and asks its questions. Then:

    slagen check ID        what is wrong, with file and line
    slagen build ID        the contract as Word, Markdown and HTML, in build/
    slagen save ID -m …    a version that can be compared and found again
    slagen due             what to do next, by when, across all agreements
"""

_SETTINGS = """\
[workspace]
name = {name}
we = "provider"                  # provider | customer: whose side “slagen due” takes
language = "en"                  # of month names and generated sentences
locale = "en_GB"                 # of digits and money
time_zone = "Europe/London"
calendar = "GB-ENG"              # business days: the place whose holidays count

# One-off holidays, before slagen knows them:
# [calendars.GB-ENG]
# closed = [2027-06-18]

# Where reminders are sent from; the password belongs into the environment, SLAGEN_MAIL_PASSWORD:
# [mail]
# host = "smtp.example"
# port = 587
# user = "contracts"
# from = "contracts@northwind.example"

# Who is mailed for the roles that own clauses:
# [people]
# legal = "lee@northwind.example"
"""


def settings_text(name: str) -> str:
    """slagen.toml of a workspace that is called `name`."""
    plain = "".join(sign for sign in name if sign.isprintable()) or "Contracts"
    return _SETTINGS.format(name=json.dumps(plain, ensure_ascii=False))
