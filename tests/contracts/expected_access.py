"""Who may do what, written down a second time and by hand: whoever changes an access table must say so here as well.

Rows: act → which of them. Fields: everything may be read and, on rows that may be edited, written, unless a role's line
says otherwise. Fields under `kept` are written by no one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

ACTS = ("read", "create", "edit", "delete", "export", "import")
Scopes = Mapping[str, str]


@dataclass(frozen=True)
class Grant:
    """What one role may do with one noun."""

    rows: Scopes
    hidden: tuple[str, ...] = ()
    masked: tuple[str, ...] = ()
    locked: tuple[str, ...] = ()


@dataclass(frozen=True)
class Noun:
    """Where its rows say whose they are, what nobody writes, and each role's line."""

    roles: Mapping[str, Grant]
    owner: str = ""  # column with a person's id
    department: str = ""
    shared: str = ""  # column that says with whom its owner shares it
    belongs: tuple[str, str] | None = None  # (noun, column) of the record it belongs to
    attached: str = ""  # column with the code of the record it belongs to, of any noun that is not itself attached
    attaches: tuple[str, ...] = ()  # the nouns that can have it, where not all can
    kept: tuple[str, ...] = ()
    hidden_from_all: tuple[str, ...] = field(default=())


def each(acts: str, scope: str) -> Scopes:
    return dict.fromkeys(acts.split(), scope)


EVERY_ACT = each(" ".join(ACTS), "all")
READ = each("read", "all")
KEPT = ("created_at", "updated_at", "trashed_at")
WRITTEN_ONCE = (
    "member",
    "programme",
    "kind",
    "points",
    "at",
    "reason",
    "key",
    "takes_back",
    "expires_on",
)  # of a line of points
AS_ISSUED = ("kind", "customer", "expires_on")  # of a coupon
WORKED_OUT_OF_LINES = ("listed", "discount", "steepest", "net", "tax", "gross")
WORKED_ON = (
    "customer",
    "lead",
    "opportunity",
    "ticket",
    "demand",
    "linkage",
    "space",
    "meeting",
)  # what departments hand to each other
HANDED_OVER = WORKED_ON[:-2]  # nobody hands over a meeting
ADMIN_DOES_ALL_AND_EVERYONE_READS = {"admin": Grant(EVERY_ACT), "everyone": Grant(READ)}

LOOKED_AFTER_BY_STEWARDS = Noun(
    kept=KEPT,
    roles={
        "admin": Grant(each("read create edit delete", "all")),
        "data": Grant(each("read edit", "all")),
        "everyone": Grant(READ),
    },
)

KEPT_BY_SALES = Noun(
    kept=KEPT,
    roles=dict.fromkeys(("admin", "sales-manager"), Grant(each("read create edit delete", "all")))
    | {"everyone": Grant(READ)},
)

