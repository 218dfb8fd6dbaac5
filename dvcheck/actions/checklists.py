"""Errors for a checklist that the pack lacks, or that was not named."""

from dvcheck.actions.workspace import Workspace
from dvcheck.errors import DvcheckError, Exit
from dvcheck.hint import own_line, walk_new
from dvcheck.language import phrase
from dvcheck.pack.model import Pack
from dvcheck.text import clean, nearest
from dvcheck.wording import checklists


def unknown(pack: Pack, name: str) -> DvcheckError:
    """Return the error for a checklist that a pack lacks, with those it has and an example."""
    known = [c.id for c in pack.checklists]
    close = nearest(name, known)
    example = next((n for n in known if f'"{n}"' in close), checklists.top_level(pack)[0].id)
    return DvcheckError(
        phrase('the pack has no checklist "{name}"{nearest}', name=clean(name), nearest=close),
        hint=own_line(
            phrase("It has {known}. To walk one of them:", known=", ".join(known)), walk_new(example)
        ),
        code=Exit.USAGE,
    )


def unnamed(workspace: Workspace) -> DvcheckError:
    """Return the error for a walk without a checklist, with those of the pack in use and an example."""
    usable = workspace.usable()
    pack = usable.pack
    said = phrase("name the checklist to walk. Those of {policy}:", policy=pack.policy.id)
    return DvcheckError(
        "\n".join([*filter(None, [usable.notice]), said, *checklists.rows(pack)]),
        hint=own_line(phrase("For example:"), walk_new(checklists.top_level(pack)[0].id)),
        code=Exit.USAGE,
    )
