"""How quick Concerto is: its real server over HTTP, against hand-written SQL for the same rows in the same run."""