EXPECTED: Mapping[str, Noun] = {
    "customer": Noun(
        owner="owner_id",
        department="department_id",
        kept=(*KEPT, "last_touch"),
        roles={
            "admin": Grant(EVERY_ACT),
            "data": Grant(EVERY_ACT),
            "executive": Grant(each("read export", "all")),
            "sales-manager": Grant({**each("read create import", "all"), **each("edit delete export", "tree")}),
            "sales": Grant({**each("read", "team"), **each("create edit export", "own")}),
            "marketing": Grant(each("read create edit import", "all"), hidden=("revenue",)),
            "service-lead": Grant(each("read create edit", "all"), locked=("owner", "tier")),
            "service": Grant(each("read create", "all"), hidden=("revenue",), masked=("source",)),
            "success": Grant(each("read edit", "all"), locked=("revenue",)),
            "finance": Grant(each("read edit", "all"), locked=("owner", "stage", "tier")),
            "legal": Grant(READ),
            "logistics": Grant(READ, hidden=("revenue", "tier")),
            "product": Grant(READ, masked=("revenue",)),
            "rnd": Grant(READ, hidden=("revenue",)),
        },
    ),
    "contact-point": Noun(
        belongs=("customer", "customer_id"),
        kept=KEPT,
        roles={
            "admin": Grant(EVERY_ACT),
            "everyone": Grant({**each("read", "readable"), **each("create edit delete export import", "editable")}),
            "service": Grant(each("read create edit", "readable")),
        },
    ),
    "file": Noun(
        attached="subject",
        kept=KEPT,
        roles=dict.fromkeys(
            ("admin", "everyone"),
            Grant({**each("read export", "readable"), **each("edit delete", "editable")}, locked=("subject", "by")),
        ),
    ),
    "relation": Noun(
        belongs=("customer", "customer_id"),
        kept=KEPT,
        roles={
            "admin": Grant(EVERY_ACT),
            "everyone": Grant({**each("read", "readable"), **each("create edit delete export import", "editable")}),
        },
    ),
    "note": Noun(
        owner="author_id",
        belongs=("customer", "customer_id"),
        kept=KEPT,
        roles={
            "admin": Grant(EVERY_ACT),
            "everyone": Grant({**each("read create", "readable"), **each("edit delete", "own")}, locked=("author",)),
        },
    ),
    "activity": Noun(
        owner="author_id",
        belongs=("customer", "customer_id"),
        kept=KEPT,
        roles={
            "admin": Grant(EVERY_ACT),
            "everyone": Grant(
                {**each("read create import", "readable"), **each("edit delete", "own")}, locked=("author",)
            ),
        },
    ),
    "person": Noun(
        owner="id",
        department="department_id",
        kept=KEPT,
        roles={
            "admin": Grant(EVERY_ACT),
            "everyone": Grant(
                READ, hidden=("roles", "language", "time_zone", "week", "dates", "amounts", "theme", "density")
            ),
        },
    ),
    "department": Noun(kept=KEPT, roles=ADMIN_DOES_ALL_AND_EVERYONE_READS),
    "team": Noun(department="department_id", kept=KEPT, roles=ADMIN_DOES_ALL_AND_EVERYONE_READS),
    "membership": Noun(
        owner="person_id", belongs=("team", "team_id"), kept=KEPT, roles=ADMIN_DOES_ALL_AND_EVERYONE_READS
    ),
    "sign-in": Noun(
        owner="person_id",
        kept=(*KEPT, "seen_at"),
        roles={"admin": Grant(READ), "everyone": Grant(each("read", "own"))},
    ),
    "credential": Noun(
        owner="person_id",
        kept=(*KEPT, "used_at"),
        roles={"admin": Grant(READ), "everyone": Grant(each("read", "own"))},
    ),
    "provider": Noun(kept=KEPT, roles={"admin": Grant(each("read create edit delete", "all"))}),
    "robot": Noun(
        owner="person_id",
        kept=(*KEPT, "active", "goes_to", "off_because", "failures", "paused_until"),
        roles={"admin": Grant(each("read create edit delete", "all"))},
    ),
    "factor-rule": Noun(kept=KEPT, roles={"admin": Grant(EVERY_ACT)}),
    "calendar": Noun(kept=KEPT, roles=ADMIN_DOES_ALL_AND_EVERYONE_READS),
    "calendar-day": Noun(belongs=("calendar", "calendar_id"), kept=KEPT, roles=ADMIN_DOES_ALL_AND_EVERYONE_READS),
    "role": Noun(
        kept=(*KEPT, "key", "base"),
        roles={
            "admin": Grant(each("read create edit delete export", "all")),
            "everyone": Grant(READ, hidden=("about", "base", "rules")),
        },
    ),
    "module": Noun(kept=(*KEPT, "key"), roles={"admin": Grant(each("read edit", "all"))}),
    "grant": Noun(
        owner="given_by_id",
        kept=KEPT,
        roles={
            "admin": Grant(each("read create edit delete export", "all")),
            "everyone": Grant(each("read create edit delete", "own"), locked=("given_by",)),
        },
    ),
    "token": Noun(
        owner="person_id",
        kept=(*KEPT, "used_at"),
        roles={"admin": Grant(each("read delete", "all")), "everyone": Grant(each("read delete", "own"))},
    ),
    "view": Noun(
        owner="owner_id",
        shared="shared_with",
        kept=KEPT,
        roles={
            "admin": Grant(each("read create edit delete export", "all")),
            "everyone": Grant(
                {**each("read", "shared"), **each("create edit delete", "own")},
                locked=("owner", "shared_with", "place"),
            ),
        },
    ),
    "import-profile": Noun(
        owner="owner_id",
        shared="shared_with",
        kept=KEPT,
        roles={
            "admin": Grant(each("read create edit delete export", "all")),
            "everyone": Grant(
                {**each("read", "shared"), **each("create edit delete", "own")}, locked=("owner", "shared_with")
            ),
        },
    ),
    "list-setting": Noun(
        owner="person_id",
        kept=KEPT,
        roles={"admin": Grant(each("read delete", "all")), "everyone": Grant(each("read delete", "own"))},
    ),
    "import": Noun(
        owner="person_id",
        kept=(*KEPT, "rows", "created", "updated", "merged", "skipped", "rejected"),
        roles={"admin": Grant(READ), "everyone": Grant(each("read", "own"))},
    ),
    "custom-field": Noun(
        kept=(*KEPT, "index_state", "retired_at", "erased_at"),
        roles={"admin": Grant(each("read create edit export import", "all"))},
    ),
    "custom-object": Noun(
        kept=(*KEPT, "retired_at"),
        roles={"admin": Grant(each("read create edit export import", "all"))},
    ),
    "layout": Noun(kept=KEPT, roles={"admin": Grant(each("read create edit delete", "all"))}),
    "threshold": Noun(
        kept=KEPT, roles={"admin": Grant(each("read create edit delete", "all")), "everyone": Grant(READ)}
    ),
    "merge-rule": Noun(
        kept=KEPT, roles={"admin": Grant(each("read create edit delete", "all")), "everyone": Grant(READ)}
    ),
    "tag": Noun(
        owner="owner_id",
        kept=KEPT,
        roles={
            "admin": Grant(EVERY_ACT),
            "everyone": Grant({**each("read", "all"), **each("create edit delete", "own")}),
        },
    ),
    "batch": Noun(
        owner="person_id",
        kept=(*KEPT, "total", "changed", "unchanged", "refused", "conflicts"),
        roles={"admin": Grant(READ), "everyone": Grant(each("read", "own"))},
    ),
    "webhook": Noun(
        owner="person_id",
        kept=(*KEPT, "active", "off_because", "failures", "paused_until", "generation", "rotated_at"),
        roles={"admin": Grant(each("read create edit delete", "all")), "everyone": Grant(each("read", "own"))},
    ),
    "delivery": Noun(
        belongs=("webhook", "webhook_id"),
        kept=(
            *KEPT,
            "what",
            "webhook",
            "state",
            "status",
            "took",
            "tries",
            "next_try_at",
            "tried_at",
            "problem",
            "request",
            "answer",
        ),
        roles={"admin": Grant(READ), "everyone": Grant(each("read", "readable"))},
    ),
    "export": Noun(
        owner="person_id",
        kept=(*KEPT, "rows"),
        roles={"admin": Grant(READ), "everyone": Grant(each("read", "own"))},
    ),
    "event-kind": Noun(
        kept=KEPT, roles={"admin": Grant(each("read create edit delete", "all")), "everyone": Grant(READ)}
    ),
    "tracked-site": Noun(
        kept=(*KEPT, "key", "heard_at"),
        roles={"admin": Grant(each("read create edit delete", "all")), "marketing": Grant(READ)},
    ),
    "event": Noun(
        belongs=("customer", "customer_id"),
        kept=KEPT,
        roles={
            "admin": Grant(each("read create export import", "all")),
            "data": Grant(each("read create export import", "all")),
            "marketing": Grant({**each("read create export", "readable"), **each("import", "all")}),
            "everyone": Grant(each("read", "readable")),
        },
    ),
    "worth": Noun(
        belongs=("customer", "customer_id"),
        kept=(*KEPT, "customer", "rfm", "days", "purchases", "total", "recency", "frequency", "monetary"),
        roles={"admin": Grant(each("read export", "all")), "everyone": Grant(each("read", "readable"))},
    ),
    "stay": Noun(
        belongs=("customer", "customer_id"),
        kept=(*KEPT, "customer", "place", "stage", "since", "until", "days", "next", "reason"),
        roles={"admin": Grant(each("read export", "all")), "everyone": Grant(each("read", "readable"))},
    ),
    "pain-point": Noun(
        belongs=("customer", "customer_id"),
        kept=(*KEPT, "what", "customer", "sort", "kind", "stage", "at", "score", "again", "event"),
        roles={"admin": Grant(each("read export", "all")), "everyone": Grant(each("read", "readable"))},
    ),
    "lifecycle-stage": LOOKED_AFTER_BY_STEWARDS,
    "stage-duty": LOOKED_AFTER_BY_STEWARDS,
    "segment": Noun(
        owner="owner_id",
        shared="shared_with",
        kept=(*KEPT, "size", "counted_at", "trouble"),
        roles={
            "admin": Grant(each("read create edit delete export", "all")),
            "everyone": Grant(
                {**each("read", "shared"), **each("create edit delete", "own")}, locked=("owner", "shared_with")
            ),
        },
    ),
    "conversation": Noun(
        owner="owner_id",
        shared="open_to",
        kept=(*KEPT, "last_said"),
        roles={
            "admin": Grant(each("read create edit delete export", "all")),
            "everyone": Grant({**each("read", "shared"), **each("create edit delete", "own")}),
        },
    ),
    "cleaning-rule": Noun(kept=KEPT, roles={"admin": Grant(EVERY_ACT)}),
    "required-policy": Noun(kept=KEPT, roles={"admin": Grant(EVERY_ACT)}),
    "quality-rule": Noun(kept=KEPT, roles={"admin": Grant(EVERY_ACT)}),
    "quality-report": Noun(
        owner="steward_id",
        kept=(*KEPT, "score", "faults", "records", "checked_at"),
        roles={"admin": Grant(each("read create edit delete", "all")), "everyone": Grant(each("read", "own"))},
    ),
    "catalogue-entry": Noun(
        owner="steward_id",
        kept=KEPT,
        roles={"admin": Grant(EVERY_ACT), "everyone": Grant({**each("read", "all"), **each("edit", "own")})},
    ),
    "glossary-term": Noun(kept=KEPT, roles=ADMIN_DOES_ALL_AND_EVERYONE_READS),
    "tier": Noun(
        kept=KEPT,
        roles={
            "admin": Grant(each("read create edit delete", "all")),
            "data": Grant(each("read create edit delete", "all")),
            "sales-manager": Grant(each("read edit", "all")),
            "everyone": Grant(READ),
        },
    ),
    "programme": Noun(
        kept=KEPT,
        roles=dict.fromkeys(("admin", "marketing"), Grant(each("read create edit delete", "all")))
        | {"everyone": Grant(READ)},
    ),
    "level": Noun(
        belongs=("programme", "programme_id"),
        kept=KEPT,
        roles=dict.fromkeys(("admin", "marketing"), Grant(each("read create edit delete", "all")))
        | {"everyone": Grant(READ)},
    ),
    "member": Noun(
        belongs=("customer", "customer_id"),
        kept=(*KEPT, "left_at", "balance", "level", "earned", "expiring", "expires_on"),
        roles=dict.fromkeys(("admin", "data", "marketing"), Grant(EVERY_ACT))
        | dict.fromkeys(
            ("sales", "sales-manager"),
            Grant({**each("read", "readable"), **each("create edit", "editable")}, locked=("opening",)),
        )
        | dict.fromkeys(
            ("service", "service-lead", "success"), Grant(each("read create edit", "readable"), locked=("opening",))
        )
        | {"everyone": Grant(each("read", "readable"), locked=("opening",))},
    ),
    "points-line": Noun(
        belongs=("member", "member_id"),
        kept=KEPT,
        roles=dict.fromkeys(
            ("admin", "data", "executive", "marketing", "finance"),
            Grant(each("read export", "all"), locked=WRITTEN_ONCE),
        )
        | {"everyone": Grant(each("read", "readable"), locked=WRITTEN_ONCE)},
    ),
    "coupon-kind": Noun(
        kept=KEPT,
        roles=dict.fromkeys(("admin", "marketing"), Grant(each("read create edit delete", "all")))
        | {"everyone": Grant(READ)},
    ),
    "coupon": Noun(
        belongs=("customer", "customer_id"),
        kept=(*KEPT, "number", "paid", "redeemed_at", "place", "cancelled_at"),
        roles=dict.fromkeys(
            ("admin", "marketing"),
            Grant({**each("read export", "all"), **each("edit", "readable")}, locked=AS_ISSUED),
        )
        | dict.fromkeys(
            ("sales", "sales-manager"),
            Grant({**each("read", "readable"), **each("edit", "editable")}, locked=AS_ISSUED),
        )
        | dict.fromkeys(("service", "service-lead", "success"), Grant(each("read edit", "readable"), locked=AS_ISSUED))
        | {"everyone": Grant(each("read", "readable"), locked=AS_ISSUED)},
    ),
    "handoff-type": Noun(
        kept=KEPT,
        roles={"admin": Grant(each("read create edit delete export", "all")), "everyone": Grant(READ)},
    ),
    "term": Noun(
        belongs=("handoff-type", "type_id"),
        kept=KEPT,
        roles={"admin": Grant(each("read create edit delete export", "all")), "everyone": Grant(READ)},
    ),
    "escalation": Noun(
        belongs=("handoff-type", "type_id"),
        kept=KEPT,
        roles={"admin": Grant(each("read create edit delete export", "all")), "everyone": Grant(READ)},
    ),
    "handoff": Noun(
        owner="giver_id",
        department="giving_id",
        attached="subject",
        attaches=HANDED_OVER,
        kept=(
            *KEPT,
            "accept_hours",
            "finish_hours",
            "state",
            "offered_at",
            "accept_by",
            "accepted_at",
            "finish_by",
            "delivered_at",
            "closed_at",
            "result",
            "reason",
            "turn",
            "returns",
            "mode",
            "director",
            "decider",
            "disputed_at",
            "decide_by",
        ),
        roles={
            "admin": Grant(each("read create edit delete export", "readable")),
            "executive": Grant(
                {**each("read create export", "readable"), **each("edit delete", "own")}, locked=("giver",)
            ),
            "everyone": Grant({**each("read create", "readable"), **each("edit delete", "own")}, locked=("giver",)),
        },
    ),
    "task": Noun(
        owner="assignee_id",
        attached="subject",
        attaches=WORKED_ON,
        kept=(*KEPT, "state", "renews", "closed_at", "closed_by", "reason"),
        roles={
            "admin": Grant(EVERY_ACT),
            "everyone": Grant(each("read create edit delete", "readable"), locked=("giver",)),
        },
    ),
    **dict.fromkeys(
        ("task-helper", "prerequisite"),
        Noun(
            belongs=("task", "task_id"),
            kept=KEPT,
            roles={
                "admin": Grant(each("read create edit delete export", "readable")),
                "everyone": Grant(each("read create edit delete", "readable")),
            },
        ),
    ),
    "comment": Noun(
        owner="author_id",
        attached="subject",
        attaches=(*WORKED_ON, "handoff", "task", "promise"),
        kept=KEPT,
        roles={
            "admin": Grant(each("read create edit delete export", "readable")),
            "everyone": Grant({**each("read create", "readable"), **each("edit delete", "own")}, locked=("author",)),
        },
    ),
    "promise": Noun(
        owner="owner_id",
        attached="subject",
        attaches=HANDED_OVER,
        kept=(*KEPT, "state", "closed_at", "reason"),
        roles={
            "admin": Grant(each("read create edit delete export", "readable")),
            "executive": Grant({**each("read create export", "readable"), **each("edit", "own")}),
            "everyone": Grant({**each("read create", "readable"), **each("edit", "own")}),
        },
    ),
    "turn": Noun(
        belongs=("handoff", "handoff_id"),
        kept=(
            *KEPT,
            "handoff",
            "number",
            "type",
            "giving",
            "receiving",
            "receiver",
            "offered_at",
            "accept_by",
            "answered_at",
            "answer",
            "reason",
            "accept_minutes",
            "accept_kept",
            "finish_by",
            "delivered_at",
            "finish_minutes",
            "finish_kept",
            "sent_back",
            "confirmed_at",
            "mode",
            "disputed_at",
            "decide_minutes",
        ),
        roles=dict.fromkeys(("admin", "executive"), Grant(each("read export", "readable")))
        | {"everyone": Grant(each("read", "readable"))},
    ),
    "provision": Noun(
        belongs=("handoff", "handoff_id"),
        kept=KEPT,
        roles=dict.fromkeys(("admin", "everyone"), Grant(each("read create edit", "readable"))),
    ),
    "seat": Noun(
        attached="subject",
        attaches=HANDED_OVER,
        kept=KEPT,
        roles={
            "admin": Grant({**each("read export", "readable"), **each("create edit delete", "editable")}),
            "everyone": Grant({**each("read", "readable"), **each("create edit delete", "editable")}),
        },
    ),
    "linkage": Noun(
        owner="owner_id",
        kept=KEPT,
        roles=dict.fromkeys(("admin", "executive"), Grant(each("read create edit delete export", "all")))
        | {"everyone": Grant(READ)},
    ),
    "shortfall": Noun(
        belongs=("linkage", "linkage_id"),
        kept=(
            *KEPT,
            "linkage",
            "name",
            "name_zh",
            "department",
            "figure",
            "threshold",
            "began_at",
            "first",
            "worst",
            "ended_at",
            "task",
            "handoff",
        ),
        roles=dict.fromkeys(("admin", "executive"), Grant(each("read export", "readable")))
        | {"everyone": Grant(each("read", "readable"))},
    ),
    "coverage": Noun(
        kept=KEPT,
        roles={"admin": Grant(each("read create edit delete export", "all")), "everyone": Grant(READ)},
    ),
    "responsibility": Noun(
        kept=KEPT,
        roles={"admin": Grant(each("read create edit delete export", "all")), "everyone": Grant(READ)},
    ),
    "space": Noun(
        owner="owner_id",
        shared="open_to",
        kept=(*KEPT, "state", "lessons", "closed_at", "handoff"),
        roles={
            "admin": Grant(each("read create edit delete export", "all")),
            "everyone": Grant({**each("read", "shared"), **each("create edit delete", "own")}),
        },
    ),
    "space-member": Noun(
        belongs=("space", "space_id"),
        kept=KEPT,
        roles={
            "admin": Grant(each("read create edit delete export", "readable")),
            "everyone": Grant({**each("read delete", "readable"), **each("create edit", "editable")}),
        },
    ),
    "linked-record": Noun(
        attached="subject",
        attaches=WORKED_ON,
        kept=KEPT,
        roles={
            "admin": Grant(each("read create edit delete export", "readable")),
            "everyone": Grant(each("read create edit delete", "readable")),
        },
    ),
    "decision": Noun(
        owner="decided_by_id",
        attached="subject",
        attaches=("space", "meeting"),
        kept=KEPT,
        roles={
            "admin": Grant(each("read create edit delete export", "readable")),
            "everyone": Grant({**each("read", "readable"), **each("create edit delete", "editable")}),
        },
    ),
    "meeting": Noun(
        owner="owner_id",
        kept=(*KEPT, "state", "held_at", "reason", "after"),
        roles={
            "admin": Grant(each("read create edit delete export", "all")),
            "everyone": Grant(each("read create edit delete", "own")),
        },
    ),
    "meeting-invitee": Noun(
        belongs=("meeting", "meeting_id"),
        kept=KEPT,
        roles={
            "admin": Grant(each("read create edit delete export", "readable")),
            "everyone": Grant({**each("read", "readable"), **each("create edit delete", "editable")}),
        },
    ),
    "absence": Noun(
        owner="person_id",
        belongs=("person", "person_id"),
        kept=KEPT,
        roles=dict.fromkeys(("admin", "people"), Grant(EVERY_ACT))
        | {"everyone": Grant({**each("read", "all"), **each("create edit delete", "own")}, locked=("person",))},
    ),
    "approval-rule": Noun(kept=KEPT, roles={"admin": Grant(each("read create edit delete export", "all"))}),
    "approval-step": Noun(
        belongs=("approval-rule", "rule_id"),
        kept=KEPT,
        roles={"admin": Grant(each("read create edit delete export", "all"))},
    ),
    "approval": Noun(
        kept=(
            *KEPT,
            "title",
            "title_zh",
            "subject",
            "noun",
            "does",
            "asked_by",
            "state",
            "step",
            "steps",
            "decide_by",
            "closed_at",
            "reason",
            "result",
        ),
        roles=dict.fromkeys(("admin", "executive"), Grant(each("read export", "all"))),
    ),
    "verdict": Noun(
        belongs=("approval", "approval_id"),
        kept=(
            *KEPT,
            "title",
            "title_zh",
            "approval",
            "step",
            "person",
            "instead_of",
            "answer",
            "reason",
            "decide_by",
            "answered_at",
        ),
        roles=dict.fromkeys(("admin", "executive"), Grant(each("read export", "readable")))
        | {"everyone": Grant(each("read", "readable"))},
    ),
    "lead": Noun(
        owner="owner_id",
        department="department_id",
        kept=KEPT,
        roles={
            "admin": Grant(EVERY_ACT),
            "executive": Grant(each("read export", "all")),
            "marketing": Grant({**each("read create edit export import", "all"), **each("delete", "own")}),
            "sales-manager": Grant({**each("read create import", "all"), **each("edit delete export", "tree")}),
            "sales": Grant({**each("read", "team"), **each("create edit export", "own")}),
            "service-lead": Grant(each("read create", "all")),
            "service": Grant({**each("read", "own"), **each("create", "all")}),
        },
    ),
    "pipeline": KEPT_BY_SALES,
    "stage": KEPT_BY_SALES,
    "competitor": Noun(
        owner="owner_id",
        department="department_id",
        kept=KEPT,
        roles=dict.fromkeys(("admin", "sales-manager"), Grant(EVERY_ACT))
        | dict.fromkeys(("sales", "marketing", "product"), Grant(each("read create edit", "all")))
        | {"executive": Grant(each("read export", "all")), "everyone": Grant(READ)},
    ),
    "buying-role": Noun(
        belongs=("opportunity", "opportunity_id"),
        kept=KEPT,
        roles={
            "admin": Grant(each("read create edit delete", "all")),
            "everyone": Grant({**each("read", "readable"), **each("create edit delete", "editable")}),
        },
    ),
    "currency": Noun(
        kept=KEPT,
        roles=dict.fromkeys(("admin", "finance"), Grant(each("read create edit export import", "all")))
        | {"everyone": Grant(READ)},
    ),
    "exchange-rate": Noun(
        kept=KEPT, roles=dict.fromkeys(("admin", "finance"), Grant(EVERY_ACT)) | {"everyone": Grant(READ)}
    ),
    "product": Noun(
        kept=KEPT,
        roles=dict.fromkeys(("admin", "product"), Grant(EVERY_ACT))
        | {"sales-manager": Grant(each("read create edit export import", "all")), "everyone": Grant(READ)},
    ),
    "price-book": Noun(
        kept=KEPT,
        roles=dict.fromkeys(("admin", "sales-manager"), Grant(EVERY_ACT))
        | {"product": Grant(each("read create edit export import", "all")), "sales": Grant(READ)}
        | dict.fromkeys(("finance", "executive"), Grant(each("read export", "all"))),
    ),
    "price": Noun(
        belongs=("price-book", "book_id"),
        kept=KEPT,
        roles=dict.fromkeys(("admin", "sales-manager", "product"), Grant(EVERY_ACT))
        | {"sales": Grant(READ)}
        | dict.fromkeys(("finance", "executive"), Grant(each("read export", "all"))),
    ),
    "discount-limit": Noun(
        kept=KEPT,
        roles={"admin": Grant(each("read create edit delete export", "all"))}
        | dict.fromkeys(("sales-manager", "sales", "finance", "executive"), Grant(READ)),
    ),
    "quote": Noun(
        owner="owner_id",
        department="department_id",
        belongs=("customer", "customer_id"),
        kept=(*KEPT, *WORKED_OUT_OF_LINES, "state", "edition", "replaces", "worth", "sent_on", "closed_at", "reason"),
        roles={
            "admin": Grant(each("read create edit delete export", "all")),
            "sales-manager": Grant({**each("read create", "all"), **each("edit delete export", "tree")}),
            "sales": Grant({**each("read", "team"), **each("create edit delete export", "own")}),
        }
        | dict.fromkeys(("executive", "finance"), Grant(each("read export", "all")))
        | dict.fromkeys(("legal", "success", "product"), Grant(each("read", "readable"))),
    ),
    "quote-line": Noun(
        belongs=("quote", "quote_id"),
        kept=(
            *KEPT,
            "quote",
            "position",
            "product",
            "item",
            "unit",
            "quantity",
            "list_price",
            "unit_price",
            "discount_percent",
            "tax_percent",
            "currency",
            "net",
            "tax",
        ),
        roles=dict.fromkeys(("admin", "executive", "sales-manager"), Grant(each("read export", "readable")))
        | {"everyone": Grant(each("read", "readable"))},
    ),
    "opportunity": Noun(
        owner="owner_id",
        department="department_id",
        belongs=("customer", "customer_id"),
        kept=(*KEPT, "stage_since", "stalls_on", "closed_on"),
        roles={
            "admin": Grant(EVERY_ACT),
            "executive": Grant(each("read export", "all")),
            "sales-manager": Grant({**each("read create import", "all"), **each("edit delete export", "tree")}),
            "sales": Grant({**each("read", "team"), **each("create edit export", "own")}),
            "product": Grant(each("read", "readable"), masked=("amount",)),
        }
        | dict.fromkeys(("finance", "legal", "success"), Grant(each("read", "readable")))
        | dict.fromkeys(("service", "service-lead", "marketing"), Grant(each("read", "readable"), hidden=("amount",))),
    ),
    "ticket": Noun(
        owner="owner_id",
        department="department_id",
        belongs=("customer", "customer_id"),
        kept=KEPT,
        roles=dict.fromkeys(("admin", "service-lead"), Grant(EVERY_ACT))
        | dict.fromkeys(("service", "success"), Grant(each("read create edit", "all")))
        | {"everyone": Grant(each("read create", "readable"))},
    ),
    "demand": Noun(
        owner="owner_id",
        department="department_id",
        kept=KEPT,
        roles=dict.fromkeys(("admin", "product"), Grant(EVERY_ACT))
        | {
            "rnd": Grant(each("read create edit", "all")),
            "everyone": Grant({**each("read create", "all"), **each("edit", "own")}, locked=("status",)),
        },
    ),
}
