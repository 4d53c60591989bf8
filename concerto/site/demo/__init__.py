"""The demo company: a made-up manufacturer of heat pumps and its customers, the same for the same seed."""

from concerto.site.demo.cast import PASSWORD, logins

__all__ = ["PASSWORD", "logins"]
