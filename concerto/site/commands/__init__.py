"""A file per command, each with its `command`. Only click is imported here: the work is imported when it is done."""

from concerto.site.commands import check, demo, explain, import_, migrate, readers, serve, token, user, worker

COMMANDS = [
    serve.command,
    migrate.command,
    import_.command,
    demo.command,
    user.command,
    token.command,
    explain.command,
    check.command,
    readers.command,
    worker.command,
]
