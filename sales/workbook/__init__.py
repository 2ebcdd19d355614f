"""The Excel round trip of รต.๑: a month's form written for filling offline (`write`), and read again (`read`).

Neither touches the database. What a filled form would change is `sales.selectors.uploads`; saving it is
`sales.services.uploads`.
"""
