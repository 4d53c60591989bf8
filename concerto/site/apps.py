from django.apps import AppConfig


class Site(AppConfig):
    """The last app: when it is ready every noun is described, so the house can be checked as a whole."""

    name = "concerto.site"
    label = "site"

    def ready(self) -> None:
        from procrastinate.contrib.django import app

        from concerto.kernel.entity import checks  # models may be imported only once all apps are known

        checks.refuse_wrong_declarations()
        app.perform_import_paths()  # type: ignore[no-untyped-call]  # now, and not when the first person waits for something to be put into the queue
