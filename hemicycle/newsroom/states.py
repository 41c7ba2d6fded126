"""The states of an article, and its verbs: docs/states.md."""

from hemicycle.lib.states import Actor, Thing, Verb
from hemicycle.newsroom import policy
from hemicycle.newsroom.models import Article

State = Article.State

ARTICLE = Thing(
    "Article",
    (
        State.DRAFT, State.IN_REVIEW, State.APPROVED, State.SCHEDULED, State.PUBLISHED,
        State.WITHDRAWN, State.DISCARDED,
    ),
    lambda article: str(article.state),
)  # fmt: skip

WRITER = Actor("the press officer", policy.can_write.on)
APPROVER = Actor(
    "a press officer who neither submitted nor last wrote it", policy.can_approve_it
)
RELEASER = Actor("the press officer", policy.can_release.on)
OF_NEWS = Actor(
    "the press officer, for what is no page",
    lambda user, article: not article.is_page and policy.can_write.on(user, article),
)
CORRECTOR = Actor("the press officer, for what is no page", policy.can_correct_it)
REISSUER = Actor(
    "a press officer who last wrote none of these texts, for a page",
    policy.can_reissue_it,
)
WITHDRAWER = Actor("the press officer", policy.can_withdraw.on)
CLOCK = Actor("the clock", lambda user, article: False)

STAYS: frozenset[str] = frozenset()
BEFORE_RELEASE = (State.DRAFT, State.IN_REVIEW, State.APPROVED, State.SCHEDULED)

BEGIN = Verb(
    ARTICLE,
    "begin",
    frozenset(),
    frozenset({State.DRAFT}),
    (WRITER,),
    "Only press officers see it.",
    address="newsroom:add",
)
DESCRIBE = Verb(
    ARTICLE,
    "describe",
    frozenset({State.DRAFT, State.IN_REVIEW}),
    STAYS,
    (OF_NEWS,),
    "Kind, source and what it replaces.",
    address="newsroom:describe",
)
WRITE = Verb(
    ARTICLE,
    "write",
    frozenset(
        {
            State.DRAFT, State.IN_REVIEW, State.APPROVED, State.SCHEDULED,
            State.PUBLISHED,
        }
    ),
    STAYS,
    (WRITER,),
    "A revision is kept. What is approved stays closed until it is taken back; what "
    "is public stays as it is until it is corrected.",
    address="newsroom:write",
)  # fmt: skip
SUBMIT = Verb(
    ARTICLE,
    "submit",
    frozenset({State.DRAFT}),
    frozenset({State.IN_REVIEW}),
    (WRITER,),
    "With the languages that become public together.",
    address="newsroom:submit",
)
RETURN = Verb(
    ARTICLE,
    "return",
    frozenset({State.IN_REVIEW}),
    frozenset({State.DRAFT}),
    (WRITER,),
    "With a reason, which its writer reads.",
    address="newsroom:send_back",
)
APPROVE = Verb(
    ARTICLE,
    "approve",
    frozenset({State.IN_REVIEW}),
    frozenset({State.APPROVED, State.SCHEDULED}),
    (APPROVER,),
    "As it was seen. Scheduled, if it has a release time. Its texts are closed.",
    address="newsroom:approve",
)
TAKE_BACK = Verb(
    ARTICLE,
    "take back",
    frozenset({State.APPROVED, State.SCHEDULED}),
    frozenset({State.DRAFT}),
    (WRITER,),
    "With a reason. It needs approval again.",
    address="newsroom:take_back",
)
PLAN = Verb(
    ARTICLE,
    "plan",
    frozenset({State.DRAFT, State.IN_REVIEW}),
    STAYS,
    (RELEASER,),
    "The release time, and whether the press has the text already. A changed time "
    "keeps the one before, with the reason.",
    address="newsroom:plan",
)
SCHEDULE = Verb(
    ARTICLE,
    "schedule",
    frozenset({State.APPROVED, State.SCHEDULED}),
    frozenset({State.SCHEDULED}),
    (RELEASER,),
    "All its languages become public together at that second.",
    address="newsroom:plan",
)
RELEASE = Verb(
    ARTICLE,
    "release",
    frozenset({State.APPROVED, State.SCHEDULED}),
    frozenset({State.PUBLISHED}),
    (RELEASER,),
    "All its languages become public together, now.",
    address="newsroom:release",
)
RELEASE_DUE = Verb(
    ARTICLE,
    "release at its second",
    frozenset({State.SCHEDULED}),
    frozenset({State.PUBLISHED}),
    (CLOCK,),
    "As approved, all languages in one transaction, or nothing.",
)
RELEASE_LANGUAGE = Verb(
    ARTICLE,
    "release a translation",
    frozenset({State.PUBLISHED}),
    STAYS,
    (RELEASER,),
    "One more language becomes public; someone else wrote it.",
    address="newsroom:release_language",
)
CORRECT = Verb(
    ARTICLE,
    "correct",
    frozenset({State.PUBLISHED}),
    STAYS,
    (CORRECTOR,),
    "The correction is public and stays; the version before keeps an address.",
    address="newsroom:correct",
)
REISSUE = Verb(
    ARTICLE,
    "release again",
    frozenset({State.PUBLISHED}),
    STAYS,
    (REISSUER,),
    "The changed texts of a page replace the public ones, without a correction.",
    address="newsroom:reissue",
)
NOTIFY = Verb(
    ARTICLE,
    "add a notice",
    frozenset({State.PUBLISHED}),
    STAYS,
    (CORRECTOR,),
    "Public at once; no text changes, and nothing was wrong.",
    address="newsroom:notify",
)
UPDATE = Verb(
    ARTICLE,
    "update",
    frozenset({State.PUBLISHED}),
    STAYS,
    (OF_NEWS,),
    "A new draft that replaces this one once it is public; this text stays.",
    address="newsroom:update",
)
WITHDRAW = Verb(
    ARTICLE,
    "withdraw",
    frozenset({State.PUBLISHED}),
    frozenset({State.WITHDRAWN}),
    (WITHDRAWER,),
    "Headline and source stay with the public reason; every text is gone at once.",
    address="newsroom:withdraw",
)
DISCARD = Verb(
    ARTICLE,
    "discard",
    frozenset({State.DRAFT, State.IN_REVIEW}),
    frozenset({State.DISCARDED}),
    (WRITER,),
    "It was never public. It stays on record.",
    address="newsroom:discard",
)

VERBS = (
    BEGIN, DESCRIBE, WRITE, SUBMIT, RETURN, APPROVE, TAKE_BACK, PLAN, SCHEDULE, RELEASE,
    RELEASE_DUE, RELEASE_LANGUAGE, CORRECT, REISSUE, NOTIFY, UPDATE, WITHDRAW, DISCARD,
)  # fmt: skip
