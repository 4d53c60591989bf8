from concerto.kernel.entity.house import House


class Kernel(House):
    """People, departments, teams, roles, the journal: what every noun stands on."""

    name = "concerto.kernel"
    label = "kernel"
