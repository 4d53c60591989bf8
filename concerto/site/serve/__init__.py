"""Serving: one supervisor, and the processes it keeps alive.

supervisor.py  starts children, restarts those that end, stops them all
children.py    which children there are
web.py         one web process: uvicorn on the listening socket it was given
asgi.py        what a web process answers; dispatch.py chooses who does
life.py        the order of it all, from start to stop
bridge.py      runs Django's WSGI application in threads, so that slow clients hold none
body.py        takes a request's body to memory or disk, up to a limit
environ.py     a request as WSGI describes it
port.py        the listening socket, and who has it when we may not
lock.py        one `serve` per data folder
"""
