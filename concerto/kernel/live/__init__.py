"""Live updates: what changes is told to the pages that show it, by ids alone; pages fetch what they may see.

door.py      one stream of server-sent events per open page, answered without Django's handler
topics.py    what a page may ask to be told of
stream.py    one open page, and what waits to be sent to it
hub.py       all streams of a process, and the tasks that feed them
fanout.py    from journal lines to events, each checked against the rights of whoever listens
visitor.py   whose stream it is, and whether that still holds
presence.py  who looks at or edits a record, across processes
"""
