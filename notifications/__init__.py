"""WHAT WE SAY: mail composed with the act, rendered from the record, sent over SMTP.

`compose` queues a message in the transaction of the act it tells of. Later,
`letters` gives the shape of the facts, `render` turns them into words (one
folder a message), `send` hands the words to a mail server. `mailbox` is a mail
server of our own, for one machine and for tests.
"""
