"""The Excel round trip: a month's form written for filling offline (`write`), and read again (`read`).

Neither touches the database. What a filled form would change is `entry.selectors.uploads`; saving it is
`entry.services.uploads`.
"""
