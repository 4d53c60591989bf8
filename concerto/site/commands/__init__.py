"""A file per command, each with its `command`. Only click is imported here: the work is imported when it is done."""

from concerto.site.commands import (
    audit,
    backup,
    bench,
    check,
    demo,
    explain,
    import_,
    migrate,
    readers,
    restore,
    serve,
    token,
    user,
    worker,
)

COMMANDS = [
    serve.command,
    migrate.command,
    import_.command,
    demo.command,
    user.command,
    token.command,
    explain.command,
    backup.command,
    restore.command,
    check.command,
    audit.command,
    bench.command,
    readers.command,
    worker.command,
]
