"""Two Word files → one with tracked changes: accept all and it is the new one, reject all and it is the old one."""
